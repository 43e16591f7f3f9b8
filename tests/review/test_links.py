"""No link of the desk leads nowhere, and whoever begins with nothing is told where to begin."""

import html
import re

import pytest

from pipeline.review import create_app
from tests.review.conftest import TestClient, Visit

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]*)[^"]*"')


def links_on(page):
    return {html.unescape(found) for found in LINK.findall(page.text) if found.startswith(("/", "?"))}


@pytest.mark.slow
def test_every_link_that_can_be_reached_leads_to_a_page(visit, store):
    browser = visit("jan")
    fragment = store.transcripts.fragments("talk")[0].id
    browser.get("/interviews/talk")
    browser.judge(store, "talk", 1, "give activation structural")
    browser.judge(store, "talk", 1, "drop barrier housing")
    browser.judge(store, "talk", 1, "done")
    browser.post("/quotes", fragment=fragment, code="activation.structural", text="De huur.")
    other = visit("mia")
    other.get("/interviews/talk")
    other.judge(store, "talk", 1, "none")
    waiting, seen, dead = {"/"}, set(), {}
    while waiting:
        at = waiting.pop()
        seen.add(at)
        page = browser.get(at)
        if page.status_code != 200:
            dead[at] = page.status_code
        if "html" in page.headers["content-type"]:
            waiting |= links_on(page) - seen
    assert dead == {}
    assert {"/quotes", "/memos", "/manage/twice", f"/quotes?fragment={fragment.replace(':', '%3A')}"} <= seen
    assert any(each.startswith("/adjudicate/") for each in seen)


@pytest.mark.parametrize("page", ["/", "/queue", "/manage/twice", "/manage/columns"])
def test_a_study_without_interviews_says_where_to_bring_them(study, clock, page):
    with TestClient(create_app(study, clock=clock), base_url="http://127.0.0.1:8377") as client:
        browser = Visit(client)
        browser.sign_in("jan")
        assert '<a href="/manage">Add transcripts</a>' in browser.get(page).text
