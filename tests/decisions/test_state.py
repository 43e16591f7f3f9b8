"""The sign of a store is another one after each change of what is published, and the same as long as nothing does."""

from tests.decisions.invented import BOOK, NOON, add, say, suggest, transcript


def sign(store):
    with store.snapshot() as moment:
        return moment.state()


CHANGES = {
    "an interview comes": lambda store, ids: add(store, transcript("int_02")),
    "it is described": lambda store, ids: store.transcripts.set_columns("int_01", {"role": "buurtwerker"}),
    "a model looks at it": lambda store, ids: suggest(store, {("barrier", "housing")}),
    "another model looks at it": lambda store, ids: suggest(store, {("barrier", "housing")}, model="m2"),
    "somebody says something": lambda store, ids: store.ledger.record([say("added", ids[0], "barrier", "health")]),
    "and takes it back": lambda store, ids: store.ledger.undo_last("ann", decided_at=NOON),
    "somebody finishes": lambda store, ids: store.ledger.record([say("reviewed", ids[1], blind=True)]),
    "another does": lambda store, ids: store.ledger.record([say("reviewed", ids[1], blind=True, coder="bo")]),
    "that one is chosen": lambda store, ids: store.adjudication.choose(ids[1], "bo", by="eva", decided_at=NOON),
    "a fragment is cut": lambda store, ids: store.boundaries.split(
        ids[2], store.transcripts.fragments("int_01")[2].fragment.start + 8, coder="ann", decided_at=NOON
    ),
}


def test_each_change_gives_another_sign_and_nothing_gives_the_same(store):
    ids = add(store)
    seen = [sign(store)]
    for change in CHANGES.values():
        change(store, ids)
        seen.append(sign(store))
        assert sign(store) == seen[-1]
    assert len(set(seen)) == len(CHANGES) + 1


def test_what_is_there_already_changes_nothing(store):
    ids = add(store)
    before = sign(store)
    add(store)
    store.ledger.keep_codebook(BOOK)
    assert sign(store) == before
    assert ids
