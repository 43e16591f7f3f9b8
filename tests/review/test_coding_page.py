"""Coding through the desk's forms: every press is in the ledger when the answer comes."""

import re


def held(store, interview, number, coder="jan"):
    verdict = store.ledger.verdicts(interview, coder)[number - 1]
    return {(each.dimension, each.code): each.origin for each in verdict.codes}, verdict.reviewed


def test_a_suggestion_is_accepted(visit, store):
    browser = visit("jan")
    browser.get("/interviews/talk")
    browser.judge(store, "talk", 1, "give barrier housing")
    assert held(store, "talk", 1) == ({("barrier", "housing"): "accepted"}, False)


def test_a_suggestion_is_rejected(visit, store):
    browser = visit("jan")
    browser.get("/interviews/talk")
    browser.judge(store, "talk", 1, "drop barrier housing")
    verdict = store.ledger.verdicts("talk", "jan")[0]
    assert verdict.rejected == (("barrier", "housing"),)
    assert verdict.open == (("activation", "structural"),)


def test_a_suggestion_is_changed_into_another_code(visit, store):
    browser = visit("jan")
    browser.get("/interviews/talk")
    browser.judge(store, "talk", 1, "give activation individual")
    assert held(store, "talk", 1) == ({("activation", "individual"): "changed"}, False)


def test_an_interview_without_any_suggestion_is_coded_from_start_to_end(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "give activation structural")
    browser.judge(store, "plain", 1, "give barrier housing")
    browser.judge(store, "plain", 1, "done")
    for number in range(2, 5):
        browser.judge(store, "plain", number, "none")
    last = browser.judge(store, "plain", 5, "done")
    assert "Every fragment of this interview is done." in last.text
    assert held(store, "plain", 1)[0] == {("activation", "structural"): "manual", ("barrier", "housing"): "manual"}
    assert all(verdict.reviewed for verdict in store.ledger.verdicts("plain", "jan"))
    assert {row["blind"] for row in store.exports.rows("decisions")} == {True}


def test_a_code_is_taken_back_and_replaced_where_only_one_may_hold(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    for verdict in ("give activation individual", "give activation structural"):
        browser.judge(store, "plain", 1, verdict)
    assert held(store, "plain", 1)[0] == {("activation", "structural"): "manual"}
    browser.judge(store, "plain", 1, "drop activation structural")
    assert held(store, "plain", 1)[0] == {}


def test_pressing_twice_says_it_once(visit, store):
    browser = visit("jan")
    browser.get("/interviews/talk")
    for _ in range(2):
        browser.judge(store, "talk", 1, "give barrier housing")
    assert len(list(store.exports.rows("decisions"))) == 1


def test_done_waits_for_answers_and_says_so(visit, store):
    browser = visit("jan")
    browser.get("/interviews/talk")
    answer = browser.judge(store, "talk", 1, "done")
    assert answer.status_code == 409
    assert "wait for an answer" in answer.text
    assert not held(store, "talk", 1)[1]


def test_no_code_here_answers_everything_at_once(visit, store):
    browser = visit("jan")
    browser.get("/interviews/talk")
    browser.judge(store, "talk", 1, "give activation structural")
    browser.judge(store, "talk", 1, "none")
    assert held(store, "talk", 1) == ({}, True)


def test_a_fragment_is_reopened(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "done")
    browser.judge(store, "plain", 1, "reopen")
    assert not held(store, "plain", 1)[1]


def test_the_time_on_screen_is_kept_unless_nobody_was_looking(visit, store, clock):
    browser = visit("jan")
    page = browser.get("/interviews/plain").text
    shown_at = re.search(r'name="shown_at" value="([^"]+)"', page)[1]
    clock.pass_seconds(12.5)
    browser.judge(store, "plain", 1, "give barrier housing", shown_at=shown_at)
    clock.pass_seconds(9000)
    browser.judge(store, "plain", 2, "done", shown_at=shown_at)
    assert [row["seconds"] for row in store.exports.rows("decisions")] == [12.5, None]


def test_a_verdict_on_an_unknown_fragment_changes_nothing(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    answer = browser.post("/interviews/plain/fragments/1-2", verdict="done")
    assert answer.status_code == 404
    assert list(store.exports.rows("decisions")) == []


def test_words_that_are_no_verdict_change_nothing(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    assert browser.judge(store, "plain", 1, "give weather rain").status_code == 409
    assert list(store.exports.rows("decisions")) == []


def test_the_script_gets_the_changed_pieces_and_the_next_card(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    pieces = browser.judge(store, "plain", 1, "done", swap=True).text
    assert "<html" not in pieces
    assert re.findall(r'^<\w+ [^>]*id="([\w-]+)"', pieces, re.MULTILINE)[0].startswith("f-")
    assert 'id="progress"' in pieces
    assert "1 of 5 done" in pieces
    assert "Fragment 2 " in pieces


def test_two_coders_do_not_see_each_others_verdicts(visit, store):
    first, second = visit("jan"), visit("mia")
    first.get("/interviews/plain")
    first.judge(store, "plain", 1, "give barrier housing")
    page = second.get("/interviews/plain").text
    assert "mark tone" not in page
    assert held(store, "plain", 1, "mia") == ({}, False)
