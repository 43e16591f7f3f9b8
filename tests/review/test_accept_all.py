"""One verdict accepts everything that is suggested and finishes the fragment; never where nothing is on screen."""

import pytest


@pytest.fixture
def jan(visit):
    browser = visit("jan")
    browser.get("/interviews/talk")
    return browser


def held(store, number, interview="talk"):
    verdict = store.ledger.verdicts(interview, "jan")[number - 1]
    return {(each.code, each.origin) for each in verdict.codes}, verdict.reviewed


def test_everything_suggested_is_accepted_and_the_next_fragment_shown(jan, store):
    answer = jan.judge(store, "talk", 1, "accept-all", swap=True)
    assert held(store, 1) == ({("structural", "accepted"), ("housing", "accepted")}, True)
    assert 'aria-label="Fragment 2"' in answer.text


def test_a_rejected_suggestion_stays_rejected(jan, store):
    jan.judge(store, "talk", 1, "drop barrier housing")
    jan.judge(store, "talk", 1, "accept-all")
    assert held(store, 1) == ({("structural", "accepted")}, True)


def test_it_is_one_act_and_undone_as_one(jan, store):
    jan.judge(store, "talk", 1, "accept-all")
    jan.post("/undo", interview="talk")
    assert held(store, 1) == (set(), False)


def test_where_nothing_is_suggested_nothing_is_finished(jan, store):
    answer = jan.judge(store, "talk", 3, "accept-all")
    assert answer.status_code == 409
    assert "Nothing is suggested here that could be accepted." in answer.text
    assert held(store, 3) == (set(), False)


def test_a_blind_fragment_is_never_accepted_unseen(jan, store):
    page = jan.get("/interviews/secret").text
    assert 'value="accept-all"' not in page
    assert jan.judge(store, "secret", 1, "accept-all").status_code == 409
    assert held(store, 1, "secret") == (set(), False)


def test_a_digit_means_the_same_dimension_on_every_fragment(jan, store):
    for fragment in store.transcripts.fragments("talk"):
        at = f"{fragment.fragment.start}-{fragment.fragment.end}"
        card = jan.get(f"/interviews/talk/fragments/{at}", headers={"X-Desk": "1"}).text
        assert 'data-dimension="activation" data-current' in card
        assert card.count("data-current") == 1


def test_the_first_button_leads_to_where_suggestions_wait(visit, store):
    page = visit("mia").get("/").text
    assert 'class="button primary" href="/interviews/talk"' in page, "hostile and plain come before it, without any"


def test_a_fragment_with_a_memo_shows_it_in_the_text(jan, store):
    fragment = store.transcripts.fragments("talk")[1].id
    assert 'class="noted"' not in jan.get("/interviews/talk").text
    jan.post("/memos", topic=f"fragment {fragment}", text="Opvallend.")
    assert jan.get("/interviews/talk").text.count('class="noted"') == 1
