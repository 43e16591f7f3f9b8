"""What a model may learn from: finished fragments, people's codes, with their context; never a suggestion."""

from pipeline.codebook import Codebook
from tests.decisions.invented import BOOK, NOON, SAID, add, by_hand, say, suggest, transcript

SPOKEN = transcript()


def test_only_finished_fragments_and_codes_that_people_gave_are_examples(store):
    ids = add(store)
    suggest(store, {("barrier", "housing"), ("view", "structural")})
    store.ledger.record(
        [
            say("accepted", ids[1], "barrier", "housing"),
            say("rejected", ids[1], "view", "structural"),
            say("added", ids[1], "barrier", "health"),
            say("reviewed", ids[1]),
            say("accepted", ids[2], "barrier", "housing"),
        ]
    )
    [example] = store.exports.training_examples(BOOK)
    assert example.passage.fragment_id == ids[1]
    assert example.codes == {"view": (), "barrier": ("housing", "health")}


def test_an_example_has_the_context_that_a_coder_sees(store):
    ids = add(store)
    store.ledger.record([say("reviewed", ids[1])])
    [example] = store.exports.training_examples(BOOK)
    passage = example.passage
    assert (passage.text, passage.question) == ("De huur is te duur hier.", SAID[0][1])
    assert (passage.before, passage.after) == ("Hij vond geen woning.", "En dan begint het pas.")


def test_of_a_doubly_coded_fragment_the_final_verdict_is_the_example(store):
    ids = add(store)
    for coder, code in (("bo", "health"), ("ann", "mobility")):
        store.ledger.record([say("added", ids[0], "barrier", code, coder=coder), say("reviewed", ids[0], coder=coder)])
    [example] = store.exports.training_examples(BOOK)
    assert example.codes["barrier"] == ("health",)


def test_a_dimension_that_nobody_judged_is_absent(store):
    add(store)
    turn = SPOKEN.turns[3]
    row = by_hand(SPOKEN, turn.start, turn.end, barrier=("mobility",))
    half = type(row)(
        **{name: getattr(row, name) for name in row.__dataclass_fields__} | {"codes": {"barrier": ("mobility",)}}
    )
    store.imports.hand_codes([half], BOOK, source="half.csv", decided_at=NOON)
    assert [each.codes for each in store.exports.training_examples(BOOK)] == [{"barrier": ("mobility",)}]
    other = type(row)(
        **{name: getattr(row, name) for name in row.__dataclass_fields__} | {"codes": {"view": ("individual",)}}
    )
    store.imports.hand_codes([other], BOOK, source="other.csv", decided_at=NOON)
    assert [each.codes for each in store.exports.training_examples(BOOK)] == [
        {"view": ("individual",), "barrier": ("mobility",)}
    ]


def test_a_dimension_that_came_after_the_verdict_is_absent_and_a_code_that_went_is_left_out(store):
    ids = add(store)
    store.ledger.record([say("added", ids[0], "barrier", "health"), say("reviewed", ids[0])])
    contents = BOOK.model_dump(mode="json")
    contents["dimensions"][1]["codes"].pop()
    contents["dimensions"].append(
        {"id": "wish", "label": "Wens", "values": "many", "codes": [{"id": "school", "label": "x"}]}
    )
    [example] = store.exports.training_examples(Codebook.model_validate(contents))
    assert example.codes == {"view": (), "barrier": ()}


def test_without_verdicts_there_are_no_examples(store):
    add(store)
    assert store.exports.training_examples(BOOK) == []


def test_an_interview_that_two_people_code_blind_is_learnt_from_once_both_have_finished(store):
    ids = add(store)
    store.coders.set_double_coding("int_01", wanted=True, coder="eva", at=NOON)
    for coder, code in (("bo", "health"), ("ann", "mobility")):
        assert store.exports.training_examples(BOOK) == []
        for each in ids:
            store.ledger.record([say("added", each, "barrier", code, coder=coder), say("reviewed", each, coder=coder)])
    assert {each.codes["barrier"] for each in store.exports.training_examples(BOOK)} == {("health",)}
