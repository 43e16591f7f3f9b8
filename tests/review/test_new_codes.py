"""A code that is made while coding: a version of the codebook, on the card at once, for everybody."""

import pytest

from pipeline.settings import open_study
from pipeline.steps import codebook


@pytest.fixture
def browser(visit):
    browser = visit("jan")
    browser.get("/interviews/plain")
    return browser


def place(store):
    fragment = store.transcripts.fragments("plain")[0].fragment
    return f"/interviews/plain/fragments/{fragment.start}-{fragment.end}/codes"


def make(browser, store, label, *, dimension="barrier", parent=""):
    return browser.post(place(store), dimension=dimension, label=label, parent=parent, swap=True)


def codes(study):
    return {each.id: each for each in open_study(study.folder).codebook.dimension("barrier").codes}


def test_it_stands_in_the_file_and_the_history_and_on_the_card(browser, store, study):
    answer = make(browser, store, "  wachtlijst  bij de bank ")
    assert 'name="code" value="barrier.wachtlijst_bij_de_bank"' in answer.text
    assert 'value="give barrier wachtlijst_bij_de_bank"' in answer.text
    assert codes(study)["wachtlijst_bij_de_bank"].label.nl == "wachtlijst bij de bank"
    newest = store.codebook.all()[-1]
    assert newest.coder == "jan"
    assert "wachtlijst_bij_de_bank" in newest.codebook.dimension("barrier").code_ids


def test_it_can_be_given_at_once_by_another_coder_too(browser, store, visit):
    make(browser, store, "wachtlijst")
    other = visit("mia")
    other.get("/interviews/plain")
    other.judge(store, "plain", 1, "give barrier wachtlijst")
    assert [each.code for each in store.ledger.verdicts("plain", "mia")[0].codes] == ["wachtlijst"]


def test_it_may_stand_below_another(browser, store, study):
    make(browser, store, "sociale huur", parent="housing")
    assert codes(study)["sociale_huur"].parent == "housing"


def test_a_label_that_is_there_is_used_and_makes_no_version(browser, store, study):
    make(browser, store, "wachtlijst")
    versions = len(store.codebook.all())
    answer = make(browser, store, "Wachtlijst")
    assert 'name="code" value="barrier.wachtlijst"' in answer.text
    assert len(store.codebook.all()) == versions


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"label": " "}, "Type the label"),
        ({"label": "x" * 81}, "at most 80 characters"),
        ({"label": "x", "dimension": "weather"}, "is not in the codebook"),
        ({"label": "x", "parent": "nothing"}, "nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(browser, store, study, asked, why):
    before = codes(study)
    answer = make(browser, store, **{"label": "", **asked})
    assert why in answer.text
    assert answer.status_code == 409
    assert codes(study) == before


def test_a_retired_code_is_not_brought_back_unasked(browser, store, study):
    make(browser, store, "wachtlijst")
    codebook.retire(open_study(study.folder), "barrier", "wachtlijst")
    assert "is retired" in make(browser, store, "wachtlijst").text


def test_it_is_not_written_over_an_edit_that_cannot_be_read(browser, store, study):
    path = study.folder / "codebook.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n  - : :", encoding="utf-8")
    edited = path.read_bytes()
    assert make(browser, store, "wachtlijst").status_code == 409
    assert path.read_bytes() == edited


def test_a_fragment_that_is_not_there_makes_no_code(browser, study):
    before = codes(study)
    assert browser.post("/interviews/plain/fragments/1-2/codes", dimension="barrier", label="x").status_code == 404
    assert codes(study) == before
