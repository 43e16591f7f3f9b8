"""Accepting these N like this one: shown first, one act, undone as one, and never on what is blind or changed."""

import pytest

from pipeline.review.pages.coding.similar import MOST
from tests.review.invented_study import add, suggest, transcript_of

BUS = ("barrier", "mobility")
RENT = "Iemand zei dat de bus {} te laat komt."


@pytest.fixture
def five(store, study):
    """Five more interviews with the same suggestion, from 0.9 down to 0.5; the last one is blind."""
    for number, chance in enumerate((0.9, 0.8, 0.7, 0.5, 0.95)):
        words = RENT.format(number)
        add(store, transcript_of(f"bus{number}", (("I", "Ja?"), ("R", words))), blind_share=float(number == 4))
        suggest(store, study.codebook, f"bus{number}", {words: {BUS: chance}})
    return [store.transcripts.fragments(f"bus{number}")[0].id for number in range(5)]


@pytest.fixture
def browser(visit):
    return visit("jan")


def look(browser, fragment, code="barrier.mobility"):
    return browser.get(f"/alike/{fragment}?code={code}")


def accept(browser, fragment, chosen):
    look(browser, fragment)
    return browser.post(f"/alike/{fragment}", code="barrier.mobility", fragments=chosen)


def holders(store):
    return {row["fragment"] for row in store.exports.rows("codes") if row["code"] == "mobility"} | {
        verdict.fragment_id
        for each in store.transcripts.interviews()
        for verdict in store.ledger.verdicts(each.id)
        if any(held.code == "mobility" for held in verdict.codes)
    }


def test_the_others_are_shown_with_their_words_at_least_nearly_as_probable(browser, five):
    page = look(browser, five[1]).text
    shown = [number for number in range(5) if RENT.format(number) in page]
    assert shown == [0, 1]
    assert page.count('type="checkbox"') == 2
    assert page.count("checked") == 0, "nothing is accepted that nobody ticked"
    assert "2</button>" in page


def test_a_blind_fragment_is_never_among_them_nor_accepted_when_it_is_sent(browser, store, five):
    assert RENT.format(4) not in look(browser, five[3]).text
    answer = accept(browser, five[0], [five[0], five[4]])
    assert "Accepted on 1 fragment." in answer.text
    assert "1 was left out" in answer.text
    assert holders(store) == {five[0]}


def test_it_is_one_act_that_is_undone_as_one(browser, store, five):
    accept(browser, five[2], five[:3])
    assert holders(store) == set(five[:3])
    rows = list(store.exports.rows("decisions"))
    assert [(row["action"], row["probability"], row["model"], row["blind"]) for row in rows] == [
        ("accepted", chance, "telltale", False) for chance in (0.9, 0.8, 0.7)
    ]
    assert len({each.act for fragment in five[:3] for each in store.ledger.history(fragment)}) == 1
    browser.post("/undo")
    assert holders(store) == set()


def test_what_was_unticked_stays_open(browser, store, five):
    accept(browser, five[2], [five[0], five[2]])
    assert holders(store) == {five[0], five[2]}
    assert store.ledger.verdicts("bus1", "jan")[0].open == (BUS,)


def test_what_changed_meanwhile_is_left_out_and_told(browser, visit, store, clock, five):
    look(browser, five[2])
    other = visit("jan")
    other.get("/interviews/bus0")
    other.judge(store, "bus0", 1, "drop barrier mobility")
    whole = store.transcripts.fragments("bus1")[0].fragment
    store.boundaries.split(five[1], whole.start + whole.text.index("bus"), coder="mia", decided_at=clock())
    answer = browser.post(f"/alike/{five[2]}", code="barrier.mobility", fragments=five[:3])
    assert "Accepted on 1 fragment." in answer.text
    assert "2 were left out: they changed meanwhile." in answer.text
    assert holders(store) == {five[2]}


def test_twice_sent_is_once_said(browser, store, five):
    accept(browser, five[0], five[:1])
    answer = browser.post(f"/alike/{five[0]}", code="barrier.mobility", fragments=five[:1])
    assert answer.status_code == 200
    assert len(list(store.exports.rows("decisions"))) == 1


def test_where_there_is_room_for_one_code_a_fragment_that_has_one_is_left_out(browser, store):
    browser.get("/interviews/talk")
    first, _, _, fourth, _ = (each.id for each in store.transcripts.fragments("talk"))
    assert look(browser, fourth, "activation.structural").text.count('type="checkbox"') == 2
    browser.judge(store, "talk", 1, "give activation individual")
    assert look(browser, fourth, "activation.structural").text.count('type="checkbox"') == 1
    assert "does not wait for your answer" in look(browser, first, "activation.structural").text


def test_no_more_are_shown_than_people_read(browser, store, study):
    words = RENT.format("weer")
    add(store, transcript_of("long", (("I", "Ja?"), ("R", f"{words} " * (MOST + 5)))))
    suggest(store, study.codebook, "long", {words: {BUS: 0.9}})
    assert look(browser, store.transcripts.fragments("long")[-1].id).text.count('type="checkbox"') == MOST


def test_an_unknown_code_is_not_there(browser, five):
    assert look(browser, five[0], "barrier.weather").status_code == 404


def test_without_a_tick_nothing_is_accepted_and_the_list_is_shown_again(browser, store, five):
    answer = accept(browser, five[0], [])
    assert answer.status_code == 409
    assert "Nothing was ticked, so nothing was accepted." in answer.text
    assert RENT.format(0) in answer.text
    assert holders(store) == set()
