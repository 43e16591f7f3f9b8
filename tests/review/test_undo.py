"""Undo and redo: an act at a time, only what one did oneself since signing in, and the ledger only grows."""


def entries(store):
    return [(row["action"], row["code"], row["live"]) for row in store.exports.rows("decisions")]


def codes(store, number=1, coder="jan"):
    return {each.code for each in store.ledger.verdicts("plain", coder)[number - 1].codes}


def test_undo_goes_back_an_act_at_a_time_to_the_beginning(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    for verdict in ("give activation individual", "give activation structural", "done"):
        browser.judge(store, "plain", 1, verdict)
    browser.post("/undo")
    assert not store.ledger.verdicts("plain", "jan")[0].reviewed
    browser.post("/undo")
    assert codes(store) == {"individual"}, "taking one away and giving the other was one act"
    browser.post("/undo")
    assert codes(store) == set()
    assert len(entries(store)) == 8, "four entries, and four that say so"


def test_redo_brings_back_what_was_undone(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "give barrier housing")
    browser.post("/undo")
    browser.post("/redo")
    assert codes(store) == {"housing"}


def test_undo_shows_the_fragment_it_was_about(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 3, "done")
    assert "Fragment 3 " in browser.post("/undo").text


def test_undo_in_another_interview_sends_the_script_there(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "done")
    answer = browser.post("/undo", swap=True, interview="talk")
    assert answer.status_code == 204
    assert answer.headers["x-desk-go"].startswith("/interviews/plain?at=")


def test_what_was_said_before_signing_in_stays(visit, store, clock):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "give barrier housing")
    clock.pass_seconds(60)
    browser.sign_in("jan")
    browser.get("/interviews/plain")
    answer = browser.post("/undo")
    assert answer.status_code == 409
    assert "nothing to go back to" in answer.text
    assert codes(store) == {"housing"}


def test_nobody_undoes_what_another_did(visit, store):
    first, second = visit("jan"), visit("mia")
    first.get("/interviews/plain")
    first.judge(store, "plain", 1, "give barrier housing")
    second.get("/interviews/plain")
    assert second.post("/undo").status_code == 409
    assert codes(store) == {"housing"}
