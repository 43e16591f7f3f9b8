"""While two people code an interview blind, nothing of the desk shows one of them what the other said.

Every address that can be reached, and every route of the application, is fetched by ann in two studies: one in which bo
coded the interview too, and one in which he said nothing. Ann cannot tell them apart.
"""

import html
import io
import re
import shutil

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from pipeline.decisions import Store
from pipeline.review import create_app
from pipeline.review.pages.compare import background
from pipeline.steps import api as steps
from tests.review.conftest import TestClient, Visit
from tests.review.invented_study import NOON, begin
from tests.review.test_links import links_on

pytestmark = pytest.mark.slow

TELLING = ("zwaluwnest", "bo", "Bo")
"""A word that only bo wrote, and his name."""


def world(folder, furnished, *, with_bo):
    """A study in which ann began `talk`, which two people code blind, and bo (or nobody) finished it."""
    folder.mkdir(parents=True)
    study = begin(folder)
    for part in furnished.glob("study.sqlite*"):
        shutil.copy(part, study.folder / "data")
    with Store.open(study.store_url) as store:
        store.coders.set_double_coding("talk", wanted=True, coder="eva", at=NOON)
    app = create_app(study, clock=lambda: NOON)
    with TestClient(app, base_url="http://127.0.0.1:8377") as client, Store.open(study.store_url) as store:
        ann = Visit(client)
        ann.sign_in("ann")
        ann.get("/interviews/talk")
        ann.judge(store, "talk", 1, "accept-all")
        if with_bo:
            say_all(Visit(client), store)
    steps.publish(study)
    steps.export(study, "xlsx", clock=lambda: NOON)
    for form in ("csv", "qdpx", "taguette", "codebook", "qdc"):
        steps.export(study, form, clock=lambda: NOON)
    (study.folder / "data" / "exports" / "study-quotes.xlsx").write_bytes(b"bo")
    steps.report(study, clock=lambda: NOON)
    return study


def say_all(bo, store):
    """Bo finishes the interview, with codes, memos and a quote that nobody else has."""
    fragments = [each.id for each in store.transcripts.fragments("talk")]
    bo.client.cookies.clear()
    bo.sign_in("bo")
    bo.get("/interviews/talk")
    for number in range(1, len(fragments) + 1):
        bo.judge(store, "talk", number, "give barrier finances")
        bo.judge(store, "talk", number, "accept-all")
        bo.judge(store, "talk", number, "done")
    finished = [each for each in store.ledger.verdicts("talk") if each.coder == "bo" and each.reviewed]
    assert len(finished) == len(fragments)
    bo.get("/interviews/talk")
    for topic in (f"fragment {fragments[0]}", "interview talk"):
        assert bo.post("/memos", topic=topic, text="zwaluwnest").status_code == 200
    assert bo.post("/quotes", fragment=fragments[0], code="barrier.finances", text="De huur.").status_code == 200
    assert len(store.notes.memos()) == 2


def pages_of(study, name="ann"):
    """Every address that this coder can reach, with the answer."""
    with TestClient(create_app(study, clock=lambda: NOON), base_url="http://127.0.0.1:8377") as client:
        browser = Visit(client)
        browser.sign_in(name)
        waiting, seen = {"/", *routes_of(client.app, study)}, {}
        while waiting:
            at = waiting.pop()
            seen[at] = page = browser.get(at)
            if "html" in page.headers.get("content-type", ""):
                waiting |= links_on(page) - seen.keys()
        return seen


def routes_of(app, study):
    """Every address that can be fetched, with the interview and its first fragment in it."""
    with Store.open(study.store_url) as store:
        fragment = store.transcripts.fragments("talk")[0].fragment
    span = f"{fragment.start}-{fragment.end}"
    filled = {"interview_id": "talk", "fragment_id": fragment.id, "anchor": span, "queue": "random"}
    known = {"name"}  # of a file to download: those are found by following links
    used = {
        part for route in app.routes for part in re.findall(r"\{(\w+)", getattr(route, "path", "")) if part != "path"
    }
    assert used <= filled.keys() | known, "a new kind of address: say here what stands in it"
    for route in app.routes:
        if "GET" in (getattr(route, "methods", None) or ()):
            yield re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: filled.get(found[1], "none"), route.path)


def plain(page):
    """What a page says, without what differs from one visit to another."""
    progress = "two coders: [01] finished"  # how far others are, not what they said
    text = re.sub(rf'{progress}|(name="csrf" value|content|nonce|data-draft-owner)="[^"]*"', "", page.text)
    return re.sub(r"\d+(\.\d+)? (bytes|kB|KB|MB)", "", html.unescape(text))


def texts_of(contents):
    """The text of a page, a table or a workbook."""
    if contents.startswith(b"PK"):
        book = load_workbook(io.BytesIO(contents), read_only=True)
        return " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
    if contents.startswith(b"PAR1"):
        return repr(pq.read_table(io.BytesIO(contents)).to_pylist())
    return contents.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def worlds(furnished, tmp_path_factory):
    folder = tmp_path_factory.mktemp("worlds")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(background, "PATIENCE", 60.0)  # a comparison is waited for, however busy the machine is
        return (
            pages_of(world(folder / "with" / "study", furnished, with_bo=True)),
            pages_of(world(folder / "without" / "study", furnished, with_bo=False)),
        )


def test_no_page_differs_by_what_the_other_coder_said(worlds):
    with_bo, without = worlds
    assert len(without) > 60
    told = {at for at in with_bo if "html" in with_bo[at].headers.get("content-type", "")}
    names_the_coders = {"/who"}  # the coders of the study: not what they said
    differ = {at for at in told if at in without and plain(with_bo[at]) != plain(without[at])}
    assert differ == names_the_coders
    assert with_bo.keys() - without.keys() == set()


def test_no_download_holds_anything_of_the_other_coder(worlds):
    with_bo, _ = worlds
    assert {"/manage/results/codes.parquet", "/manage/exports/study.xlsx", "/manage/exports/decisions.csv"} <= set(
        with_bo
    )
    for at, page in with_bo.items():
        if at == "/who":
            continue
        if page.content.startswith(b"PAR1"):
            rows = pq.read_table(io.BytesIO(page.content)).to_pylist()
            assert not [row for row in rows if row.get("coder") in ("bo", "Bo")], at
        words = texts_of(page.content)
        assert not [word for word in TELLING if re.search(rf"\b{word}\b", words)], at


def test_what_nobody_has_to_hide_is_downloaded_whole(worlds, furnished, tmp_path):
    study = world(tmp_path / "study", furnished, with_bo=True)
    with Store.open(study.store_url) as store:
        store.coders.set_double_coding("talk", wanted=False, coder="eva", at=NOON)
        assert store.coders.withheld_interviews("ann") == {"talk"}, "she has not finished it, and bo coded there"
        assert store.coders.withheld_interviews("bo") == store.coders.withheld_interviews("eva") == set()
    seen = pages_of(study, "eva")
    assert "zwaluwnest" in seen["/memos"].text
    assert re.search(r"\bbo\b", texts_of(seen["/manage/exports/study.xlsx"].content))
    whole = (study.results / "decisions.parquet").read_bytes()
    assert seen["/manage/results/decisions.parquet"].content == whole
