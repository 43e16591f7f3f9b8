"""In a real browser: nothing that was typed is lost, nothing on screen misleads, and two studies keep apart."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRAFT = "return document.querySelector('[data-memo]').value"


def write(person, words):
    person.press("m")
    person.until(lambda: person.driver.switch_to.active_element.tag_name == "textarea")
    person.driver.switch_to.active_element.send_keys(words)


def typed(person):
    return person.driver.execute_script(DRAFT)


def test_a_memo_being_typed_survives_another_fragment_escape_and_a_closed_tab(person, store):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    write(person, "Nog uit te werken")
    person.press(Keys.ESCAPE, "j")
    person.until(lambda: person.at() == 2)
    assert typed(person) == "", "it belongs to the fragment it was written at"
    person.press("k")
    person.until(lambda: person.at() == 1)
    assert typed(person) == "Nog uit te werken"
    first = person.driver.current_window_handle
    person.driver.switch_to.new_window("tab")
    second = person.driver.current_window_handle
    person.driver.switch_to.window(first)
    person.driver.close()
    person.driver.switch_to.window(second)
    person.visit("/interviews/plain")
    assert typed(person) == "Nog uit te werken"
    assert person.read("#card [data-draft-note]")[0].startswith("Not saved yet")
    write(person, Keys.CONTROL + Keys.ENTER)
    person.until(lambda: person.read("#card .memo-text") == ["Nog uit te werken"])
    assert typed(person) == ""
    assert [memo.text for memo in store.notes.memos("plain")] == ["Nog uit te werken"]


def test_a_draft_is_thrown_away_on_purpose(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    write(person, "Toch niet")
    person.driver.find_element(By.CSS_SELECTOR, "#card [data-throw-away]").click()
    person.visit("/interviews/plain")
    assert typed(person) == ""


def test_a_draft_of_one_coder_is_not_shown_to_another(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    write(person, "Van Jan")
    person.sign_in("mia")
    person.visit("/interviews/plain")
    assert typed(person) == ""
    person.sign_in("jan")
    person.visit("/interviews/plain")
    assert typed(person) == "Van Jan"


def test_not_saved_goes_when_the_next_thing_is_saved(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.driver.execute_script("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('gone'))")
    person.press("1")
    person.until(lambda: "Not saved" in "".join(person.read("#said")))
    person.driver.execute_script("window.fetch = window.real")
    person.press("1")
    person.until(lambda: person.read(".fragment[aria-current] .mark"))
    assert person.read("#said") == [""]
    person.driver.get_log("browser")


def test_question_mark_then_enter_closes_the_help_and_keys_still_work(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.press("?")
    person.until(lambda: person.all("#help[open]"))
    person.press(Keys.ENTER)
    person.until(lambda: not person.all("#help[open]"))
    person.press("j")
    person.until(lambda: person.at() == 2)


def test_when_keys_are_switched_off_no_hint_of_a_key_is_left(person):
    person.sign_in("jan")
    person.visit("/interviews/talk")
    shown = "return [...document.querySelectorAll('.desk kbd')].filter(e => e.offsetParent).map(e => e.innerText)"
    assert len(person.driver.execute_script(shown)) > 5
    person.press("?")
    person.until(lambda: person.all("#help[open]"))
    person.driver.find_element(By.CSS_SELECTOR, '#help [name="keys"]').click()
    person.until(lambda: person.all('.desk[data-keys="off"]'))
    assert person.driver.execute_script(shown) == ["?"]


def test_one_key_accepts_everything_suggested_and_goes_on(person, store):
    person.sign_in("jan")
    person.visit("/interviews/talk")
    person.shift("a")
    person.until(lambda: person.at() == 2)
    assert {each.code for each in store.ledger.verdicts("talk", "jan")[0].codes} == {"structural", "housing"}


def test_a_released_quote_is_seen_and_copied(person, store):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.press("3", Keys.ENTER)
    person.until(lambda: person.at() == 2)
    fragment = store.transcripts.fragments("plain")[0].id
    person.visit(f"/quotes?fragment={fragment}")
    person.driver.find_element(By.CSS_SELECTOR, ".memo-form .primary").click()
    person.until(lambda: person.read(".found .quote") == ["De huur is niet te betalen."])
    person.driver.find_element(By.CSS_SELECTOR, "[data-copy]").click()
    person.until(lambda: person.read("[data-copy]") == ["Copied"])


def test_similar_suggestions_are_accepted_only_where_somebody_ticked(person, store):
    person.sign_in("jan")
    person.visit("/interviews/talk")
    person.press("l")
    person.until(lambda: person.all(".alike"))
    assert person.all(".alike input:checked") == []
    person.driver.find_element(By.CSS_SELECTOR, "[data-tick-all]").click()
    assert len(person.all(".alike input:checked")) == len(person.all(".alike input[type=checkbox]"))


def test_the_column_of_speakers_holds_the_word_interviewer(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    person.driver.execute_script("document.querySelector('.speaker').textContent = 'Interviewer'")
    height = "return document.querySelector('.speaker').getBoundingClientRect().height"
    one_line = person.driver.execute_script(height)
    person.driver.execute_script("document.querySelector('.speaker').textContent = 'I'")
    assert person.driver.execute_script(height) == one_line
