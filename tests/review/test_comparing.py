"""Coders compared: from a figure to the fragments it is about, and nothing to a coder who has still to judge."""

import pytest


def code(browser, store, interview, verdicts):
    browser.get(f"/interviews/{interview}")
    for number, verdict in enumerate(verdicts, 1):
        if verdict:
            browser.judge(store, interview, number, f"give {verdict}")
        browser.judge(store, interview, number, "done")


@pytest.fixture
def two(visit, store):
    first, second = visit("jan"), visit("mia")
    code(first, store, "plain", ["barrier housing", "barrier mobility", "", "barrier childcare", ""])
    code(second, store, "plain", ["barrier housing", "barrier housing", "", "", ""])
    return first


def test_without_a_second_coder_it_says_what_is_needed(visit):
    assert "No fragment was finished by two coders yet." in visit("jan").get("/compare").text


def test_the_two_coders_are_compared_on_what_both_finished(two):
    page = two.get("/compare").text
    assert "<h2>jan, mia</h2>" in page
    assert "5 fragments" in page


def test_too_little_is_said_to_be_too_little(two):
    assert "too little to say" in two.get("/compare").text


def test_from_the_figure_to_the_fragments(two):
    page = two.get("/compare/differences?coders=jan,%20mia&dimension=barrier").text
    assert page.count('<p class="where">') == 2
    assert "De huur" not in page
    assert "no code" in page


def test_from_one_code_to_its_fragments(two):
    page = two.get("/compare/differences?coders=jan,%20mia&dimension=barrier&code=childcare").text
    assert page.count('<p class="where">') == 1


def test_who_is_still_coding_does_not_see_where_others_differ(two, visit, store):
    third = visit("bo")
    third.get("/interviews/plain")
    third.judge(store, "plain", 1, "done")
    page = third.get("/compare/differences?coders=jan,%20mia&dimension=barrier").text
    assert page.count('<p class="where">') == 0


def test_an_unknown_dimension_is_not_there(two):
    assert two.get("/compare/differences?coders=jan,%20mia&dimension=weather").status_code == 404
