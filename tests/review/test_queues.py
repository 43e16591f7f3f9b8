"""Orders across interviews: how much is left, and on to the next of the queue, in another interview too."""

import re
from urllib.parse import unquote

import pytest


def ask(page):
    """Per order its name in the address, and how much is left."""
    rows = re.findall(r'href="/queue/([^"]+)".*?class="figure"[^>]*>(\d+)<', page, re.DOTALL)
    return {unquote(name): int(left) for name, left in rows}


@pytest.fixture
def jan(visit):
    return visit("jan")


def judge_all(browser, store, interview, *, queue=""):
    browser.get(f"/interviews/{interview}")
    for number in range(1, len(store.transcripts.fragments(interview)) + 1):
        browser.judge(store, interview, number, "none", queue=queue)


def test_every_order_says_how_much_is_left(jan, store):
    page = jan.get("/queue").text
    left = ask(page)
    assert left["uncertain"] == left["useful"] == 3
    assert left["random"] == sum(len(store.transcripts.fragments(each.id)) for each in store.transcripts.interviews())
    assert {name: count for name, count in left.items() if name.startswith("code:")} == {
        "code:activation.structural": 2,
        "code:barrier.housing": 1,
        "code:barrier.mobility": 1,
        "code:barrier.childcare": 1,
    }
    assert "unknown yet" in page


def test_least_sure_first(jan):
    page = jan.get("/queue/uncertain").text
    shown = re.search(r'<blockquote class="quote">(.*?)</blockquote>', page)[1]
    assert shown == "Er zijn te weinig plaatsen in de crèche."
    assert "Least sure first" in page


def test_after_done_comes_the_next_of_the_queue(jan, store):
    jan.get("/queue/uncertain")
    answer = jan.judge(store, "talk", 4, "none", queue="uncertain")
    assert re.search(r'<blockquote class="quote">(.*?)</blockquote>', answer.text)[1].strip() == "En de bus rijdt niet."
    assert "queue=uncertain" in str(answer.url)


def test_the_end_of_a_queue_is_said(jan, store):
    judge_all(jan, store, "talk")
    assert "Nothing waits in this queue now." in jan.get("/queue/uncertain").text


def test_the_queue_crosses_interviews_for_the_desks_script(jan, store):
    jan.get("/queue/random")
    seen = set()
    for _ in range(30):
        place = store.queries.next_in_queue("random", "jan")
        if place is None:
            break
        interview, _, anchor = place.rpartition(":")
        seen.add(interview)
        answer = jan.post(
            f"/interviews/{interview}/fragments/{anchor}", swap=True, verdict="none", shown_at="0", queue="random"
        )
        gone = answer.headers.get("x-desk-go")
        assert (gone is not None and "queue=random" in gone) or answer.text
        jan.get("/queue")
    assert seen == {each.id for each in store.transcripts.interviews()}


def test_the_queue_of_a_code_begins_with_the_most_probable(jan):
    page = jan.get("/queue/code:activation.structural").text
    assert re.search(r'<blockquote class="quote">(.*?)</blockquote>', page)[1] == "De huur is niet te betalen."


def test_an_unknown_order_is_not_there(jan):
    assert jan.get("/queue/loudest").status_code == 404
    assert jan.get("/queue/code:barrier.weather").status_code == 404
    assert 'data-queue=""' in jan.get("/interviews/talk?queue=loudest").text


def test_about_how_long_is_told_at_todays_pace(jan, store, clock):
    jan.get("/interviews/plain")
    for number in range(1, 6):
        clock.pass_seconds(30)
        jan.judge(store, "plain", number, "none")
    clock.pass_seconds(30)
    jan.get("/interviews/talk")
    jan.judge(store, "talk", 1, "none")
    page = jan.get("/queue").text
    assert "Today a fragment takes you about 30 seconds." in page
    assert "1 minute" in page


def test_today_begins_at_midnight_in_the_time_zone_of_the_study(jan, store, clock):
    """In Brussels it is past midnight when it is ten past eleven in the evening on a machine that runs on UTC."""
    clock.now = clock.now.replace(hour=22, minute=30)
    jan.get("/interviews/plain")
    for number in range(1, 6):
        clock.pass_seconds(30)
        jan.judge(store, "plain", number, "none")
    clock.pass_seconds(30)
    jan.get("/interviews/talk")
    jan.judge(store, "talk", 1, "none")
    assert "Today a fragment takes you about 30 seconds." in jan.get("/queue").text
    clock.now = clock.now.replace(hour=23, minute=10)
    jan.sign_in("jan")
    assert "Today a fragment takes you" not in jan.get("/queue").text


def test_where_coders_differ_is_shown_to_who_finished_it(jan, visit, store):
    second, third = visit("mia"), visit("bo")
    for browser, code in ((jan, "housing"), (second, "mobility")):
        browser.get("/interviews/plain")
        browser.judge(store, "plain", 1, f"give barrier {code}")
        browser.judge(store, "plain", 1, "done")
    assert "De huur" in jan.get("/queue/differing").text
    third.get("/interviews/plain")
    third.judge(store, "plain", 2, "none")
    assert "Nothing waits in this queue now." in third.get("/queue/differing").text


def test_most_useful_without_a_model_has_nothing_to_say(jan):
    assert "Nothing waits in this queue now." in jan.get("/queue/useful").text


def test_the_queue_of_differing_coders_opens_the_decision_with_the_turns_around(jan, visit, store):
    second = visit("mia")
    for browser, verdict in ((jan, "give barrier housing"), (second, "give barrier mobility")):
        browser.get("/interviews/plain")
        browser.judge(store, "plain", 1, verdict)
        browser.judge(store, "plain", 1, "done")
    page = jan.get("/queue/differing")
    assert page.url.path.startswith("/adjudicate/plain:")
    assert "Whose coding counts?" in page.text
    assert "<mark>De huur is niet te betalen.</mark> En de bus rijdt niet." in page.text
    assert "Wat houdt mensen tegen?" in page.text
    assert "En verder?" in page.text
