"""Blind fragments: nothing of what the model thinks reaches the browser before the verdict."""


def test_nothing_of_the_suggestion_is_in_the_page(visit):
    page = visit("jan").get("/interviews/secret").text
    assert "Blind:" in page
    for trace in ("0.93", "0.81", "telltale", "Suggested</h3>", "mark tone", 'class="offer'):
        assert trace not in page


def test_after_the_verdict_the_suggestion_is_shown_and_stays_on_screen(visit, store):
    browser = visit("jan")
    browser.get("/interviews/secret")
    browser.judge(store, "secret", 1, "give barrier housing")
    page = browser.judge(store, "secret", 1, "done").text
    assert "Fragment 1 " in page
    assert "You coded this blind" in page
    assert "0.93" in page
    assert "0.64" not in page, "the next one is still blind"


def test_the_ledger_knows_what_was_blind(visit, store):
    browser = visit("jan")
    browser.get("/interviews/secret")
    browser.judge(store, "secret", 1, "give barrier housing")
    browser.judge(store, "secret", 1, "done")
    browser.judge(store, "secret", 1, "give activation structural")
    assert [row["blind"] for row in store.exports.rows("decisions")] == [True, True, False]


def test_one_coders_verdict_does_not_lift_the_blind_of_another(visit, store):
    first, second = visit("jan"), visit("mia")
    first.get("/interviews/secret")
    first.judge(store, "secret", 1, "done")
    assert "0.93" not in second.get("/interviews/secret").text
