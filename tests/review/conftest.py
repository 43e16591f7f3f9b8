"""The real desk on a copy of a small invented study, and browsers without JavaScript before it."""

import re
import shutil
import warnings
from datetime import timedelta

import pytest

from pipeline.decisions import Store
from pipeline.review import create_app
from pipeline.review.pages.compare import background
from tests.review.invented_study import NOON, begin, furnish

with warnings.catch_warnings():
    # starlette would rather see httpx2; the client is the same.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


@pytest.fixture
def study(tmp_path):
    """An empty workspace with the shipped codebook."""
    return begin(tmp_path)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory):
    """The store of a study with four interviews, made once; each test works on a copy."""
    study = begin(tmp_path_factory.mktemp("furnished"))
    furnish(study)
    return study.folder / "data"


@pytest.fixture
def store(study, furnished):
    """The study's store, with the interviews that `furnish` describes."""
    for part in furnished.glob("study.sqlite*"):
        shutil.copy(part, study.folder / "data")
    with Store.open(study.store_url) as opened:
        yield opened


class Clock:
    """Time that a test moves."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def pass_seconds(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


class Visit:
    """A coder's browser: keeps the cookie, and sends the token that the last page gave."""

    def __init__(self, client):
        self.client, self.page = client, None

    def get(self, address, **options):
        self.page = self.client.get(address, **options)
        return self.page

    def post(self, address, swap=False, **fields):
        token = re.search(r'name="csrf" value="([^"]+)"', self.page.text)
        headers = {"X-Desk": "1"} if swap else {}
        answer = self.client.post(address, data={"csrf": token and token[1], **fields}, headers=headers)
        if 'name="csrf"' in answer.text:
            self.page = answer
        return answer

    def sign_in(self, name):
        self.get("/who")
        return self.post("/who", coder=name)

    def judge(self, store, interview, number, verdict, **options):
        """Say a verdict of the nth fragment, as its card does."""
        fragment = store.transcripts.fragments(interview)[number - 1].fragment
        return self.post(
            f"/interviews/{interview}/fragments/{fragment.start}-{fragment.end}", verdict=verdict, **options
        )


@pytest.fixture
def desk(study, store, clock, monkeypatch):
    """The desk of the study, open for the length of a test; its figures are waited for, however busy the machine is."""
    monkeypatch.setattr(background, "PATIENCE", 60.0)
    app = create_app(study, clock=clock)
    with TestClient(app, base_url="http://127.0.0.1:8377"):
        yield app


@pytest.fixture
def visit(desk):
    """Makes browsers; with a name, one that is signed in."""

    def begin(name=""):
        browser = Visit(TestClient(desk, base_url="http://127.0.0.1:8377", follow_redirects=True))
        if name:
            browser.sign_in(name)
        return browser

    return begin
