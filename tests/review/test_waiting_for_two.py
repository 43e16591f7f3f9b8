"""While two people code an interview blind, pages show nothing of the other: not even on a finished fragment."""

import pytest

from pipeline.decisions import Topic
from tests.review.invented_study import NOON, add, transcript_of

HEARD = "Zij vond dit een drempel."


@pytest.fixture
def fragment(store, visit):
    """The first of two fragments, which jan and mia both finished; neither finished the second."""
    add(store, transcript_of("double", (("I", "Ja?"), ("R", "De bus rijdt niet. En de huur."))))
    store.coders.set_double_coding("double", wanted=True, coder="eva", at=NOON)
    for coder, code in (("jan", "barrier mobility"), ("mia", "barrier housing")):
        browser = visit(coder)
        browser.get("/interviews/double")
        browser.judge(store, "double", 1, f"give {code}")
        browser.judge(store, "double", 1, "done")
    return store.transcripts.fragments("double")[0].id


def test_history_adjudication_and_differences_of_a_finished_fragment_show_only_ones_own(visit, fragment):
    browser = visit("jan")
    history = browser.get(f"/fragments/{fragment}/history").text
    assert "jan</td>" in history
    assert "mia</td>" not in history
    asked = "coders=jan,+mia&dimension=barrier"
    assert browser.get(f"/adjudicate/{fragment}?{asked}").status_code != 200
    assert "De bus rijdt niet." not in browser.get(f"/compare/differences?{asked}").text


def test_memos_of_another_on_the_interview_are_not_shown(visit, store, fragment):
    store.notes.write_memo(HEARD, Topic(interview="double"), coder="mia", at=NOON)
    assert HEARD not in visit("jan").get("/memos").text
    assert HEARD in visit("mia").get("/memos").text
    store.coders.set_double_coding("double", wanted=False, coder="eva", at=NOON)
    assert HEARD in visit("jan").get("/memos").text


def test_the_ledger_knows_who_asked_for_two_coders_at_the_desk(visit, store):
    add(store, transcript_of("other", (("I", "Ja?"), ("R", "De bus rijdt niet."))))
    browser = visit("jan")
    browser.get("/manage/twice")
    browser.post("/manage/twice", interview="other", wanted="true")
    assert [(each.interview, each.wanted, each.coder) for each in store.coders.double_coding_changes()] == [
        ("other", True, "jan")
    ]
