"""The whole life of a codebook by two coders, each with a desk open: what each step leaves is what must hold.

After every step the published tables, the training set and the exported project are compared with a model: the codes
that each coder gave to each fragment, as they count now.
"""

import threading
import time
from datetime import UTC, datetime

import pytest
import uvicorn
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from pipeline import results
from pipeline.projects import read_project
from pipeline.review import create_app
from pipeline.settings import open_study
from pipeline.steps import api as steps
from tests.browser.conftest import Person, socket
from tests.review.invented_study import add, transcript_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = ("Een huis huren lukt niet.", "Daar rijdt geen bus.", "Zijn rug is kapot.")
LABELS = {
    "housing": "huisvesting", "dwelling": "huisvesting", "mobility": "mobiliteit", "health": "gezondheid",
    "rent": "huren",
}  # fmt: skip


class Coder(Person):
    """Somebody with a tab of her own, at a desk of her own."""

    def __init__(self, driver, address, name):
        super().__init__(driver, address)
        driver.switch_to.new_window("tab")
        self.name, self.tab = name, driver.current_window_handle
        self.sign_in(name)

    def look(self):
        self.driver.switch_to.window(self.tab)

    def open(self, number):
        self.visit(f"/interviews/life?at={self.places[number - 1]}")
        self.until(lambda: self.at() == number)

    def click(self, query):
        self.driver.find_element(By.CSS_SELECTOR, query).click()

    def give(self, code, *, verb="give", then="drop"):
        self.click(f'.code[value="{verb} barrier {code}"]')
        self.until(lambda: self.all(f'.code[value="{then} barrier {code}"]') if then else not self.all(
            f'.code[value="{verb} barrier {code}"]'))  # fmt: skip

    def done(self, number):
        self.click('.finish [value="done"]')
        self.until(lambda: str(number) in [each.split()[0] for each in self.read(".fragment.done .number")])

    def fill(self, page, form, **fields):
        """Fill in one of the forms on a page of the codebook, and send it."""
        self.look()
        self.visit(page)
        here = f'form[action$="{form}"]'
        for name, value in fields.items():
            field = self.driver.find_element(By.CSS_SELECTOR, f'{here} [name="{name}"]')
            if field.tag_name == "select":
                Select(field).select_by_value(value)
            else:
                field.clear()
                field.send_keys(value)
        self.click(f"{here} button:not([name]), {here} button[value]")
        self.until(lambda: self.read(".notice[role=status]"))


@pytest.fixture
def second(study):
    """A second desk on the same study."""
    door = socket.create_server(("127.0.0.1", 0))
    app = create_app(open_study(study.folder), clock=lambda: datetime.now(UTC))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
    runner = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    runner.start()
    while not server.started:
        time.sleep(0.02)
    # Another name of the same machine: the browser keeps the cookies of the two apart.
    yield f"http://localhost:{door.getsockname()[1]}"
    server.should_exit = True
    runner.join()
    door.close()


def published(study, fragments):
    steps.publish(study)
    codes = results.read(study.folder, "codes")
    codes = codes[codes["interview"] == "life"]
    return {(row.coder, fragments.index(row.fragment) + 1, row.code): bool(row.retired) for row in codes.itertuples()}


def exported(study, fragments, folder):
    path = folder / "project.qdpx"
    path.unlink(missing_ok=True)
    steps.export(study, "qdpx", output=path, language="nl")
    project = read_project(path)
    names = {code.id: code.name for code in project.codes}
    coders = {coder.id: coder.name for coder in project.coders}
    texts = {text.id for text in project.texts if "life" in text.name}
    ends = {int(each.rpartition("-")[2]): number for number, each in enumerate(fragments, 1)}
    assert not project.unread
    return {(coders[each.coder], ends[each.end], names[each.code]) for each in project.codings if each.text in texts}


def check(study, store, model, folder, *, retired=()):
    """Everything says what the model says."""
    fragments = [each.id for each in store.transcripts.fragments("life")]
    anew = open_study(study.folder)
    assert published(anew, fragments) == {each: each[2] in retired for each in model}
    assert {(who, number, name.partition(" (")[0]) for who, number, name in exported(anew, fragments, folder)} == {
        (who, number, LABELS[code]) for who, number, code in model
    }
    learnt = {}
    for example in store.exports.training_examples(anew.codebook):
        if example.passage.transcript_id == "life":
            learnt[fragments.index(example.passage.fragment_id) + 1] = set(example.codes["barrier"])
    first = {1: "ann", 2: "ann", 3: "bo"}
    assert learnt == {
        number: {code for who, at, code in model if (who, at) == (first[number], number)} - set(retired)
        for number in first
    }
    assert store.maintenance.check() == []


def test_the_life_of_a_codebook_by_two_coders(chromium, study, store, address, second, tmp_path):
    add(store, transcript_of("life", (("I", "Ja?"), ("R", " ".join(SAID)))))
    chromium.get_log("performance")
    Coder.places = [each.id.rpartition(":")[2] for each in store.transcripts.fragments("life")]
    ann, bo = Coder(chromium, address, "ann"), Coder(chromium, second, "bo")
    for person, given in ((ann, {1: "housing", 2: "mobility"}), (bo, {1: "housing", 3: "health"})):
        person.look()
        for number, code in given.items():
            person.open(number)
            person.give(code)
            person.done(number)
    model = {("ann", 1, "housing"), ("ann", 2, "mobility"), ("bo", 1, "housing"), ("bo", 3, "health")}
    check(study, store, model, tmp_path)

    # Rename, while the other desk shows the old code: it takes no verdict for that, and shows the new one.
    bo.look()
    bo.open(3)
    ann.fill("/codebook/barrier/housing", "/rename", new="dwelling", why="vakterm")
    model = {(who, number, {"housing": "dwelling"}.get(code, code)) for who, number, code in model}
    bo.look()
    bo.click('.code[value="give barrier housing"]')
    bo.until(lambda: bo.read(".problem"))
    bo.until(lambda: bo.all('.code[value="give barrier dwelling"]'))
    check(study, store, model, tmp_path)

    # Merge, by the other coder.
    bo.fill("/codebook/barrier/mobility", "/merge", into="dwelling")
    model = {(who, number, {"mobility": "dwelling"}.get(code, code)) for who, number, code in model}
    check(study, store, model, tmp_path)

    # Split by recoding: a new code, and one fragment gets it instead.
    ann.fill("/codebook/barrier", "/add", code_id="rent", label_nl="huren")
    ann.open(1)
    ann.give("dwelling", verb="drop", then="give")
    ann.give("rent")
    model = model - {("ann", 1, "dwelling")} | {("ann", 1, "rent")}
    check(study, store, model, tmp_path)

    # Retire: it stays where it is, and is offered nowhere.
    ann.fill("/codebook/barrier/dwelling", "/retire")
    bo.look()
    bo.open(3)
    assert bo.all('.code[value="give barrier dwelling"]') == []
    bo.open(1)
    assert bo.all('.code.retired[value="drop barrier dwelling"]')
    check(study, store, model, tmp_path, retired={"dwelling"})

    # Restore the first version: what was merged comes apart, and the code that came since is kept.
    bo.visit("/codebook/history")
    bo.click('button[value="1"]')
    bo.until(lambda: bo.read(".notice[role=status]"))
    model = {("ann", 1, "rent"), ("ann", 2, "mobility"), ("bo", 1, "housing"), ("bo", 3, "health")}
    check(study, store, model, tmp_path, retired={"rent"})
    ann.look()
    ann.open(2)
    assert ann.all('.code[value="drop barrier mobility"]')
    assert [each.number for each in store.codebook.all()] == [1, 2, 3, 4, 5, 6]
    chromium.delete_all_cookies()
