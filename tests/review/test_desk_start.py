"""The desk opens and shows its first pages without the libraries that learning, reading and drawing need."""

import json
import subprocess
import sys

import pytest

HEAVY = (
    "sklearn",
    "scipy",
    "matplotlib",
    "spacy",
    "pandas",
    "pyarrow",
    "joblib",
    "openpyxl",
    "docx",
    "prefect",
    "dask",
)

VISIT = """
import json, re, sys, warnings
from datetime import UTC, datetime
from pathlib import Path

from pipeline.review import create_app
from pipeline.settings import open_study

warnings.simplefilter("ignore")
from fastapi.testclient import TestClient

app = create_app(open_study(Path(sys.argv[1])), clock=lambda: datetime.now(UTC))
with TestClient(app, base_url="http://127.0.0.1:8377") as browser:
    token = lambda page: re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    browser.post("/who", data={"csrf": token(browser.get("/who")), "coder": "jan"})
    asked = {each: browser.get(each) for each in ("/", "/interviews/talk", "/queue", "/find?words=bus", "/codebook")}
    place = re.search(r'action="(/interviews/talk/fragments/[0-9-]+)"', asked["/interviews/talk"].text)[1]
    asked["verdict"] = browser.post(place, data={"csrf": token(asked["/"]), "verdict": "none"})
loaded = sorted({each.partition(".")[0] for each in sys.modules})
print(json.dumps({"status": {name: answer.status_code for name, answer in asked.items()}, "loaded": loaded}))
"""


@pytest.mark.slow
def test_the_first_pages_need_no_library_for_learning_reading_or_drawing(study, store):
    ran = subprocess.run([sys.executable, "-c", VISIT, study.folder], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    assert set(told["status"].values()) == {200}
    assert "fastapi" in told["loaded"]
    assert sorted(set(HEAVY) & set(told["loaded"])) == []
