"""Check verdicts against the codebook and the fragment's state, and append them to the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from pipeline.decisions.codebook.newest import newest_codebook
from pipeline.decisions.database.identifiers import coder_number, fragment_numbers
from pipeline.decisions.database.schema import decisions
from pipeline.decisions.ledger.acts import VERDICT, insert_act
from pipeline.decisions.ledger.adjudication import keep_choice
from pipeline.decisions.ledger.codebooks import codebook_of
from pipeline.decisions.ledger.entries import add_entries, as_row, pairs_that_saw
from pipeline.decisions.ledger.informed import informed_pairs
from pipeline.decisions.ledger.projection import shown_suggestions, states_of, update_projection
from pipeline.decisions.ledger.rules import Pair, State, apply, refusal
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import Decision


def record(connection: Connection, said: Sequence[Decision], *, within: int | None = None) -> list[int]:
    """Add entries to the ledger, all or none, as one act or `within` an act of their coder; returns their numbers.

    The codebook that they name must have been kept (`keep_codebook`). Entries see those before them.

    Raises:
        UnknownFragment: a fragment that is not in the study (any more).
        InvalidDecision: what the codebook or the fragment's state does not allow.
    """
    if not said:
        return []
    numbers = fragment_numbers(connection, dict.fromkeys(each.fragment_id for each in said))
    coders = {name: coder_number(connection, name) for name in dict.fromkeys(each.coder for each in said)}
    pairs = [(numbers[each.fragment_id], coders[each.coder]) for each in said]
    _refuse_the_impossible(connection, said, pairs)
    seen, informed = pairs_that_saw(connection, pairs), informed_pairs(connection, pairs)
    acts = {
        number: within or insert_act(connection, number, VERDICT, at=said[0].decided_at) for number in coders.values()
    }
    rows = [
        as_row(each, pair, act=acts[pair[1]], blind=each.blind and pair not in seen, informed=pair in informed)
        for each, pair in zip(said, pairs, strict=True)
    ]
    added = add_entries(connection, rows)
    update_projection(connection, set(pairs))
    return added


def record_as_final(connection: Connection, said: Sequence[Decision]) -> list[int]:
    """Record one coder's verdict on a fragment as `record` does, and make it the final one, in one act.

    For an adjudicator who agrees with no coder. The verdict counts; agreement between coders leaves it out.
    """
    numbers = record(connection, said)
    act = connection.execute(select(decisions.c.act).where(decisions.c.number == numbers[0])).scalar_one()
    # In the act of the verdict itself: undone with it, and known as a verdict of one who had seen the others.
    keep_choice(connection, act, said[0].fragment_id, coder_number(connection, said[0].coder))
    return numbers


def _refuse_the_impossible(connection: Connection, said: Sequence[Decision], pairs: Sequence[Pair]) -> None:
    touched = {fragment for fragment, _ in pairs}
    shown, states = shown_suggestions(connection, touched), states_of(connection, touched)
    books = {stamp: codebook_of(connection, stamp) for stamp in dict.fromkeys(each.codebook for each in said)}
    newest = newest_codebook(connection)
    for each, pair in zip(said, pairs, strict=True):
        state = states.get(pair, State())
        why = refusal(state, each, shown[pair[0]], newest or books[each.codebook])
        if why:
            raise InvalidDecision(
                Message("Nothing was recorded for %(fragment)s: %(why)s.", fragment=each.fragment_id, why=why)
            )
        # The entry has no number yet; for what may be said next any number will do.
        states[pair] = apply(state, each, 0)
