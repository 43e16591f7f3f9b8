"""Quotes are released by who finished the fragment, in words that may be shown, and taken back."""

import pytest

SHOWN = "De huur is niet te betalen in [gemeente]."


@pytest.fixture
def browser(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "give barrier housing")
    browser.judge(store, "plain", 1, "done")
    return browser


def fragment_of(store, number=1):
    return store.transcripts.fragments("plain")[number - 1].id


def test_a_quote_is_released_in_other_words_shown_and_taken_back(browser, store):
    page = browser.get(f"/quotes?fragment={fragment_of(store)}")
    assert store.transcripts.fragments("plain")[0].fragment.text in page.text
    browser.post("/quotes", fragment=fragment_of(store), code="barrier.housing", text=f"  {SHOWN}\n")
    assert [each.text for each in store.notes.quotes()] == [SHOWN]
    assert SHOWN in browser.page.text
    browser.post("/quotes", fragment=fragment_of(store), code="barrier.housing", text="")
    assert store.notes.quotes() == []


@pytest.mark.parametrize(("number", "code"), [(1, "barrier.health"), (2, "barrier.housing")])
def test_only_a_finished_fragment_is_quoted_for_a_code_that_it_has(browser, store, number, code):
    browser.get("/quotes")
    answer = browser.post("/quotes", fragment=fragment_of(store, number), code=code, text=SHOWN)
    assert answer.status_code >= 400
    assert store.notes.quotes() == []


def test_the_card_of_a_finished_fragment_leads_there(browser, store):
    anchor = fragment_of(store).rpartition(":")[2]
    assert "/quotes?fragment=" in browser.get(f"/interviews/plain?at={anchor}").text
