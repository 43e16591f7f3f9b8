"""Makes the pictures in docs/screenshots from a demonstration study: `python docs/screenshots.py demo`.

The study is copied first, so looking at it changes nothing. Needs Chromium and its driver, as the browser tests do.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.review import create_app
from pipeline.settings import open_study

HERE = Path(__file__).parent / "screenshots"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-sync")
WIDE, NARROW = (1360, 900), (320, 720)
# One of the demonstration's new interviews: the model that made its suggestions had not seen it.
NEW = "int_28"
PAGES = {
    "interviews": "/",
    "interview": f"/interviews/{NEW}",
    "queue": "/queue",
    "find": "/find?code=barrier.housing&words=huis",
    "table": "/table",
    "codebook": "/codebook",
    "compare": "/compare",
    "manage": "/manage",
}


def main(demo: Path) -> None:
    """Open the desk on a copy of the study and take every page's picture: light, dark and narrow."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        study = open_study(Path(shutil.copytree(demo, Path(folder) / "study")))
        app = create_app(study, clock=lambda: datetime.now(UTC))
        door = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
        running = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        running.start()
        try:
            _take_all(f"http://127.0.0.1:{door.getsockname()[1]}")
        finally:
            server.should_exit = True
            running.join()


def _take_all(address: str) -> None:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        _size(driver, *WIDE)
        driver.get(f"{address}/who")
        driver.find_element(By.ID, "coder").send_keys("Lotte" + Keys.ENTER)
        for name, page in PAGES.items():
            _take(driver, address + page, name)
    finally:
        driver.quit()


def _take(driver: webdriver.Chrome, address: str, name: str) -> None:
    for theme, size in (("light", WIDE), ("dark", WIDE), ("narrow", NARROW)):
        _size(driver, *size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if theme == "dark" else "light"}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        driver.get(address)
        if name == "interview":
            ActionChains(driver).send_keys("u").perform()
        # Figures that are still being made are no picture of the page: it draws itself anew once they are there.
        WebDriverWait(driver, 60).until(lambda browser: not browser.find_elements(By.CSS_SELECTOR, "[data-again]"))
        time.sleep(1)
        driver.save_screenshot(str(HERE / f"{name}-{theme}.png"))


def _size(driver: webdriver.Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
