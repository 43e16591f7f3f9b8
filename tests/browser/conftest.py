"""A real headless Chromium before a real desk on a real port; a request to anywhere else fails the test."""

import json
import shutil
import socket
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.decisions import Store
from pipeline.review import create_app
from pipeline.settings import open_study
from tests.review.invented_study import begin, furnish

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1360,900",
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """One browser for the whole run."""
    if not (CHROMIUM.exists() and DRIVER.exists()):
        pytest.skip("no Chromium: `apt install chromium chromium-driver`, then run the tests again")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def furnished_folder(once):
    def make(folder):
        furnish(begin(folder))

    return once("before-the-browser", make)


@pytest.fixture
def study(furnished_folder, tmp_path):
    """A study with the four interviews that `furnish` describes."""
    return open_study(shutil.copytree(furnished_folder, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def store(study):
    """The study's store, opened a second time: what it tells is really on disk."""
    with Store.open(study.store_url) as opened:
        yield opened


@pytest.fixture
def address(study):
    """Where the desk answers."""
    door = socket.create_server(("127.0.0.1", 0))
    app = create_app(study, clock=lambda: datetime.now(UTC))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
    runner = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    runner.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    runner.join()
    door.close()


class Person:
    """Somebody at the keyboard: presses keys, and reads what is on screen."""

    def __init__(self, driver, address):
        self.driver, self.address = driver, address

    def sign_in(self, name, key=""):
        self.driver.get(f"{self.address}/who")
        field = self.driver.find_element(By.ID, "coder")
        field.clear()
        field.send_keys(name, Keys.TAB if key else Keys.ENTER)
        if key:
            self.driver.switch_to.active_element.send_keys(key, Keys.ENTER)
        # Whoever was signed in before sees the places on the page of signing in too.
        self.until(lambda: not self.driver.current_url.endswith("/who") and self.all("nav.places"))

    def visit(self, path):
        """Open a page and wait until it is painted: Chromium drops keys that come before the first frame."""
        self.driver.get(self.address + path)
        self.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

    def press(self, *keys):
        """Each key once, as fast as the keyboard takes them."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def shift(self, key):
        ActionChains(self.driver).key_down(Keys.SHIFT).send_keys(key).key_up(Keys.SHIFT).perform()

    def all(self, query):
        return self.driver.find_elements(By.CSS_SELECTOR, query)

    def read(self, query):
        """The words at each match; read in one go, because a swap may come between two questions."""
        script = "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText.trim())"
        return self.driver.execute_script(script, query)

    def at(self):
        """The number of the fragment whose card is open."""
        return int(
            self.driver.execute_script(
                "return document.querySelector('.fragment[aria-current] .number')?.firstChild.data ?? 0"
            )
        )

    def until(self, fact):
        """Wait for what must come."""
        return WebDriverWait(self.driver, 120, poll_frequency=0.05).until(lambda _: fact())


@pytest.fixture
def person(chromium, address):
    """A person before a fresh browser; when the test ends, nothing has gone anywhere but to the desk."""
    chromium.get_log("performance")
    chromium.get_log("browser")
    yield Person(chromium, address)
    asked = {url for url in _asked(chromium.get_log("performance")) if not url.startswith((address, "data:", "chrome"))}
    complaints = [line["message"] for line in chromium.get_log("browser") if "409" not in line["message"]]
    chromium.delete_all_cookies()
    assert asked == set()
    assert complaints == []


def _asked(log):
    for line in log:
        event = json.loads(line["message"])["message"]
        if event["method"] == "Network.requestWillBeSent":
            yield event["params"]["request"]["url"]
