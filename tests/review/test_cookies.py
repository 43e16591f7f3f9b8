"""The cookie that tells who codes: one for each study, and one that cannot be read is replaced."""

import warnings

import pytest

from pipeline.review import create_app
from tests.review.conftest import Visit
from tests.review.invented_study import begin, furnish

with warnings.catch_warnings():
    # starlette would rather see httpx2; the client is the same.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

ADDRESS = "http://127.0.0.1:8377"


@pytest.fixture
def other_desk(tmp_path, clock):
    folder = tmp_path / "other"
    folder.mkdir()
    study = begin(folder)
    furnish(study)
    app = create_app(study, clock=clock)
    with TestClient(app, base_url=ADDRESS):
        yield app


def test_two_desks_in_one_browser_know_their_coders_apart(visit, other_desk):
    first, second = visit(), Visit(TestClient(other_desk, base_url="http://127.0.0.1:8378", follow_redirects=True))
    # One browser: cookies belong to the machine, whatever the port.
    second.client.cookies.jar = first.client.cookies.jar
    first.sign_in("jan")
    assert second.sign_in("mia").status_code == 200
    assert "/interviews/talk" in second.get("/").text
    assert '<a class="who" href="/who" title="You code under this name">jan</a>' in first.get("/").text
    assert '<a class="who" href="/who" title="You code under this name">mia</a>' in second.get("/").text
    assert first.post("/preferences", theme="dark").status_code == 200


@pytest.mark.parametrize("cookie", ["", "rubbish", "eyJhIjoxfQ.AAAA"])
def test_a_cookie_that_cannot_be_read_is_replaced(visit, desk, cookie):
    browser = visit()
    browser.client.cookies.set(desk.state.session_cookies.name, cookie, domain="127.0.0.1", path="/")
    assert browser.sign_in("jan").status_code == 200
    assert "jan" in browser.get("/").text


def test_a_cookie_that_can_be_read_is_not_written_again(visit):
    browser = visit("jan")
    assert "set-cookie" not in browser.get("/").headers
