"""In a real browser: a project of another program is given, looked at, and stored."""

import pytest
from selenium.webdriver.common.by import By

from tests.projects.invented import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def click(person, words):
    person.driver.find_element(By.XPATH, f"//button[normalize-space()='{words}']").click()


def test_a_project_is_read_looked_at_and_stored(person, store):
    person.sign_in("jan")
    person.visit("/manage")
    person.driver.find_element(By.LINK_TEXT, "Import a project of another program").click()
    person.until(lambda: person.read("h1") == ["Import a project of another program"])
    person.driver.find_element(By.NAME, "project").send_keys(str(SAMPLES / "taguette.sqlite3"))
    click(person, "Read the project")
    person.until(lambda: person.read("#found") == ["taguette.sqlite3"])
    told = person.read("[role=status]")[0]
    assert told.startswith("Read, not stored: texts 2 · codings 8")
    assert person.read(".verdict-list li") == ["gesprek 1:0-11: the highlight has no tag; it was left out"]
    assert "gesprek 1" not in {each.id for each in store.transcripts.interviews()}
    click(person, "Store the project")
    person.until(lambda: any("codings with a place 8" in each for each in person.read(".runs li")))
    assert {"gesprek 1", "gesprek 2"} <= {each.id for each in store.transcripts.interviews()}
    person.visit("/interviews/gesprek 1")
    assert "kapot gewerkt" in " ".join(person.read("main"))
