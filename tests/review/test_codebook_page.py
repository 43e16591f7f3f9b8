"""The codebook is changed at the desk; every open desk follows, also what a verb or a hand changed in the file."""

import re

import pytest

from pipeline.codebook import load_codebook
from pipeline.review import create_app
from pipeline.settings import CODEBOOK_FILE, open_study
from pipeline.steps import codebook as verbs
from tests.review.conftest import TestClient, Visit


@pytest.fixture
def ann(visit):
    browser = visit("ann")
    browser.get("/codebook")
    return browser


@pytest.fixture
def bo(study, store, clock):
    """A second coder at a desk of her own: another process of the same study."""
    app = create_app(open_study(study.folder), clock=clock)
    with TestClient(app, base_url="http://127.0.0.1:8377") as client:
        browser = Visit(client)
        client.follow_redirects = True
        browser.sign_in("bo")
        yield browser


def file_of(study):
    return study.folder / CODEBOOK_FILE


def book(study):
    return load_codebook(file_of(study))


def change(browser, address, verb, **fields):
    """Fill in a form of the page at an address."""
    page = browser.get(address).text
    base = re.search(r'name="base" value="(\d+)"', page)[1]
    return browser.post(f"{address}/{verb}" if verb else address, base=base, **fields)


def card(browser, interview="talk"):
    return browser.get(f"/interviews/{interview}").text


def test_a_code_is_renamed_at_the_desk_and_every_desk_follows(study, store, ann, bo):
    ann.judge(store, "talk", 2, "give barrier housing")
    before = store.codebook.used_codes()["barrier", "housing"]
    assert 'value="give barrier housing"' in card(bo)
    answer = change(ann, "/codebook/barrier/housing", "rename", new="dwelling", why="vakterm")
    assert answer.status_code == 200
    assert "dwelling" in book(study).dimension("barrier").code_ids
    assert store.codebook.used_codes()["barrier", "dwelling"] == before > 0
    refused = bo.judge(store, "talk", 1, "give barrier housing")
    assert refused.status_code == 409
    assert "housing" in refused.text
    assert 'value="give barrier housing"' not in card(bo)
    assert 'value="give barrier dwelling"' in card(bo)
    assert bo.judge(store, "talk", 1, "give barrier dwelling").status_code == 200
    told = ann.get("/codebook/history").text
    assert "vakterm" in told
    assert "barrier.housing" in told


def test_wording_colour_and_place_are_edited(study, ann):
    fields = {
        "label_nl": "wonen", "label_en": "dwelling", "definition_nl": "Een dak.\r\nOok tijdelijk.",
        "examples": "a\r\n\r\nb", "keywords": "huur", "colour": "3", "parent": "finances",
    }  # fmt: skip
    assert change(ann, "/codebook/barrier/housing", "edit", **fields).status_code == 200
    code = book(study).dimension("barrier").code("housing")
    assert (code.label.nl, code.label.en, code.colour, code.parent) == ("wonen", "dwelling", 3, "finances")
    assert (code.examples, code.keywords) == (("a", "b"), ("huur",))
    assert code.definition.nl == code.definition.en == "Een dak.\nOok tijdelijk."
    assert "level-1" in ann.get("/codebook").text
    assert "<ins>dwelling</ins>" in ann.get("/codebook/history").text


@pytest.mark.slow
def test_merge_retire_offer_again_add_order_and_an_earlier_version(study, store, ann):
    change(ann, "/codebook/barrier/mobility", "merge", into="housing")
    assert "mobility" not in book(study).dimension("barrier").code_ids
    change(ann, "/codebook/barrier/housing", "retire")
    assert 'value="give barrier housing"' not in card(ann)
    change(ann, "/codebook/barrier/housing", "offer")
    assert 'value="give barrier housing"' in card(ann)
    change(ann, "/codebook/barrier", "add", code_id="debts", label_nl="schulden", after="housing")
    change(ann, "/codebook/barrier/debts", "order", steps="-1")
    assert book(study).dimension("barrier").code_ids[:2] == ("debts", "housing")
    change(
        ann, "/codebook/new", "", dimension_id="tone", name_nl="Toon", values="one", code_id="bitter", label_nl="bitter"
    )
    assert book(study).dimension("tone").single
    change(ann, "/codebook/tone", "edit", name_nl="Klank", values="many")
    assert not book(study).dimension("tone").single
    page = ann.get("/codebook/history").text
    ann.post("/codebook/history", base=re.search(r'name="base" value="(\d+)"', page)[1], version="1")
    assert "mobility" in book(study).dimension("barrier").code_ids
    assert "tone" not in book(study).dimension_ids
    assert store.codebook.newest().restores == 1


def test_what_cannot_be_is_told_and_what_was_typed_stays(study, ann):
    before = file_of(study).read_bytes()
    refused = change(ann, "/codebook/barrier/housing", "rename", new="mobility", why="zomaar")
    assert refused.status_code == 409
    assert "mobility" in refused.text
    assert "zomaar" in refused.text
    assert change(ann, "/codebook/barrier", "add", code_id="Bad!", label_nl="x").status_code == 409
    assert file_of(study).read_bytes() == before
    assert ann.get("/codebook/barrier/nothing").status_code == 404


def test_of_two_who_change_it_at_once_the_second_is_told(study, ann, bo):
    bo.get("/codebook/barrier/housing")
    base = re.search(r'name="base" value="(\d+)"', bo.page.text)[1]
    change(ann, "/codebook/barrier/mobility", "retire")
    refused = bo.post("/codebook/barrier/housing/retire", base=base)
    assert refused.status_code == 409
    assert book(study).retired == {("barrier", "mobility")}


def test_an_open_desk_follows_a_verb_and_a_file_edited_by_hand(study, store, ann):
    verbs.retire(open_study(study.folder), "barrier", "health")
    assert 'value="give barrier health"' not in card(ann)
    text = file_of(study).read_text(encoding="utf-8")
    file_of(study).write_text(text.replace("huisvesting", "wonen", 1), encoding="utf-8")
    assert "wonen" in card(ann)
    assert store.codebook.newest().number == 3


@pytest.mark.parametrize("wrong", ["id: housing", "values: one"])
def test_an_open_desk_tells_of_a_file_that_cannot_be_and_goes_on(study, store, ann, wrong):
    ann.judge(store, "talk", 2, "give barrier housing")
    whole = file_of(study).read_text(encoding="utf-8")
    edited = whole.replace(wrong, {"id: housing": "id: dwelling", "values: one": "valeus: one"}[wrong], 1)
    file_of(study).write_text(edited, encoding="utf-8")
    page = card(ann)
    assert "codebook.yaml" in page
    assert ("drempel codebook rename barrier housing dwelling" in page) == (wrong == "id: housing")
    assert ann.judge(store, "talk", 1, "give barrier housing").status_code == 200
    assert ann.judge(store, "talk", 1, "give barrier dwelling").status_code == 409
    file_of(study).write_text(whole, encoding="utf-8")
    assert "codebook.yaml" not in card(ann)


def test_a_retired_code_that_holds_is_shown_and_can_be_taken_off(study, store, ann):
    ann.judge(store, "talk", 1, "give barrier health")
    change(ann, "/codebook/barrier/health", "retire")
    shown = card(ann)
    assert 'value="drop barrier health"' in shown
    assert "retired" in shown
    assert ann.judge(store, "talk", 1, "drop barrier health").status_code == 200
    assert "barrier health" not in card(ann)


def test_fragments_are_found_with_the_codes_below(study, store, ann):
    for verdict in ("none", "reopen", "give barrier health", "done"):
        assert ann.judge(store, "talk", 1, verdict).status_code == 200
    assert 'name="below"' not in ann.get("/find").text
    change(ann, "/codebook/barrier/health", "edit", label_nl="gezondheid", parent="finances")
    address = f"/interviews/talk?at={store.transcripts.fragments('talk')[0].id.rpartition(':')[2]}"
    alone, whole = (ann.get(f"/find?code=barrier.finances{below}").text for below in ("", "&below=1"))
    assert (address in alone, address in whole) == (False, True)
    assert "1 with sub-codes" in ann.get("/codebook").text


def test_a_file_that_a_hand_left_unreadable_is_not_written_over(study, ann):
    base = re.search(r'name="base" value="(\d+)"', ann.get("/codebook/barrier/housing").text)[1]
    broken = file_of(study).read_text(encoding="utf-8") + "\ndimensions: [\n"
    file_of(study).write_text(broken, encoding="utf-8")
    answer = ann.post("/codebook/barrier/housing/rename", base=base, new="dwelling", why="vakterm")
    assert file_of(study).read_text(encoding="utf-8") == broken
    assert answer.status_code != 500
    assert "YAML" in answer.text
