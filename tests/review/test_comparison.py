"""Coders compared: from a figure to the fragments it is about, and nothing to a coder who has still to judge."""

import html
import re
from pathlib import Path

import pytest

from pipeline.errors import StoreBusy


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
    assert "<h2>jan &amp; mia</h2>" in page
    assert "5 fragments" in page


def test_too_little_is_said_to_be_too_little(two):
    assert "too little to say" in two.get("/compare").text


def test_from_the_figure_to_the_fragments(two):
    page = two.get("/compare/differences?coders=jan&coders=mia&dimension=barrier").text
    assert page.count('<p class="where">') == 2
    assert "De huur" not in page
    assert "no code" in page


def test_from_one_code_to_its_fragments(two):
    page = two.get("/compare/differences?coders=jan&coders=mia&dimension=barrier&code=childcare").text
    assert page.count('<p class="where">') == 1


def test_who_is_still_coding_does_not_see_where_others_differ(two, visit, store):
    third = visit("bo")
    third.get("/interviews/plain")
    third.judge(store, "plain", 1, "done")
    page = third.get("/compare/differences?coders=jan&coders=mia&dimension=barrier").text
    assert page.count('<p class="where">') == 0


def test_an_unknown_dimension_is_not_there(two):
    assert two.get("/compare/differences?coders=jan&coders=mia&dimension=weather").status_code == 404


@pytest.mark.slow
def test_a_coder_whose_name_holds_a_comma_is_compared(visit, store):
    first, second, third = visit("Jansen, An"), visit("An"), visit("Jansen")
    for browser in (first, second, third):
        code(browser, store, "plain", ["barrier housing", "", "", "", ""])
    first.get("/interviews/hostile")
    page = first.get("/compare").text
    for group in ("An &amp; Jansen", "An &amp; Jansen, An", "Jansen &amp; Jansen, An"):
        assert f"<h2>{group}</h2>" in page
    for link in re.findall(r'href="(/compare/differences[^"]*)"', page):
        assert first.get(html.unescape(link)).status_code == 200


def test_where_a_coder_with_a_comma_differs_is_found(visit, store):
    first, second = visit("Jansen, An"), visit("mia")
    code(first, store, "plain", ["barrier housing", "", "", "", ""])
    code(second, store, "plain", ["barrier mobility", "", "", "", ""])
    links = re.findall(r'href="(/compare/differences[^"]*code=)"', first.get("/compare").text)
    counts = [first.get(html.unescape(link)).text.count('<p class="where">') for link in links]
    assert sum(counts) == 1


def test_a_comparison_that_fails_says_why_and_is_tried_again_on_request(two, desk):
    two.get("/compare")
    failing, tried = desk.state.comparison, []

    def broken(store, codebook):
        tried.append(store)
        raise StoreBusy(Path("data/.lock"))

    made, failing.make, failing._known = failing.make, broken, None
    page = two.get("/compare").text
    assert "The figures could not be computed: Another drempel run is at work on this study" in page
    assert 'http-equiv="refresh"' not in page
    two.get("/compare")
    assert len(tried) == 1, "a page does not begin again what failed"
    failing.make = made
    assert "<h2>jan &amp; mia</h2>" in two.post("/compare/retry").text


def test_a_fault_while_comparing_is_named_by_its_kind_alone(two, desk):
    def broken(store, codebook):
        raise RuntimeError("De huur is niet te betalen.")

    desk.state.comparison.make, desk.state.comparison._known = broken, None
    page = two.get("/compare").text
    assert "a fault of the program (RuntimeError)" in page
    assert "huur" not in page


def test_a_verdict_changed_after_the_other_was_seen_is_said_and_counts_as_it_was_before(two, visit, store):
    two.get("/interviews/plain")
    two.judge(store, "plain", 1, "drop barrier housing")
    page = html.unescape(two.get("/compare").text)
    assert "1 verdict was given after the other coder’s was seen; it counts here as it was before." in page
    fragment = store.transcripts.fragments("plain")[0].id
    assert "another coder’s verdict" in two.get(f"/fragments/{fragment}/history").text
