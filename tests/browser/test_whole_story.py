"""The whole story by keys in a real browser: from signing in with a key to the published Parquet."""

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.keys import Keys

from pipeline import results
from pipeline.review.access_keys import give_key
from tests.review.invented_study import NOON, add, suggest, transcript_of

pytestmark = pytest.mark.browser

BUS, RENT = "Daar rijdt geen bus.", "Een huis huren lukt niet."
MOBILITY = {("barrier", "mobility"): 0.8}


@pytest.fixture
def keys(study, store):
    """Three coders with keys; two more interviews with a bus that does not come, one blind; one to be coded twice."""
    for name, share in (("bus", 0.0), ("unseen", 1.0)):
        add(store, transcript_of(name, (("I", "Ja?"), ("R", BUS))), blind_share=share)
        suggest(store, study.codebook, name, {BUS: MOBILITY})
    add(store, transcript_of("double", (("I", "Ja?"), ("R", f"{BUS} {RENT}"))))
    store.coders.set_double_coding("double", wanted=True, coder="eva", at=NOON)
    return {name: give_key(store, name, since=NOON) for name in ("jan", "mia", "eva")}


def held(store, interview, number, coder):
    verdict = store.ledger.verdicts(interview, coder)[number - 1]
    return {each.code: each.origin for each in verdict.codes}, verdict.reviewed


def wait_at(person, number):
    person.until(lambda: person.at() == number)


def code_a_blind_fragment(person, store):
    person.visit("/interviews/secret")
    assert person.read(".offer") == []
    person.press("3", Keys.ENTER)
    person.until(lambda: person.read(".revealed"))
    assert held(store, "secret", 1, "jan") == ({"structural": "manual"}, True)


def accept_change_and_add(person, store):
    person.visit("/interviews/talk")
    person.press("a")  # structural
    person.until(lambda: len(person.read(".offer")) == 1)
    person.shift("7")  # finances instead of housing
    person.until(lambda: person.read(".offer") == [])
    person.press("/")
    person.until(lambda: person.all("#finder[open]"))
    person.press("health", Keys.ENTER)
    person.until(lambda: "health" in held(store, "talk", 1, "jan")[0])
    person.until(lambda: person.read("#finder [data-done]"))
    person.press(Keys.ENTER)  # no more codes
    person.until(lambda: not person.all("#finder[open]"))
    person.press(Keys.ENTER)
    wait_at(person, 2)
    assert held(store, "talk", 1, "jan") == (
        {"structural": "accepted", "finances": "changed", "health": "manual"},
        True,
    )


def split_and_undo(person, store):
    before = [each.id for each in store.transcripts.fragments("talk")]
    person.press("b")
    person.until(lambda: person.read(".bench"))
    person.press(Keys.HOME, Keys.ARROW_RIGHT, Keys.ENTER)  # the third word begins the second half
    person.until(lambda: len(person.read(".fragment")) == len(before) + 1)
    assert [each.fragment.text.strip() for each in store.transcripts.fragments("talk")][1:3] == [
        "En de",
        "bus rijdt niet.",
    ]
    person.press("z")
    person.until(lambda: len(person.read(".fragment")) == len(before))
    wait_at(person, 2)
    assert [each.id for each in store.transcripts.fragments("talk")] == before


def accept_in_one_go(person, store):
    person.press("l")
    person.until(lambda: person.read(".alike li"))
    assert len(person.read(".alike li")) == 2, "here and in `bus`; not where it is blind"
    person.all("[data-tick-all]")[0].click()
    enter(person, ".alike .primary")
    person.until(lambda: "Accepted on 2 fragments." in "".join(person.read(".notice")))
    assert held(store, "talk", 2, "jan")[0] == held(store, "bus", 1, "jan")[0] == {"mobility": "accepted"}
    assert held(store, "unseen", 1, "jan") == ({}, False)


def write_a_memo(person, store):
    person.visit("/interviews/talk")
    person.press("m", "Vraag dit na.")
    person.until(lambda: person.driver.switch_to.active_element.get_attribute("value") == "Vraag dit na.")
    person.press(Keys.TAB, Keys.ENTER)
    person.until(lambda: "Vraag dit na." in person.read(".memo-text"))
    assert [each.text for each in store.notes.memos()] == ["Vraag dit na."]


def code_twice(person, first, second):
    person.visit("/interviews/double")
    for number, digit in ((1, first), (2, second)):
        wait_at(person, number)
        person.press("d", digit)
        person.until(lambda: person.read(".fragment[aria-current] .mark"))
        person.press(Keys.ENTER)
    person.until(lambda: person.read(".finished"))


def enter(person, query):
    """Press Enter on a link once it is there: a page whose figures are still being made draws itself anew."""

    def pressed():
        try:
            found = person.all(query)
            if found:
                found[0].send_keys(Keys.ENTER)
            return bool(found)
        except StaleElementReferenceException:
            return False

    person.until(pressed)


def adjudicate(person, store):
    person.visit("/compare")
    enter(person, 'a[href*="dimension=barrier"]')
    enter(person, 'a.primary[href^="/adjudicate"]')
    person.until(lambda: person.read(".side"))
    assert person.read(".side h2") == ["jan", "mia"]
    person.press("2")
    person.until(lambda: "decided" in "".join(person.read(".where")))
    assert (held(store, "double", 2, "jan")[0], held(store, "double", 2, "mia")[0]) == (
        {"housing": "manual"},
        {"finances": "manual"},
    )


def publish(person, study):
    person.visit("/manage")
    person.all('button[value="publish"]')[0].send_keys(Keys.ENTER)
    person.until(lambda: person.read(".runs li") and not person.read(".runs progress"))
    assert "✓" in person.read(".runs li")[0]
    codes = results.read(study.folder, "codes")
    assert set(codes.loc[codes["interview"].eq("double") & codes["final"], "code"]) == {"mobility", "finances"}
    rows = codes[codes["coder"].eq("jan") & ~codes["interview"].eq("double")]
    told = set(zip(rows["interview"], rows["code"], rows["origin"], rows["blind"], strict=True))
    assert told == {
        ("secret", "structural", "manual", True),
        ("talk", "structural", "accepted", False),
        ("talk", "finances", "changed", False),
        ("talk", "health", "manual", False),
    }, "what was accepted in one go is on fragments that nobody finished yet"


def test_the_whole_story(person, study, store, keys):
    person.sign_in("jan", keys["jan"])
    code_a_blind_fragment(person, store)
    accept_change_and_add(person, store)
    split_and_undo(person, store)
    accept_in_one_go(person, store)
    write_a_memo(person, store)
    code_twice(person, "2", "1")
    person.sign_in("mia", keys["mia"])
    code_twice(person, "2", "7")
    person.sign_in("eva", keys["eva"])
    adjudicate(person, store)
    publish(person, study)
