"""Who gets in, what may be carried in, and what leaves the desk."""

import asyncio
import logging
import re
import sys

import pytest

from pipeline.review.app import STATIC
from pipeline.review.middleware import SMALL_BODY


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8377", ""])
def test_another_name_for_this_machine_is_refused(visit, host):
    answer = visit().client.get("/who", headers={"host": host})
    assert answer.status_code == 421
    assert "This is not the address" in answer.text
    assert not re.search("drempel|csrf", answer.text + answer.headers.get("set-cookie", ""))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8377", "LOCALHOST", "[::1]:8377"])
def test_this_machine_is_let_in(visit, host):
    assert visit().client.get("/who", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("address", ["/who", "/", "/static/desk.css", "/nowhere", "/interviews/nobody"])
def test_every_answer_carries_the_strict_headers(visit, address):
    headers = visit("jan").get(address).headers
    policy = dict(each.strip().partition(" ")[::2] for each in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visit):
    cookie = visit().get("/who").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("token", ["", "x", "someone.else"])
def test_a_form_without_our_token_is_refused(visit, store, token):
    browser = visit("jan")
    fragment = store.transcripts.fragments("plain")[0].fragment
    address = f"/interviews/plain/fragments/{fragment.start}-{fragment.end}"
    answer = browser.client.post(address, data={"csrf": token, "verdict": "done"})
    assert answer.status_code == 403
    assert list(store.exports.rows("decisions")) == []


def test_the_token_of_one_browser_does_not_serve_another(visit, store):
    first, second = visit("jan"), visit("mia")
    first.get("/interviews/plain")
    second.page = first.page
    assert second.judge(store, "plain", 1, "done").status_code == 403


def test_a_forged_cookie_is_a_new_visitor(visit):
    genuine, forger = visit("jan"), visit()
    name = genuine.client.app.state.session_cookies.name
    told, _, signature = genuine.client.cookies[name].rpartition(".")
    forger.client.cookies.set(name, f"{told}.{signature[::-1]}", domain="127.0.0.1")
    assert "Who codes?" in forger.get("/").text


def test_nobody_codes_without_a_name(visit):
    browser = visit()
    page = browser.get("/interviews/talk")
    assert "Who codes?" in page.text
    assert "huur" not in page.text
    assert browser.post("/who", coder="   ").status_code == 422
    assert "De huur" in browser.post("/who", coder="jan", back="/interviews/talk").text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"])
def test_a_form_sends_nobody_elsewhere(visit, back):
    browser = visit()
    browser.get("/who")
    assert browser.post("/who", coder="jan", back=back).url.host == "127.0.0.1"


def test_too_much_is_not_carried_in(visit):
    browser = visit("jan")
    browser.get("/who")
    assert browser.post("/who", coder="x" * (SMALL_BODY + 1)).status_code == 413

    def endless():
        for _ in range(10):
            yield b"x" * (SMALL_BODY // 4)

    browser.post("/preferences", language="nl")
    assert "te veel in één keer" in browser.post("/who", coder="x" * (SMALL_BODY + 1)).text
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.client.post("/who", content=endless(), headers=form).status_code == 413


def test_a_body_without_end_is_cut_off_before_anybody_signed_in(desk):
    """At `/manage/inbox` much may come in, but only from somebody who is signed in."""
    read, sent = [], []

    async def receive():
        assert len(read) < 100, "the desk goes on reading"
        read.append(SMALL_BODY // 8)
        return {"type": "http.request", "body": b"x" * read[-1], "more_body": True}

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"127.0.0.1:8377"), (b"transfer-encoding", b"chunked")]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/manage/inbox",
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8377),
    }
    asyncio.run(desk(scope, receive, send))
    assert sum(read) <= 2 * SMALL_BODY
    assert sent[0]["status"] == 303
    assert (b"connection", b"close") in sent[0]["headers"]


LARGE = 2**64


@pytest.mark.parametrize(
    "address",
    [
        f"/interviews/talk/fragments/0-{LARGE}",
        f"/interviews/talk/fragments/{LARGE}-{LARGE}",
        f"/fragments/talk:0-{LARGE}/history",
        f"/adjudicate/talk:{LARGE}-{LARGE}",
    ],
)
def test_a_number_that_no_database_holds_is_an_address_that_is_not_there(visit, address):
    assert visit("jan").get(address, headers={"X-Desk": "1"}).status_code == 404


def test_no_route_breaks_over_a_large_number(visit, desk):
    """Every address, with a number beyond 64 bits wherever something can be filled in."""
    browser = visit("jan")
    for route in desk.routes:
        if "GET" in (getattr(route, "methods", None) or ()):
            for filled in (str(LARGE), f"{LARGE}-{LARGE}", f"talk:{LARGE}-{LARGE}"):
                at = re.sub(r"\{\w+(:\w+)?\}", filled, route.path)
                for query in ("", f"?page={LARGE}&after={LARGE}&from={LARGE}&number={LARGE}&start={LARGE}"):
                    assert browser.get(at + query).status_code < 500, at + query


def test_a_fault_of_our_own_tells_nothing_of_what_people_said(visit, caplog, monkeypatch):
    def broken(desk, interview, coder):
        raise RuntimeError("De huur is niet te betalen.")

    monkeypatch.setattr(sys.modules["pipeline.review.pages.coding.routes"], "interview_view", broken)
    with caplog.at_level(logging.DEBUG):
        answer = visit("jan").get("/interviews/talk")
    assert answer.status_code == 500
    assert "Something in the desk broke" in answer.text
    assert "huur" not in answer.text
    assert "huur" not in caplog.text
    assert "RuntimeError at" in caplog.text


def test_the_desk_asks_nothing_of_anybody_else(visit):
    browser = visit("jan")
    for address in ("/", "/interviews/talk", "/who"):
        found = re.findall(r'(?:src|href|action)="([^"]+)"', browser.get(address).text)
        assert found
        assert all(each.startswith(("/", "#")) and not each.startswith("//") for each in found)


def test_the_script_and_the_style_ask_nothing_of_anybody_else(visit):
    for name in sorted(path.name for path in STATIC.glob("*.[jc]s*")):
        text = visit().get(f"/static/{name}").text
        assert re.findall(r"(?:https?:)?//[a-z0-9]+\.|@import|url\(", text) == []
