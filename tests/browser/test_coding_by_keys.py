"""A person codes by keys alone, in a real browser; the store has every verdict."""

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def held(store, interview, number, coder="jan"):
    verdict = store.ledger.verdicts(interview, coder)[number - 1]
    return {(each.dimension, each.code): each.origin for each in verdict.codes}, verdict.reviewed


def test_an_interview_with_suggestions_is_coded_by_keys(person, store):
    person.sign_in("jan")
    person.visit("/interviews/talk")
    person.press("a", "r", Keys.ENTER)  # structural holds, housing does not
    person.until(lambda: person.at() == 2)
    person.shift("1")  # mobility was suggested: it is housing instead
    person.press(Keys.ENTER)
    person.until(lambda: person.at() == 3)
    person.press("x")
    person.until(lambda: person.at() == 4)
    person.press("2", Keys.ARROW_RIGHT, "a", Keys.ENTER)  # environmental instead of structural; childcare
    person.until(lambda: person.at() == 5)
    person.press(Keys.ENTER)
    person.until(lambda: person.read(".finished"))

    assert held(store, "talk", 1) == ({("activation", "structural"): "accepted"}, True)
    assert held(store, "talk", 2) == ({("barrier", "housing"): "changed"}, True)
    assert held(store, "talk", 3) == ({}, True)
    assert held(store, "talk", 4) == (
        {("activation", "environmental"): "changed", ("barrier", "childcare"): "accepted"},
        True,
    )
    assert held(store, "talk", 5) == ({}, True)


def test_an_interview_without_suggestions_is_coded_by_keys(person, store):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.press("3", "d", "1", Keys.ENTER)
    person.until(lambda: person.at() == 2)
    person.press("/")
    person.until(lambda: person.all("#finder[open]"))
    person.press("mobi", Keys.ENTER)
    person.until(lambda: held(store, "plain", 2)[0])
    person.press(Keys.ENTER)
    person.until(lambda: not person.all("#finder[open]"))
    person.press(Keys.ENTER)
    person.until(lambda: person.at() == 3)
    person.press("x", "x", Keys.ENTER)
    person.until(lambda: person.read(".finished"))

    assert held(store, "plain", 1) == (
        {("activation", "structural"): "manual", ("barrier", "housing"): "manual"},
        True,
    )
    assert held(store, "plain", 2) == ({("barrier", "mobility"): "manual"}, True)
    assert all(verdict.reviewed for verdict in store.ledger.verdicts("plain", "jan"))


def test_a_code_is_found_as_people_see_it_the_best_match_first(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.press("/")
    person.until(lambda: person.all("#finder[open]"))
    everything = person.read("#found-codes li:not(.new-code) span:not(.shape)")
    found = {}
    for typed in ("b", "st", "huisv", "xyz"):
        person.all("#find-code")[0].send_keys(Keys.CONTROL, "a", Keys.NULL, typed)
        found[typed] = person.read("#found-codes li:not(.new-code) span:not(.shape)")
    person.press(Keys.ESCAPE)
    assert 0 < len(found["b"]) < len(everything), "what a dimension is called by the machine is not looked in"
    assert found["st"][0].startswith("st")
    assert found["huisv"][0] == "housing", "by its label in the other language"
    assert found["xyz"] == []


def test_a_blind_fragment_shows_what_the_model_thought_only_afterwards(person):
    person.sign_in("jan")
    person.visit("/interviews/secret")
    assert person.read(".mark, .offer") == []
    person.press("1", Keys.ENTER)
    person.until(lambda: person.read(".revealed"))
    assert "0.93" in person.read(".revealed")[0]
    person.press(Keys.ENTER)
    person.until(lambda: person.at() == 2)
    assert person.read(".revealed, .offer") == []


def test_keys_move_without_reloading_the_page(person):
    person.sign_in("jan")
    person.visit("/interviews/talk")
    person.driver.execute_script("window.stayed = true")
    person.press("j", "j", Keys.ARROW_DOWN)
    person.until(lambda: person.at() == 4)
    person.press("k")
    person.until(lambda: person.at() == 3)
    person.press("?")
    person.until(lambda: person.all("#help[open]"))
    person.press(Keys.ESCAPE)
    assert person.driver.execute_script("return window.stayed")


def test_done_with_open_suggestions_says_why_not(person, store):
    person.sign_in("jan")
    person.visit("/interviews/talk")
    person.press(Keys.ENTER)
    person.until(lambda: person.read(".card .problem"))
    assert not held(store, "talk", 1)[1]


def test_a_click_opens_the_card_and_a_button_keeps_the_focus(person, store):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.all(".fragment .text")[2].click()
    person.until(lambda: person.at() == 3)
    person.all('button[value="give barrier housing"]')[0].click()
    person.until(lambda: person.read(".fragment[aria-current] .mark"))
    assert person.driver.switch_to.active_element.get_attribute("value") == "drop barrier housing"
    assert held(store, "plain", 3)[0] == {("barrier", "housing"): "manual"}


def test_a_desk_that_is_gone_is_said_to_be_gone(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.driver.execute_script("window.fetch = () => Promise.reject(new TypeError('gone'))")
    person.press("1")
    person.until(lambda: "Not saved" in "".join(person.read("#said")))
    person.driver.get_log("browser")


def test_undo_and_redo_by_keys(person, store):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.press("1", Keys.ENTER)
    person.until(lambda: person.at() == 2)
    person.press("2", "z")
    person.until(lambda: person.at() == 2 and not person.read(".fragment[aria-current] .mark"))
    person.press("z")
    person.until(lambda: person.at() == 1)
    assert len(person.all(".fragment[aria-current]")) == 1
    person.shift("z")
    person.until(lambda: person.all(".fragment.done[aria-current]"))
    assert held(store, "plain", 1) == ({("activation", "individual"): "manual"}, True)
    assert held(store, "plain", 2) == ({}, False)


def test_what_a_key_did_is_told_to_who_does_not_see_it(person):
    person.sign_in("jan")
    person.visit("/interviews/talk")
    person.press("a")
    person.until(lambda: heard(person) == "1 open, structural, housing, suggested")
    person.press("r", Keys.ENTER)
    person.until(lambda: heard(person).startswith("1 done, structural. 2 open, mobility, suggested, "))
    assert heard(person).endswith("En de bus rijdt niet.")
    person.press("z")
    person.until(lambda: "1 open, structural" in heard(person))


def heard(person):
    return " ".join(person.driver.execute_script("return document.querySelector('#heard').textContent").split())
