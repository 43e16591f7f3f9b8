"""Interviews that two people code: nobody sees the verdicts of another before both have finished."""

import pytest

from tests.review.invented_study import NOON, add, transcript_of

BUS = "De bus rijdt niet."


@pytest.fixture
def double(store):
    """An interview of two fragments that asks for two coders."""
    add(store, transcript_of("double", (("I", "Ja?"), ("R", f"{BUS} En de huur."))))
    store.coders.set_double_coding("double", wanted=True, coder="eva", at=NOON)
    return [each.id for each in store.transcripts.fragments("double")]


def finish(browser, store, *codes):
    browser.get("/interviews/double")
    for number, code in enumerate(codes, 1):
        browser.judge(store, "double", number, f"give {code}")
        browser.judge(store, "double", number, "done")


def sees(browser, fragment):
    """What somebody sees of jan's code, on every page that could tell."""
    return {
        "find": BUS in browser.get("/find?code=barrier.mobility").text,
        "codebook": BUS in browser.get("/codebook").text,
        "history": "jan</td>" in browser.get(f"/fragments/{fragment}/history").text,
        "judge": browser.get(f"/adjudicate/{fragment}?coders=jan&coders=mia&dimension=barrier").status_code == 200,
        "where they differ": BUS in browser.get("/compare/differences?coders=jan&coders=mia&dimension=barrier").text,
    }


def test_the_list_to_choose_from_comes_in_pages(visit, store):
    for number in range(60):
        add(store, transcript_of(f"long_{number:02}", (("R", BUS),)))
    browser = visit("jan")
    pages = [browser.get(f"/manage/twice?page={page}").text for page in (1, 2)]
    assert [page.count('name="interview"') for page in pages] == [50, len(store.transcripts.interviews()) - 50]
    assert 'href="/manage/twice?page=2"' in pages[0]
    browser.post("/manage/twice", interview="long_59", wanted="true", page="2")
    assert [each.id for each in store.transcripts.interviews() if each.coded_twice] == ["long_59"]
    assert '"long_59"' in pages[1]
    assert '"long_59"' not in pages[0]


def test_before_both_have_finished_nobody_sees_what_another_said(visit, store, double):
    first, second, third = visit("jan"), visit("mia"), visit("eva")
    finish(first, store, "barrier mobility", "barrier housing")
    for other in (second, third):
        assert not any(sees(other, double[0]).values())
    finish(second, store, "barrier housing")
    assert not any(sees(third, double[0]).values())


def test_once_both_have_finished_they_and_others_see_both(visit, store, double):
    first, second, third = visit("jan"), visit("mia"), visit("eva")
    finish(first, store, "barrier mobility", "barrier housing")
    finish(second, store, "barrier housing", "barrier housing")
    assert all(sees(second, double[0])[page] for page in ("history", "judge", "where they differ"))
    seen = sees(third, double[0])
    assert all(seen[page] for page in ("find", "codebook", "judge", "where they differ"))


def test_the_list_says_which_ask_for_two_and_how_many_finished(visit, store, double):
    browser = visit("jan")
    page = browser.get("/").text
    assert page.count("two coders: 0 finished") == 1
    finish(browser, store, "barrier mobility", "barrier housing")
    assert "two coders: 1 finished" in browser.get("/").text


def test_two_coders_are_asked_for_by_hand_and_no_longer(visit, store):
    browser = visit("jan")
    browser.get("/manage/twice")
    browser.post("/manage/twice", interview="plain", wanted="true")
    assert {each.id for each in store.transcripts.interviews() if each.coded_twice} == {"plain"}
    browser.post("/manage/twice", interview="plain", wanted="false")
    assert not any(each.coded_twice for each in store.transcripts.interviews())


def test_a_share_is_drawn_once_and_always_the_same(store):
    store.coders.draw_double_coding(share=0.5, seed=3)
    drawn = [each.coded_twice for each in store.transcripts.interviews()]
    assert True in drawn
    assert False in drawn
    store.coders.draw_double_coding(share=1.0, seed=3)
    assert [each.coded_twice for each in store.transcripts.interviews()] == drawn, "what was drawn stays"
    add(store, transcript_of("later", (("I", "Ja?"), ("R", BUS))))
    store.coders.draw_double_coding(share=1.0, seed=3)
    assert next(each for each in store.transcripts.interviews() if each.id == "later").coded_twice
