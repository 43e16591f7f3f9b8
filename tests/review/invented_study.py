"""An invented study for the desk's tests: four short interviews, two of them with suggestions."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from pipeline.decisions import Store
from pipeline.records import Fragment, Role, Transcript, Turn, sha256_of
from pipeline.settings import open_study

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
    store.transcripts.add(
        transcript, fragments_of(transcript), blind_share=blind_share, seed=0, cut_by="rules 1", ingested_at=NOON
    )


def suggest(store, codebook, interview, shown):
    """Suggestions as a model gives them: a row for every code; `shown` says which the desk shows, with what chance."""
    rows = []
    for stored in store.transcripts.fragments(interview):
        wanted = shown.get(stored.fragment.text.strip(), {})
        for dimension in codebook:
            for rank, code in enumerate(dimension.code_ids, 1):
                chance = wanted.get((dimension.id, code), 0.01)
                rows.append((stored.id, dimension.id, code, chance, rank, chance > 0.01))
    columns = ["fragment_id", "dimension", "code", "probability", "rank", "suggested"]
    frame = pd.DataFrame(rows, columns=columns)
    store.suggestions.save(interview, "telltale", frame, suggested_at=NOON)


SHOWN = {
    "De huur is niet te betalen.": {("activation", "structural"): 0.81, ("barrier", "housing"): 0.93},
    "En de bus rijdt niet.": {("barrier", "mobility"): 0.64},
    "Er zijn te weinig plaatsen in de crèche.": {("activation", "structural"): 0.55, ("barrier", "childcare"): 0.9},
}


def begin(folder):
    """An empty workspace with the shipped codebook."""
    (folder / "codebook.yaml").write_bytes((STARTER / "codebook.yaml").read_bytes())
    (folder / "drempel.toml").write_text('[review]\nlanguage = "en"\n', encoding="utf-8")
    (folder / "data").mkdir()
    return open_study(folder)


def furnish(study):
    """`talk` has suggestions, `plain` none, `secret` is wholly blind, `hostile` sets traps."""
    with Store.open(study.store_url) as store:
        store.ledger.keep_codebook(study.codebook)
        add(store, transcript_of("talk", TALK, metadata={"role": "jobcoach", "years": "7"}))
        add(store, transcript_of("plain", TALK))
        add(store, transcript_of("secret", TALK), blind_share=1.0)
        add(store, transcript_of("hostile", HOSTILE, roles_from="guessed"))
        suggest(store, study.codebook, "talk", SHOWN)
        suggest(store, study.codebook, "secret", SHOWN)
