"""The rows that are published: the columns of the contract, only what holds, in an order that never varies."""

import pytest

from pipeline.decisions import Store, Topic
from tests.decisions.invented import BOOK, NOON, add, by_hand, say, suggest, transcript

COLUMNS = {
    "transcripts": "interview source sha256 format encoding roles_from turns words fragments reviewed_fragments "
    "ingested_at metadata",
    "fragments": "fragment interview turn speaker role start end text words boundary cut_by reviewed blind "
    "sampling_probability",
    "codes": "fragment interview dimension code code_given retired origin coder final decided_at probability rank "
    "model codebook blind seconds decision certificate",
    "suggestions": "fragment interview dimension code probability rank suggested model suggested_at unlike",
    "decisions": "number decided_at coder fragment interview action dimension code instead_of code_given "
    "instead_of_given blind probability rank model codebook seconds undoes live informed",
    "memos": "number about interview fragment dimension code coder written_at text",
}


@pytest.fixture
def coded(store):
    ids = add(store)
    suggest(store, {("barrier", "housing")})
    store.ledger.record(
        [
            say("accepted", ids[0], "barrier", "housing", probability=0.5, rank=1, model="m1", seconds=2.5),
            say("added", ids[0], "view", "structural"),
            say("reviewed", ids[0]),
            say("accepted", ids[1], "barrier", "housing"),
        ]
    )
    [number] = store.ledger.record([say("added", ids[2], "barrier", "health")])
    store.ledger.undo(number, "ann", decided_at=NOON)
    for topic in (Topic(), Topic(interview="int_01"), Topic(fragment_id=ids[0]), Topic(dimension="barrier", code="x")):
        store.notes.write_memo("Let op.", topic, coder="ann", at=NOON)
    return ids


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_exactly_its_columns(store, coded, table):
    rows = list(store.exports.rows(table))
    assert rows
    assert {tuple(row) for row in rows} == {tuple(COLUMNS[table].split())}


def test_memos_name_their_subject_and_only_the_latest_wording(store, coded):
    first = next(iter(store.exports.rows("memos")))
    store.notes.write_memo("Anders.", Topic(), coder="bob", at=NOON, replaces=first["number"])
    rows = list(store.exports.rows("memos"))
    assert [row["about"] for row in rows] == ["interview", "fragment", "code", "study"]
    assert [row["interview"] for row in rows] == ["int_01", "int_01", None, None]
    assert [row["fragment"] for row in rows] == [None, coded[0], None, None]
    assert (rows[2]["dimension"], rows[2]["code"]) == ("barrier", "x")
    assert (rows[3]["text"], rows[3]["coder"]) == ("Anders.", "bob")


def test_a_table_that_is_not_published_is_a_mistake_of_the_caller(store):
    with pytest.raises(KeyError):
        list(store.exports.rows("coders"))


def test_only_codes_of_finished_fragments_are_published_with_what_was_on_screen(store, coded):
    rows = list(store.exports.rows("codes"))
    assert [(row["dimension"], row["code"], row["origin"], row["final"]) for row in rows] == [
        ("barrier", "housing", "accepted", True),
        ("view", "structural", "manual", True),
    ]
    assert (rows[0]["probability"], rows[0]["rank"], rows[0]["model"], rows[0]["seconds"]) == (0.5, 1, "m1", 2.5)
    assert (rows[0]["codebook"], rows[0]["blind"], rows[0]["decided_at"]) == (BOOK.stamp, False, NOON)
    assert rows[0]["decision"] in {row["number"] for row in store.exports.rows("decisions")}


def test_a_finished_fragment_without_codes_is_in_the_denominator(store, coded):
    store.ledger.record([say("reviewed", coded[3], blind=True)])
    reviewed = {row["fragment"]: row["reviewed"] for row in store.exports.rows("fragments")}
    assert [reviewed[each] for each in coded] == [True, False, False, True, False]
    [interview] = store.exports.rows("transcripts")
    assert (interview["reviewed_fragments"], interview["fragments"], interview["turns"]) == (2, 5, 4)


def test_the_ledger_is_published_whole_with_what_was_undone(store, coded):
    rows = list(store.exports.rows("decisions"))
    assert [(row["action"], row["live"]) for row in rows] == [
        ("accepted", True),
        ("added", True),
        ("reviewed", True),
        ("accepted", True),
        ("added", False),
        ("undone", True),
    ]
    assert rows[-1]["undoes"] == rows[-2]["number"]


def test_interviews_come_in_the_order_of_their_ids_whatever_the_order_they_came_in(stores):
    published = []
    for order in (("b", "a", "C"), ("C", "a", "b")):
        with Store.open(stores.new()) as store:
            for name in order:
                add(store, transcript(name))
            published.append([list(store.exports.rows(table)) for table in ("transcripts", "fragments")])
    assert published[0] == published[1]
    assert [row["interview"] for row in published[0][0]] == ["C", "a", "b"]


def test_all_tables_of_a_snapshot_are_of_one_moment(store, coded):
    with store.snapshot() as moment:
        before = list(moment.rows("decisions"))
        store.ledger.record([say("reviewed", coded[4], blind=True)])
        assert list(moment.rows("decisions")) == before
        assert sum(bool(row["reviewed"]) for row in moment.rows("fragments")) == 1
    assert len(list(store.exports.rows("decisions"))) == len(before) + 1


def test_of_a_second_coder_the_codes_are_there_and_not_final(store, coded):
    spoken = transcript()
    turn = store.transcripts.fragments("int_01")[0].fragment
    row = by_hand(spoken, turn.start, turn.end, coder="bo", barrier=("mobility",))
    store.imports.hand_codes([row], BOOK, source="bo.csv", decided_at=NOON)
    assert [(row["coder"], row["code"], row["final"], row["blind"]) for row in store.exports.rows("codes")] == [
        ("ann", "housing", True, False),
        ("ann", "structural", True, False),
        ("bo", "mobility", False, True),
    ]


def test_of_a_snapshot_rows_can_be_asked_of_some_of_the_fragments(store, coded):
    store.ledger.record([say("reviewed", coded[3], blind=True)])
    with store.snapshot() as moment:
        found = {
            among: {row["fragment"] for row in moment.rows("fragments", among=among)}
            for among in ("all", "coded_twice", "spoken_of", "finished_blind", "untouched")
        }
        blind = {row["fragment"] for row in moment.rows("fragments") if row["blind"]}
        judged = [row["fragment"] for row in moment.rows("suggestions", among="finished_blind")]
    spoken_of = {coded[at] for at in (0, 1, 2, 3)}
    assert found == {
        "all": set(coded),
        "coded_twice": set(),
        "spoken_of": spoken_of,
        "finished_blind": {coded[3]},
        # What was said of the third was taken back: that is a word about it too.
        "untouched": {coded[4]} - blind,
    }
    assert set(judged) <= {coded[3]}
