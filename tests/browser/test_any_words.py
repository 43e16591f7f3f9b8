"""Any words are coded in a real browser: by dragging, by Shift and arrows, several codes in one go, and undone."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from pipeline import results
from pipeline.settings import open_study
from pipeline.steps import api as steps

pytestmark = pytest.mark.slow

RENT = "De huur is niet te betalen."
PLACE = """
const [number, word] = arguments;
const text = document.querySelectorAll('.fragment .text')[number - 1].firstChild;
const range = document.createRange();
const at = text.data.indexOf(word);
range.setStart(text, at);
range.setEnd(text, at + word.length);
const box = range.getBoundingClientRect();
return [box.left + 1, box.right - 1, box.top + box.height / 2];
"""


@pytest.fixture
def coder(person):
    person.sign_in("jan")
    person.visit("/interviews/plain")
    return person


def drag(person, first, last):
    """From the beginning of a word to the end of another; each is the number of a fragment and a word in it."""
    (left, _, top), (_, right, bottom) = (person.driver.execute_script(PLACE, *each) for each in (first, last))
    mouse = ActionChains(person.driver)
    mouse.w3c_actions.pointer_action.move_to_location(int(left), int(top))
    mouse.w3c_actions.pointer_action.pointer_down()
    mouse.w3c_actions.pointer_action.move_to_location(int((left + right) / 2), int((top + bottom) / 2))
    mouse.w3c_actions.pointer_action.move_to_location(int(right), int(bottom))
    mouse.w3c_actions.pointer_action.pointer_up()
    mouse.perform()
    person.until(lambda: person.all("#finder[open]"))


def escape(person):
    """Close the finder; a key that is pressed before it is closed goes to its field."""
    person.press(Keys.ESCAPE)
    person.until(lambda: not person.all("#finder[open]"))


def coded(store, interview="plain"):
    verdicts = {each.fragment_id: each for each in store.ledger.verdicts(interview, "jan")}
    return {
        stored.fragment.text.strip(): sorted(code.code for code in verdicts[stored.id].codes)
        for stored in store.transcripts.fragments(interview)
        if stored.id in verdicts and verdicts[stored.id].codes
    }


def texts(store):
    return [each.fragment.text.strip() for each in store.transcripts.fragments("plain")]


def test_dragged_words_get_several_codes_and_undo_takes_all_back(coder, store):
    before = texts(store)
    drag(coder, (1, "huur"), (1, "is"))
    assert "“huur is”" in coder.read("[data-chosen]")[0]
    coder.press("huisv", Keys.ENTER)
    coder.until(lambda: coded(store) == {"huur is": ["housing"]})
    coder.press("mobil", Keys.ENTER)
    coder.until(lambda: coded(store) == {"huur is": ["housing", "mobility"]})
    coder.press(Keys.ENTER)
    coder.until(lambda: not coder.all("#finder[open]"))
    assert coder.at() == 2
    assert coder.read(".fragment .text")[:3] == ["De", "huur is", "niet te betalen."]
    assert [each.split()[0] for each in coder.read(".fragment .number")] == ["1", "2", "3", "4", "5", "6", "7"]
    coder.press("z")
    coder.until(lambda: coded(store) == {"huur is": ["housing"]})
    coder.press("z")
    coder.until(lambda: texts(store) == before)


def test_words_over_two_fragments_are_coded_whole_and_cut_after_showing_which(coder, store):
    drag(coder, (1, "De"), (2, "bus"))
    told = coder.read("[data-chosen]")[0]
    assert told.startswith(f"“{RENT} En de bus”"), "the words alone, not what stands in the margin"
    assert "1 (whole)" in told
    assert "2 (is cut)" in told
    coder.press("mobil", Keys.ENTER)
    coder.until(lambda: coded(store) == {RENT: ["mobility"], "En de bus": ["mobility"]})
    escape(coder)
    coder.press("z")
    coder.until(lambda: coded(store) == {})
    assert texts(store)[:2] == [RENT, "En de bus rijdt niet."]


def test_words_are_selected_and_coded_by_keys_alone_and_heard(coder, store):
    coder.shift(Keys.ARROW_RIGHT)
    coder.until(lambda: coder.driver.execute_script("return heard.textContent") == "Selected: De")
    coder.press(Keys.ARROW_RIGHT)
    coder.shift(Keys.ARROW_RIGHT)
    coder.shift(Keys.ARROW_RIGHT)
    coder.shift(Keys.ARROW_LEFT)
    coder.until(lambda: coder.driver.execute_script("return heard.textContent") == "Selected: huur is")
    coder.press(Keys.ENTER)
    coder.until(lambda: coder.all("#finder[open]"))
    coder.press("huisv", Keys.ENTER, Keys.ENTER)
    coder.until(lambda: coded(store) == {"huur is": ["housing"]})


def test_escape_codes_nothing_and_leaves_the_keys_as_they_were(coder, store):
    coder.shift(Keys.ARROW_DOWN)
    coder.press(Keys.ENTER)
    coder.until(lambda: coder.all("#finder[open]"))
    escape(coder)
    coder.press("j")
    coder.until(lambda: coder.at() == 2)
    assert coded(store) == {}


def test_three_codes_are_made_on_the_way_and_all_verdicts_undone(coder, store, study):
    drag(coder, (1, "huur"), (1, "is"))
    coder.until(lambda: coder.read("#found-codes .new-code"))
    assert "In vivo: “huur is”" in coder.read("#found-codes .new-code")[0]
    vivo = next(each for each in coder.all("#found-codes .new-code") if "Barrier" in each.text)
    vivo.click()
    coder.until(lambda: coded(store) == {"huur is": ["huur_is"]})
    coder.press("zebra")
    coder.until(lambda: "New code: “zebra”" in coder.read("#found-codes .new-code span"))
    assert not coder.all("#found-codes [aria-selected=true]"), "a word mistyped makes no code"
    coder.press(Keys.ENTER)
    places = coder.read("#found-codes .new-code small")
    coder.press(*[Keys.ARROW_DOWN] * (places.index("Barrier") + 1), Keys.ENTER)
    coder.until(lambda: coded(store) == {"huur is": ["huur_is", "zebra"]})
    coder.press("housing > sociale huur")
    coder.until(lambda: len(coder.read("#found-codes .new-code")) == 1)
    coder.press(Keys.ARROW_DOWN, Keys.ENTER)
    coder.until(lambda: coded(store) == {"huur is": ["huur_is", "sociale_huur", "zebra"]})
    escape(coder)
    book = open_study(study.folder).codebook.dimension("barrier")
    assert {"huur_is", "zebra", "sociale_huur"} < set(book.code_ids)
    assert book.code("sociale_huur").parent == "housing"
    steps.publish(open_study(study.folder))
    published = results.read(study.folder, "codes")
    assert set(published.loc[published["interview"] == "plain", "code"]) == set()
    for left in ({"huur is": ["huur_is", "zebra"]}, {"huur is": ["huur_is"]}, {}):
        coder.press("z")
        coder.until(lambda left=left: coded(store) == left)
    assert texts(store)[0] == RENT
    assert store.maintenance.check() == []
