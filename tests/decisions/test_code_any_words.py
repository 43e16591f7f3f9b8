"""Any words are coded: the fragments are cut there, the codes hold there, and one undo takes all of it back."""

import pytest

from pipeline.decisions.passages import Passage
from pipeline.errors import InvalidDecision, UnknownFragment
from tests.decisions.invented import BOOK, NOON, add, held, say, suggest

HOUSING = ("barrier", "housing")


@pytest.fixture
def ids(store):
    ids = add(store)
    suggest(store, {HOUSING})
    return ids


def texts(store):
    return [each.fragment.text for each in store.transcripts.fragments("int_01")]


def passage(store, fragment, words):
    text = next(each.fragment for each in store.transcripts.fragments("int_01") if each.id == fragment)
    start = text.start + text.text.index(words)
    return Passage(fragment_id=fragment, start=start, end=start + len(words))


def code(store, passages, codes=(HOUSING,), coder="ann", beside=()):
    return store.boundaries.code_passages(
        passages, codes, coder=coder, decided_at=NOON, codebook=BOOK.stamp, beside=beside
    )


def test_words_inside_a_fragment_become_one_of_their_own_with_the_code(store, ids):
    store.ledger.record([say("added", ids[1], "barrier", "health", coder="bo")])
    [made] = code(store, [passage(store, ids[1], "te duur")])
    assert texts(store)[1:4] == ["De huur is", "te duur", "hier."]
    assert held(store, made) == {"barrier=housing": "manual"}
    assert held(store, made, "bo") == {"barrier=health": "manual"}, "the codes of others go along, as in a split"
    others = [each.id for each in store.transcripts.fragments("int_01")[1:4] if each.id != made]
    assert [held(store, each) for each in others] == [{}, {}]
    assert store.maintenance.check() == []


@pytest.mark.parametrize(("words", "left"), [("duur hier", 2), ("De huur is te duur hier", 1), ("De", 2)])
def test_nothing_is_left_without_a_word(store, ids, words, left):
    before = "".join(texts(store)).replace(" ", "")
    code(store, [passage(store, ids[1], words)])
    assert len(texts(store)) == len(ids) - 1 + left
    assert "".join(texts(store)).replace(" ", "") == before


def test_one_undo_takes_back_the_cut_the_codes_and_those_on_whole_fragments(store, ids):
    before = texts(store)
    whole = say("accepted", ids[2], *HOUSING, model="m1")
    [made] = code(store, [passage(store, ids[1], "te duur hier.")], beside=[whole])
    assert held(store, ids[2]) == {"barrier=housing": "accepted"}
    for _ in range(2):
        store.ledger.undo_last("ann", decided_at=NOON)
        assert texts(store) == before
        assert [held(store, each) for each in ids[:3]] == [{}, {}, {}]
        assert store.maintenance.check() == []
        store.ledger.redo_last("ann", decided_at=NOON)
        assert held(store, made) == {"barrier=housing": "manual"}
        assert held(store, ids[2]) == {"barrier=housing": "accepted"}
        assert store.maintenance.check() == []


def test_whole_fragments_alone_are_coded_without_a_cut(store, ids):
    assert code(store, [], beside=[say("added", each, *HOUSING) for each in ids[:2]]) == []
    assert [held(store, each) for each in ids[:2]] == [{"barrier=housing": "manual"}] * 2
    store.ledger.undo_last("ann", decided_at=NOON)
    assert [held(store, each) for each in ids[:2]] == [{}, {}]


def test_a_code_takes_the_place_of_another_where_there_is_room_for_one(store, ids):
    store.ledger.record([say("added", ids[1], "view", "individual")])
    [made] = code(store, [passage(store, ids[1], "te duur")], [("view", "structural"), HOUSING])
    assert held(store, made) == {"view=structural": "manual", "barrier=housing": "manual"}


def test_what_is_cut_keeps_blindness_and_probability(store):
    ids = add(store, blind_share=1.0)
    suggest(store, {HOUSING})
    code(store, [passage(store, ids[1], "te duur")])
    assert {(each.blind, each.sampling_probability) for each in store.transcripts.fragments("int_01")} == {(True, 1.0)}
    said = [row for row in store.exports.rows("decisions") if row["action"] == "added"]
    assert [row["blind"] for row in said] == [True]


def test_who_saw_the_suggestion_of_a_blind_fragment_does_not_code_its_words_blind(store):
    ids = add(store, blind_share=1.0)
    suggest(store, {HOUSING})
    store.ledger.record([say("reviewed", ids[1], blind=True)])
    code(store, [passage(store, ids[1], "te duur")])
    said = [row for row in store.exports.rows("decisions") if row["action"] == "added"]
    assert [row["blind"] for row in said] == [False]


def test_no_cut_before_the_second_coder_has_finished_the_fragment(store, ids):
    store.coders.set_double_coding("int_01", wanted=True, coder="ann", at=NOON)
    before = texts(store)
    with pytest.raises(InvalidDecision, match="two coders"):
        code(store, [passage(store, ids[1], "te duur")])
    assert texts(store) == before
    code(store, [], beside=[say("added", ids[0], *HOUSING)])
    store.ledger.record(
        [say("accepted", ids[1], *HOUSING, coder="bo", model="m1"), say("reviewed", ids[1], coder="bo")]
    )
    code(store, [passage(store, ids[1], "te duur")])
    assert "te duur" in texts(store)


@pytest.mark.parametrize("codes", [[("barrier", "weather")], [("weather", "rain")]])
def test_what_is_not_in_the_codebook_changes_nothing(store, ids, codes):
    before = texts(store)
    with pytest.raises(InvalidDecision):
        code(store, [passage(store, ids[1], "te duur")], codes)
    assert texts(store) == before


def test_words_of_a_fragment_that_is_gone_are_refused(store, ids):
    words = passage(store, ids[1], "te duur")
    code(store, [words])
    with pytest.raises(UnknownFragment):
        code(store, [words])
