"""The list of interviews and one interview, as people see them."""

import re

import pytest

from pipeline.review.pages.coding.queries import fragment_context, interview_view
from pipeline.review.pages.coding.view import fragment_context_in


def test_the_list_shows_every_interview_and_where_to_go_on(visit):
    page = visit("jan").get("/").text
    assert re.findall(r'<th scope="row"><a href="/interviews/(\w+)"', page) == ["hostile", "plain", "secret", "talk"]
    assert "Continue with talk" in page, "where suggestions wait"
    assert "jobcoach" in page


def test_an_interview_shows_turns_in_order_and_the_interviewer_apart(visit):
    page = visit("jan").get("/interviews/talk").text
    words = ["Wat houdt mensen tegen?", "De huur is niet te betalen.", "En verder?", "Er zijn te weinig plaatsen"]
    assert [page.index(each) for each in words] == sorted(page.index(each) for each in words)
    assert page.count('class="turn interviewer"') == 2
    assert page.count('<article class="fragment open"') == 5


def test_suggestions_stand_in_the_margin_with_their_chance(visit):
    page = visit("jan").get("/interviews/talk").text
    assert "0.93" in page
    assert "almost certain" in page


def test_the_card_opens_on_the_first_fragment_that_waits(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    assert "Fragment 1" in browser.page.text
    browser.judge(store, "plain", 1, "done")
    assert "Fragment 2 " in browser.get("/interviews/plain").text


def test_a_link_opens_the_card_of_its_fragment(visit, store):
    third = store.transcripts.fragments("talk")[2].fragment
    page = visit("jan").get(f"/interviews/talk?at={third.start}-{third.end}").text
    assert "Fragment 3 " in page
    (opened,) = re.findall(r'<article [^>]*aria-current="true"[^>]*>', page)
    assert f'data-at="{third.start}-{third.end}"' in opened


def test_an_unknown_interview_is_said_to_be_unknown(visit):
    answer = visit("jan").get("/interviews/nobody")
    assert answer.status_code == 404
    assert "nobody" in answer.text


def test_guessed_roles_are_said_to_be_guessed(visit):
    assert "guessed" in visit("jan").get("/interviews/hostile").text
    assert "guessed" not in visit("jan").get("/interviews/talk").text


def test_what_people_said_is_never_markup(visit):
    page = visit("jan").get("/interviews/hostile").text
    for trap in ("<script>alert", "<img src=x", "<b>vet", "<i>zoon"):
        assert trap not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_an_empty_study_says_what_to_do(study, clock):
    from fastapi.testclient import TestClient

    from pipeline.review import create_app

    with TestClient(create_app(study, clock=clock), base_url="http://127.0.0.1") as client:
        page = client.get("/who")
        token = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
        page = client.post("/who", data={"csrf": token, "coder": "jan"})
    assert "No interviews yet." in page.text


def test_dutch_is_one_press_away(visit):
    browser = visit("jan")
    browser.get("/")
    page = browser.post("/preferences", language="nl", back="/interviews/talk").text
    assert '<html lang="nl"' in page
    assert "bijna zeker" in page
    assert "0,93" in page
    assert "huisvesting" in page


def test_a_fragment_read_with_its_interview_is_the_one_that_is_read_alone(visit, desk, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 2, "give barrier housing")
    browser.judge(store, "plain", 2, "done")
    asked = desk.state.desk
    whole = interview_view(asked, "plain", "jan")
    assert len(whole.fragments) > 2
    for each in whole.fragments:
        assert fragment_context_in(whole, each) == fragment_context(asked, each.id, "jan")


@pytest.mark.parametrize(
    ("asked", "first", "gone"),
    [
        ("sort=longest", None, ()),
        ("show=done", "empty", ()),
        ("words=TAL", "talk", ("plain", "secret", "hostile")),
        ("show=open&words=pla", "empty", ("plain", "talk")),
        ("sort=nowhere&show=nowhere", None, ()),
    ],
)
def test_the_list_is_narrowed_and_ordered(visit, store, asked, first, gone):
    page = visit("jan").get(f"/?{asked}").text
    listed = re.findall(r'<th scope="row"><a href="/interviews/([^"]+)"', page)
    words = {each.id: each.words for each in store.transcripts.interviews()}
    if first is None:
        assert set(listed) == set(words)
    if first == "empty":
        assert listed == []
        assert "No interview fits that." in page
    if first == "talk":
        assert listed == ["talk"]
    if asked == "sort=longest":
        assert [words[each] for each in listed] == sorted(words.values(), reverse=True)
    assert not set(gone) & set(listed)
