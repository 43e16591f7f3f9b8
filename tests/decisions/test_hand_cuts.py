"""What counts as cut by people: imported cuts and cuts made anew, never what a machine cut and people kept."""

from tests.decisions.invented import BOOK, NOON, add, by_hand, say, transcript

SPOKEN = transcript()
FIRST = SPOKEN.turns[1]
MIDDLE = FIRST.start + 30


def take_in(store, *rows):
    return store.imports.hand_codes(rows, BOOK, source="codes.csv", decided_at=NOON)


def test_automatic_cuts_that_people_accepted_are_not_theirs(store):
    for fragment in add(store):
        store.ledger.record([say("reviewed", fragment)])
    assert store.exports.hand_boundaries() == {}


def test_imported_cuts_count_also_where_the_machine_cut_the_same(store):
    add(store)
    last = store.transcripts.fragments("int_01")[-1].fragment
    take_in(
        store,
        by_hand(SPOKEN, FIRST.start, MIDDLE),
        by_hand(SPOKEN, MIDDLE, FIRST.end, place="row 3"),
        by_hand(SPOKEN, last.start, last.end, place="row 4"),
    )
    assert store.exports.hand_boundaries() == {
        "int_01": [(FIRST.start, MIDDLE), (MIDDLE, FIRST.end), (last.start, last.end)]
    }


def test_imported_codes_that_keep_every_automatic_cut_are_no_hand_cuts(store):
    add(store)
    first = store.transcripts.fragments("int_01")[0].fragment
    take_in(store, by_hand(SPOKEN, first.start, first.end))
    assert store.exports.hand_boundaries() == {}


def test_what_a_hand_cut_left_of_an_automatic_fragment_is_nobodys_choice(store):
    add(store)
    take_in(store, by_hand(SPOKEN, FIRST.start, FIRST.start + 8))
    rest = store.transcripts.fragments("int_01")[1].fragment
    assert rest.boundary == "hand"
    assert store.exports.hand_boundaries() == {"int_01": [(FIRST.start, FIRST.start + 8)]}


def test_fragments_cut_anew_at_the_desk_count_until_that_is_undone(store):
    ids = add(store)
    first, second = (store.transcripts.fragments("int_01")[place].fragment for place in range(2))
    store.boundaries.merge(*ids[:2], coder="ann", decided_at=NOON)
    assert store.exports.hand_boundaries() == {"int_01": [(first.start, second.end)]}
    store.ledger.undo_last("ann", decided_at=NOON)
    assert store.exports.hand_boundaries() == {}
