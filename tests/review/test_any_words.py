"""The route that codes selected words: what it answers, what it refuses, and what it never shows."""

import pytest

RENT = "De huur is niet te betalen."


@pytest.fixture
def browser(visit):
    browser = visit("jan")
    browser.get("/interviews/plain")
    return browser


def anchor(store, number, interview="plain"):
    fragment = store.transcripts.fragments(interview)[number - 1].fragment
    return f"{fragment.start}-{fragment.end}"


def code(browser, words, given="barrier.housing", interview="plain", swap=True):
    return browser.post(f"/interviews/{interview}/passages", words=words, code=given, swap=swap)


def texts(store, interview="plain"):
    return [each.fragment.text.strip() for each in store.transcripts.fragments(interview)]


def held(store, interview="plain"):
    words = {each.id: each.fragment.text.strip() for each in store.transcripts.fragments(interview)}
    verdicts = store.ledger.verdicts(interview, "jan")
    return {
        words[each.fragment_id]: [(code.code, code.origin) for code in each.codes] for each in verdicts if each.codes
    }


def test_words_are_cut_out_and_coded_and_the_turn_comes_back(browser, store):
    answer = code(browser, [f"{anchor(store, 1)}:1-2"])
    assert answer.status_code == 200
    assert texts(store)[:3] == ["De", "huur is", "niet te betalen."]
    assert held(store) == {"huur is": [("housing", "manual")]}
    assert '<div id="t-1" class="turn' in answer.text
    assert f'name="words" value="{anchor(store, 2)}"' in answer.text
    assert 'id="t-3"' not in answer.text


def test_all_words_of_a_fragment_are_the_fragment_itself(browser, store):
    before = texts(store)
    code(browser, [f"{anchor(store, 1)}:0-5", anchor(store, 2)])
    assert texts(store) == before
    assert set(held(store)) == {RENT, "En de bus rijdt niet."}


def test_a_suggestion_of_a_whole_fragment_is_accepted(visit, store):
    browser = visit("jan")
    browser.get("/interviews/talk")
    code(browser, [anchor(store, 1, "talk")], interview="talk")
    assert held(store, "talk") == {RENT: [("housing", "accepted")]}


@pytest.mark.parametrize("words", [[], ["x"], ["1-2"], ["{}:5-1"], ["{}:0-99"], ["{}:-1-2"]])
def test_words_that_nobody_can_select_change_nothing(browser, store, words):
    before = texts(store)
    answer = code(browser, [each.format(anchor(store, 1)) for each in words])
    assert answer.status_code in (404, 409)
    assert texts(store) == before


def test_a_code_that_is_not_in_the_codebook_is_not_found(browser, store):
    assert code(browser, [anchor(store, 1)], given="barrier.weather").status_code == 404
    assert held(store) == {}


def test_words_of_a_fragment_that_was_cut_meanwhile_are_refused_with_why(browser, store):
    words = [f"{anchor(store, 1)}:1-2"]
    code(browser, words)
    answer = code(browser, words)
    assert answer.status_code == 409
    assert "re-cut" in answer.text


def test_a_blind_passage_shows_no_suggestion(visit, store):
    browser = visit("jan")
    browser.get("/interviews/secret")
    answer = code(browser, [f"{anchor(store, 1, 'secret')}:1-2"], interview="secret")
    assert "Blind: code this fragment yourself" in answer.text
    assert 'class="offer' not in answer.text
    said = [row for row in store.exports.rows("decisions") if row["action"] == "added"]
    assert [row["blind"] for row in said] == [True]


def test_an_interview_that_waits_for_two_is_not_cut(visit, store, clock):
    store.coders.set_double_coding("plain", wanted=True, coder="jan", at=clock())
    browser = visit("jan")
    browser.get("/interviews/plain")
    answer = code(browser, [f"{anchor(store, 1)}:1-2"])
    assert answer.status_code == 409
    assert "two coders" in answer.text
    assert texts(store)[0] == RENT


def test_without_the_script_the_page_of_the_passage_follows(browser, store):
    answer = code(browser, [f"{anchor(store, 1)}:1-2"], swap=False)
    assert answer.status_code == 200
    assert "<h2>Fragment 2 " in answer.text
