"""Whatever people say, undo and redo, in any order: what is kept beside the ledger is what the ledger says.

The check compares with views that the database computes from the first entry on; they share no code with the store.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.decisions import Store
from pipeline.errors import InvalidDecision
from tests.decisions.invented import BOOK, NOON, add, say, suggest, transcript

SPOKEN = transcript(said=(("R", "Een. Twee."),))
CODES = [("view", "individual"), ("view", "structural"), ("barrier", "housing"), ("barrier", "mobility")]

verdicts = st.tuples(
    st.sampled_from(["accepted", "rejected", "added", "removed", "reviewed", "reopened", "changed"]),
    st.sampled_from(CODES),
    st.integers(0, 1),
    st.booleans(),
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bo"]),
        st.one_of(
            st.lists(verdicts, min_size=1, max_size=3),
            st.just("undo"),
            st.just("redo"),
            st.integers(1, 12),
            st.just("newer model"),
            st.sampled_from(["choose ann", "choose bo", "choose "]),
        ),
    ),
    max_size=14,
)


def decision(coder, ids, action, given_code, which, blind):
    dimension, code = given_code
    if action in ("reviewed", "reopened"):
        return say(action, ids[which], coder=coder, blind=blind)
    if action == "changed":
        other = next(each for of, each in CODES if of == dimension and each != code)
        return say(action, ids[which], dimension, code, instead_of=other, coder=coder, blind=blind)
    return say(action, ids[which], dimension, code, coder=coder, blind=blind)


def take(store, ids, coder, step):
    if step == "newer model":
        suggest(store, set(CODES[1:]), model="m2")
    elif step == "undo":
        store.ledger.undo_last(coder, decided_at=NOON)
    elif step == "redo":
        store.ledger.redo_last(coder, decided_at=NOON)
    elif step in ("choose ann", "choose bo", "choose "):
        store.adjudication.choose(ids[0], step.partition(" ")[2] or None, by=coder, decided_at=NOON)
    elif isinstance(step, int):
        store.ledger.undo(step, coder, decided_at=NOON)
    else:
        store.ledger.record([decision(coder, ids, *each) for each in step])


@pytest.mark.slow
@given(session=steps, blind_share=st.sampled_from([0.0, 0.5, 1.0]))
@settings(
    max_examples=25,
    deadline=None,
    # Every example asks for a store of its own.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_what_is_kept_is_what_the_ledger_says(stores, session, blind_share):
    with Store.open(stores.new()) as store:
        ids = add(store, SPOKEN, blind_share=blind_share)
        suggest(store, set(CODES[:3]))
        for coder, step in session:
            before = list(store.exports.rows("decisions"))
            try:
                take(store, ids, coder, step)
            except InvalidDecision:
                assert list(store.exports.rows("decisions")) == before
            else:
                # Nothing that was said before is gone or changed; only whether it is live may be.
                now = list(store.exports.rows("decisions"))[: len(before)]
                assert [{**each, "live": 0} for each in now] == [{**each, "live": 0} for each in before]
            assert store.maintenance.check() == []
        for verdict in store.ledger.verdicts("int_01"):
            for dimension in BOOK:
                held = [each for each in verdict.codes if each.dimension == dimension.id]
                assert len(held) <= 1 or not dimension.single
        store.maintenance.rebuild()
        assert store.maintenance.check() == []
