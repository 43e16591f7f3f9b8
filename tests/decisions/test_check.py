"""The check finds what someone else's hand changed beside the ledger, and rebuilding mends it."""

import pytest

from pipeline.decisions import Store
from tests.decisions.invented import NOON, add, by_another_hand, say, suggest


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("DELETE FROM struck", "undone entries: 1 missing"),
        ("UPDATE holding SET status = 'manual'", "codes: "),
        ("DELETE FROM holding", "codes: 2 missing"),
        ("UPDATE standing SET finished = NULL", "finished fragments: 1 missing"),
        ("UPDATE fragments SET reviewed = 9", "counts of fragments: 5"),
        ("UPDATE fragments SET final = NULL", "counts of fragments: 1"),
        ("UPDATE fragments SET doubt = 0.5", "counts of fragments: 5"),
        ("UPDATE fragments SET differs = true", "counts of fragments: 5"),
        ("UPDATE tallies SET fragments = 9", "tallies of coder"),
        ("DELETE FROM tallies", "tallies of coder"),
        ("UPDATE interviews SET shown = 99", "counts of interview 'int_01'"),
        ("UPDATE progress SET reviewed = 7", "progress of coder"),
        ("DELETE FROM progress", "progress of coder"),
    ],
)
def test_a_change_beside_the_ledger_is_found_and_mended(url, change, finding):
    with Store.open(url) as store:
        ids = add(store)
        suggest(store, {("barrier", "housing")})
        store.ledger.record([say("rejected", ids[0], "barrier", "housing"), say("reviewed", ids[0])])
        store.ledger.record([say("accepted", ids[1], "barrier", "housing")])
        [number] = store.ledger.record([say("added", ids[0], "barrier", "health")])
        store.ledger.undo(number, "ann", decided_at=NOON)
        assert store.maintenance.check() == []
    by_another_hand(url, change)
    with Store.open(url) as store:
        assert any(each.startswith(finding) for each in store.maintenance.check())
        store.maintenance.rebuild()
        assert store.maintenance.check() == []
