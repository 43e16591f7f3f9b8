"""A small study on disk, with invented interviews, opened through the real store and the real desk."""

import re
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from pipeline.decisions import Store
from pipeline.records import Fragment, Role, Transcript, Turn, sha256_of
from pipeline.review import create_app
from pipeline.settings import open_study

with warnings.catch_warnings():
    # starlette would rather see httpx2; the client is the same.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

STARTER = Path(__file__).parents[2] / "data" / "starter"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

TALK = (
    ("I", "Wat houdt mensen tegen?"),
    ("R", "De huur is niet te betalen. En de bus rijdt niet. Maar ze komt elke dag op tijd."),
    ("I", "En verder?"),
    ("R", "Er zijn te weinig plaatsen in de crèche. Ik vertel u nog iets over vroeger."),
)
HOSTILE = (
    ('"><img src=x onerror=alert(1)>', "Vraag </p><b>vet</b>?"),
    ("R & <i>zoon</i>", "<script>alert('x')</script> zei hij. En {{ 7*7 }} ook."),
)


def transcript_of(interview, talk, roles_from="labels", metadata=None):
    """A transcript whose turns stand in the text as `label: words`."""
    text, turns = "", []
    for number, (speaker, words) in enumerate(talk):
        start = len(text) + len(speaker) + 2
        text += f"{speaker}: {words}\n"
        role = Role.INTERVIEWER if number % 2 == 0 else Role.RESPONDENT
        turns.append(Turn(index=number, speaker=speaker, role=role, start=start, end=start + len(words)))
    return Transcript(
        id=interview,
        text=text,
        sha256=sha256_of(text.encode()),
        source=f"{interview}.txt",
        format="txt",
        turns=tuple(turns),
        roles_from=roles_from,
        metadata=metadata or {},
    )


def fragments_of(transcript):
    """A fragment for each sentence of the respondent."""
    return [
        Fragment(
            transcript_id=transcript.id,
            turn=turn.index,
            speaker=turn.speaker,
            role=turn.role,
            start=turn.start + found.start(),
            end=turn.start + found.end(),
            text=found.group(),
            boundary="rules",
        )
        for turn in transcript.turns
        if turn.role is Role.RESPONDENT
        for found in re.finditer(r"[^.]+\.", transcript.words_of(turn).replace(". ", ".\u2063").replace("\u2063", " "))
        if found.group().strip()
    ]


def add(store, transcript, blind_share=0.0):
    store.add_transcript(
        transcript, fragments_of(transcript), blind_share=blind_share, seed=0, cut_by="rules 1", ingested_at=NOON
    )


def suggest(store, codebook, interview, shown):
    """Suggestions as a model gives them: a row for every code; `shown` says which the desk shows, with what chance."""
    rows = []
    for stored in store.fragments(interview):
        wanted = shown.get(stored.fragment.text.strip(), {})
        for dimension in codebook:
            for rank, code in enumerate(dimension.code_ids, 1):
                chance = wanted.get((dimension.id, code), 0.01)
                rows.append((stored.id, dimension.id, code, chance, rank, chance > 0.01))
    columns = ["fragment_id", "dimension", "code", "probability", "rank", "suggested"]
    frame = pd.DataFrame(rows, columns=columns)
    store.save_suggestions(interview, "m1", frame, suggested_at=NOON)


SHOWN = {
    "De huur is niet te betalen.": {("activation", "structural"): 0.81, ("barrier", "housing"): 0.93},
    "En de bus rijdt niet.": {("barrier", "mobility"): 0.64},
    "Er zijn te weinig plaatsen in de crèche.": {("activation", "structural"): 0.55, ("barrier", "childcare"): 0.9},
}


@pytest.fixture
def study(tmp_path):
    """An empty workspace with the shipped codebook."""
    (tmp_path / "codebook.yaml").write_bytes((STARTER / "codebook.yaml").read_bytes())
    (tmp_path / "drempel.toml").write_text('[review]\nlanguage = "en"\n', encoding="utf-8")
    (tmp_path / "data").mkdir()
    return open_study(tmp_path)


@pytest.fixture
def store(study):
    """The study's store: `talk` has suggestions, `plain` none, `secret` is wholly blind, `hostile` sets traps."""
    with Store.open(study.store_url) as opened:
        opened.keep_codebook(study.codebook)
        add(opened, transcript_of("talk", TALK, metadata={"role": "jobcoach", "years": "7"}))
        add(opened, transcript_of("plain", TALK))
        add(opened, transcript_of("secret", TALK), blind_share=1.0)
        add(opened, transcript_of("hostile", HOSTILE, roles_from="guessed"))
        suggest(opened, study.codebook, "talk", SHOWN)
        suggest(opened, study.codebook, "secret", SHOWN)
        yield opened


class Clock:
    """Time that a test moves."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def pass_seconds(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


class Visit:
    """A coder's browser: keeps the cookie, and sends the token that the last page gave."""

    def __init__(self, client):
        self.client, self.page = client, None

    def get(self, address, **options):
        self.page = self.client.get(address, **options)
        return self.page

    def post(self, address, swap=False, **fields):
        token = re.search(r'name="csrf" value="([^"]+)"', self.page.text)
        headers = {"X-Desk": "1"} if swap else {}
        answer = self.client.post(address, data={"csrf": token and token[1], **fields}, headers=headers)
        if 'name="csrf"' in answer.text:
            self.page = answer
        return answer

    def sign_in(self, name):
        self.get("/who")
        return self.post("/who", coder=name)

    def judge(self, store, interview, number, verdict, **options):
        """Say a verdict of the nth fragment, as its card does."""
        fragment = store.fragments(interview)[number - 1].fragment
        return self.post(
            f"/interviews/{interview}/fragments/{fragment.start}-{fragment.end}", verdict=verdict, **options
        )


@pytest.fixture
def desk(study, store, clock):
    """The desk of the study, open for the length of a test."""
    app = create_app(study, clock=clock)
    with TestClient(app, base_url="http://127.0.0.1:8377"):
        yield app


@pytest.fixture
def visit(desk):
    """Makes browsers; with a name, one that is signed in."""

    def begin(name=""):
        browser = Visit(TestClient(desk, base_url="http://127.0.0.1:8377", follow_redirects=True))
        if name:
            browser.sign_in(name)
        return browser

    return begin
