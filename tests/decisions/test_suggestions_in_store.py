"""Suggestions: a newer model's replace an older one's, except where somebody judged having seen them."""

from tests.decisions.invented import NOON, add, say, suggest, transcript


def test_suggestions_come_out_in_the_order_of_text_dimension_and_rank(store):
    ids = add(store)
    assert suggest(store, {("barrier", "housing")}) == 5
    rows = store.suggestions.all("int_01")
    assert len(rows) == 5 * 6
    assert [(each.fragment_id, each.dimension, each.code, each.rank) for each in rows[:6]] == [
        (ids[0], "barrier", "housing", 1),
        (ids[0], "barrier", "mobility", 2),
        (ids[0], "barrier", "health", 3),
        (ids[0], "view", "individual", 1),
        (ids[0], "view", "structural", 2),
        (ids[0], "view", "", 3),
    ]
    assert (rows[0].probability, rows[0].suggested, rows[0].model, rows[0].suggested_at) == (0.5, True, "m1", NOON)
    assert {each.code for each in store.suggestions.all("int_01", only_shown=True)} == {"housing"}


def test_an_interview_waits_for_a_model_until_that_has_looked_at_it(store):
    add(store)
    add(store, transcript("int_02"))
    assert store.suggestions.interviews_without("m1") == ["int_01", "int_02"]
    suggest(store, {("barrier", "housing")})
    assert store.suggestions.interviews_without("m1") == ["int_02"]
    assert store.suggestions.interviews_without("m2") == ["int_01", "int_02"]


def test_a_newer_model_replaces_suggestions_that_nobody_judged(store):
    ids = add(store)
    suggest(store, {("barrier", "housing")})
    store.ledger.record([say("rejected", ids[0], "barrier", "housing")])
    assert suggest(store, {("barrier", "mobility")}, model="m2") == 4
    by_fragment = {each.fragment_id: each for each in store.suggestions.all("int_01", only_shown=True)}
    assert (by_fragment[ids[0]].model, by_fragment[ids[0]].code) == ("m1", "housing")
    assert {(by_fragment[each].model, by_fragment[each].code) for each in ids[1:]} == {("m2", "mobility")}
    assert store.suggestions.open_count() == 4


def test_judged_and_finished_fragments_wait_for_no_model(store):
    ids = add(store)
    for fragment in ids:
        store.ledger.record([say("reviewed", fragment)])
    assert store.suggestions.interviews_without("m1") == []
    store.ledger.undo_last("ann", decided_at=NOON)
    assert store.suggestions.interviews_without("m1") == ["int_01"]


def test_blind_fragments_have_nothing_open_and_finish_without_answers(store):
    ids = add(store, blind_share=1.0)
    suggest(store, {("barrier", "housing")})
    assert store.suggestions.open_count() == 0
    assert [each.open for each in store.ledger.verdicts("int_01", "ann")] == [()] * 5
    store.ledger.record([say("reviewed", ids[0], blind=True)])
    assert store.transcripts.interviews()[0].reviewed == 1


def test_a_fragment_judged_without_its_suggestion_on_screen_finishes_without_answers(store):
    ids = add(store)
    suggest(store, {("barrier", "housing")})
    store.ledger.record([say("reviewed", ids[0], blind=True)])
    assert store.ledger.verdicts("int_01", "ann")[0].open == ()


def test_rows_about_fragments_that_are_not_there_are_passed_over(store):
    ids = add(store)
    assert suggest(store, {("barrier", "housing")}, only=[ids[0], "int_01:0-4", "int_09:0-4"]) == 1


def test_a_column_that_suggestions_rest_on_lets_the_interview_wait_again(store):
    fragments = add(store)
    suggest(store, {("view", "structural")})
    store.ledger.record([say("accepted", fragments[1], "view", "structural"), say("reviewed", fragments[1])])
    store.transcripts.set_columns("int_01", {"role": "coördinator", "years": "3"}, read=["region"])
    assert store.suggestions.interviews_without("m1") == []
    store.transcripts.set_columns("int_01", {"role": "directeur", "years": "3"}, read=["role"])
    assert store.suggestions.interviews_without("m1") == ["int_01"]
    assert {each.fragment_id for each in store.suggestions.all("int_01")} == {fragments[1]}, "what was judged was seen"
    suggest(store, {("view", "structural")})
    store.transcripts.set_columns("int_01", {"role": "directeur"}, read=["role"])
    assert store.suggestions.interviews_without("m1") == []
