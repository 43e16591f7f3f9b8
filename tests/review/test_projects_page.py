"""Importing a project of another program at the desk: read first, told, and stored on its coder's word."""

import pytest

from pipeline.decisions import Store
from pipeline.review import create_app
from tests.projects.invented import CODED, SAMPLES
from tests.review.test_manage_page import wait_for_the_end

TAGUETTE = SAMPLES / "taguette.sqlite3"


def give(browser, path=TAGUETTE, name="", **fields):
    browser.get("/manage/projects")
    token = browser.page.text.partition('name="csrf" value="')[2].partition('"')[0]
    browser.page = browser.client.post(
        "/manage/projects/read",
        data={"csrf": token, **fields},
        files={"project": (name or path.name, path.read_bytes())},
    )
    return browser.page.text


def key_on(page):
    return page.partition('name="key" value="')[2].partition('"')[0]


def staged(study):
    return list(study.inbox.parent.glob(".project-*"))


def interviews(study):
    """The interviews that were imported."""
    with Store.open(study.store_url) as store:
        return {each.id for each in store.transcripts.interviews() if each.id.startswith("gesprek")}


def test_report_is_shown_and_nothing_is_stored(visit, study):
    page = give(visit("jan"))
    assert "texts <b>2</b>" in page
    assert "codings <b>8</b>" in page
    assert "codings without a place <b>0</b>" in page
    assert "UTF-8 bytes, from 0, end exclusive" in page
    assert "the highlight has no tag; it was left out" in page
    assert interviews(study) == set()
    assert not list(study.inbox.glob("*")) if study.inbox.exists() else True


def test_project_is_stored_on_the_coders_word(visit, study):
    browser = visit("jan")
    key = key_on(give(browser))
    browser.post("/manage/projects/store", key=key)
    page = wait_for_the_end(browser)
    assert "Import of a project" in page
    assert "codings with a place 8" in page
    assert interviews(study) == {"gesprek 1", "gesprek 2"}
    with Store.open(study.store_url) as store:
        assert {row["coder"] for row in store.exports.rows("codes")} == {"anna", "bert"}
    assert staged(study) == []
    assert "Store the project" not in browser.get("/manage/projects").text
    assert "no longer here" in browser.post("/manage/projects/store", key=key).text


def test_project_that_nobody_wants_leaves_nothing(visit, study):
    browser = visit("jan")
    key = key_on(give(browser))
    assert len(staged(study)) == 1
    browser.post("/manage/projects/leave", key=key)
    assert staged(study) == []
    assert interviews(study) == set()
    assert "no longer here" in browser.post("/manage/projects/store", key=key).text


def test_file_that_is_no_project_says_why_and_is_gone(visit, study, tmp_path):
    (tmp_path / "foto.qdpx").write_bytes(b"\xff\xd8\xff")
    page = give(visit("jan"), tmp_path / "foto.qdpx")
    assert "Cannot read the project foto.qdpx" in page
    assert "Store the project" not in page
    assert staged(study) == []


@pytest.mark.parametrize("name", ["../../evil.qdpx", "..\\evil.qdpx"])
def test_path_is_no_way_out_of_the_folder(visit, study, name):
    give(visit("jan"), name=name)
    assert [path.name for path in study.folder.rglob("evil*")] == ["evil.qdpx"]
    assert [path.parent.parent for path in study.folder.rglob("evil*")] == [study.inbox.parent]


def test_second_project_takes_the_place_of_the_first(visit, study):
    browser = visit("jan")
    first = key_on(give(browser))
    second = key_on(give(browser, SAMPLES / "qualcoder.qdpx"))
    assert len(staged(study)) == 1
    assert "no longer here" in browser.post("/manage/projects/store", key=first).text
    browser.post("/manage/projects/store", key=second)
    assert "codings with a place 7" in wait_for_the_end(browser)
    assert len(CODED) == 7


def test_choices_hold_for_the_report_and_for_what_is_stored(visit, study):
    browser = visit("jan")
    page = give(browser, SAMPLES / "cas.xmi", coder="Cleo", one_dimension="true", own_cuts="true")
    browser.post("/manage/projects/store", key=key_on(page))
    wait_for_the_end(browser)
    with Store.open(study.store_url) as store:
        rows = list(store.exports.rows("codes"))
    assert {row["coder"] for row in rows} == {"Cleo"}
    assert {row["dimension"] for row in rows} == {"codes"}


def test_another_coder_sees_neither_the_report_nor_what_came_of_it(visit, study):
    jan, piet = visit("jan"), visit("piet")
    key = key_on(give(jan))
    assert "taguette.sqlite3" not in piet.get("/manage/projects").text
    piet.get("/manage/projects")
    assert "no longer here" in piet.post("/manage/projects/store", key=key).text
    jan.get("/manage/projects")
    jan.post("/manage/projects/store", key=key)
    told = wait_for_the_end(jan)
    assert "the highlight has no tag" in told
    seen = piet.get("/manage").text
    assert "Import of a project" in seen
    assert "the highlight has no tag" not in seen
    assert "codings with a place" not in seen


def test_file_of_a_desk_that_was_closed_is_removed(visit, study, clock):
    give(visit("jan"))
    assert len(staged(study)) == 1
    create_app(study, clock=clock)
    assert staged(study) == []


def test_dutch_says_what_is_wrong_in_dutch(visit):
    browser = visit("jan")
    browser.get("/manage")
    browser.post("/preferences", language="nl")
    page = give(browser)
    assert "coderingen zonder plaats" in page
    assert "de markering heeft geen tag; weggelaten" in page
    assert "UTF-8-bytes, vanaf 0, einde niet inbegrepen" in page


@pytest.mark.parametrize(
    ("step", "file"),
    [
        ("qdpx", "study.qdpx"),
        ("qdpx", "study.codings.parquet"),
        ("taguette", "study.sqlite3"),
        ("codebook", "codebook.xlsx"),
        ("qdc", "codebook.qdc"),
    ],
)
def test_project_for_other_programs_is_made_and_downloaded(visit, store, study, step, file):
    browser = visit("jan")
    browser.get("/manage")
    browser.post("/manage/steps", step="publish")
    wait_for_the_end(browser)
    browser.post("/manage/steps", step=step)
    page = wait_for_the_end(browser)
    name = file.replace("study", study.folder.name)
    assert f'href="/manage/exports/{name}"' in page
    fetched = browser.get(f"/manage/exports/{name}")
    assert fetched.status_code == 200
    assert fetched.content == (study.folder / "data" / "exports" / name).read_bytes()
