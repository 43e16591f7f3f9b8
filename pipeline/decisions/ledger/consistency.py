"""Check the tables that are derived from the ledger against it, and rebuild them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, column, delete, except_, insert, or_, select, table

from pipeline.decisions.codebook.simulation import fragments_with_renamed_codes, held_by_simulation
from pipeline.decisions.database.integrity import index_words_anew, pages, words
from pipeline.decisions.database.schema import (
    coder_codes,
    coder_fragments,
    decisions,
    fragments,
    interviews,
    progress,
    tallies,
    undone_entries,
)
from pipeline.decisions.ledger.projection import update_projection
from pipeline.decisions.ledger.totals import (
    EVERYBODY,
    count_fragments,
    count_interview,
    fragment_counts,
    interview_counts,
    progress_counts,
    tallies_of,
)

# Views of the ledger, made by the migrations; they share no code with what keeps the tables.
live_entries = table(
    "live_entries", *map(column, ("number", "fragment", "coder", "action", "dimension", "code", "instead_of"))
)
verdicts = table("verdicts", *map(column, ("fragment", "coder", "dimension", "code", "status", "entry")))
finished = table("finished", *map(column, ("fragment", "coder", "entry")))


def check(connection: Connection) -> list[str]:
    """Recompute from the ledger all that is kept beside it; returns what differs, in words, or nothing."""
    return [finding for part in _PARTS for finding in part(connection)]


def rebuild(connection: Connection) -> None:
    """Make anew from the ledger all that is kept beside it, where `check` found a difference."""
    live = select(live_entries.c.number)
    connection.execute(delete(undone_entries))
    connection.execute(
        insert(undone_entries).from_select(
            ["number"], select(decisions.c.number).where(decisions.c.number.not_in(live))
        )
    )
    for kept in (coder_fragments, coder_codes, progress, tallies):
        connection.execute(delete(kept))
    pairs = connection.execute(select(decisions.c.fragment, decisions.c.coder).distinct()).all()
    update_projection(connection, [(fragment, coder) for fragment, coder in pairs])
    count_fragments(connection, list(connection.execute(select(fragments.c.number)).scalars()))
    for interview in connection.execute(select(interviews.c.number)).scalars().all():
        count_interview(connection, interview)
    index_words_anew(connection)


def _struck(connection: Connection) -> Iterator[str]:
    live = select(live_entries.c.number)
    should = select(decisions.c.number).where(decisions.c.number.not_in(live))
    yield from _differences(connection, "undone entries", should, select(undone_entries.c.number))


def _holding(connection: Connection) -> Iterator[str]:
    renamed = fragments_with_renamed_codes(connection)
    should = select(*(verdicts.c[each.name] for each in coder_codes.c if each.name in verdicts.c))
    kept = select(*(each for each in coder_codes.c if each.name in verdicts.c))
    if renamed is not None:
        yield from _holding_of_renamed(connection, renamed, kept)
        should, kept = (
            should.where(verdicts.c.fragment.not_in(renamed)),
            kept.where(coder_codes.c.fragment.not_in(renamed)),
        )
    yield from _differences(connection, "codes", should, kept)


def _holding_of_renamed(connection: Connection, renamed: Select[tuple[int]], kept: Select[Any]) -> Iterator[str]:
    should = held_by_simulation(connection, live_entries, renamed)
    found = {tuple(row) for row in connection.execute(kept.where(coder_codes.c.fragment.in_(renamed)))}
    if should != found:
        yield f"codes: {len(should - found)} missing, {len(found - should)} too many"


def _standing(connection: Connection) -> Iterator[str]:
    kept = select(coder_fragments.c.fragment, coder_fragments.c.coder, coder_fragments.c.finished).where(
        coder_fragments.c.finished.is_not(None)
    )
    should = select(finished.c.fragment, finished.c.coder, finished.c.entry)
    yield from _differences(connection, "finished fragments", should, kept)


def _fragment_counts(connection: Connection) -> Iterator[str]:
    wrong = or_(*(fragments.c[name].is_distinct_from(counted) for name, counted in fragment_counts().items()))
    found = connection.execute(select(fragments.c.number).where(wrong)).scalars().all()
    if found:
        yield f"counts of fragments: {len(found)} differ"


def _interview_counts(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(interviews)).all():
        should = interview_counts(connection, row.number)
        if any(getattr(row, name) != counted for name, counted in should.items()):
            yield f"counts of interview {row.id!r} differ"


def _progress(connection: Connection) -> Iterator[str]:
    kept = {(row.interview, row.coder): row for row in connection.execute(select(progress))}
    pairs = set(connection.execute(select(coder_fragments.c.interview, coder_fragments.c.coder).distinct()).tuples())
    for interview, coder in sorted(pairs | kept.keys()):
        row, should = kept.get((interview, coder)), progress_counts(connection, interview, coder)
        if should != ({"reviewed": row.reviewed, "open": row.open} if row else {}):
            yield f"progress of coder {coder} in interview {interview} differs"


def _tallies(connection: Connection) -> Iterator[str]:
    kept: dict[tuple[int, int], dict[tuple[str, str, str], int]] = defaultdict(dict)
    for interview, coder, *about, count in connection.execute(select(tallies)):
        if count:
            kept[interview, coder][about[0], about[1], about[2]] = count
    # Whether progress itself is right is another part's affair.
    pairs = set(connection.execute(select(progress.c.interview, progress.c.coder)).tuples())
    pairs |= {(each, EVERYBODY) for each in connection.execute(select(interviews.c.number)).scalars()}
    for interview, coder in sorted(pairs | kept.keys()):
        should = tallies_of(connection, interview, coder) if (interview, coder) in pairs else {}
        if should != kept.get((interview, coder), {}):
            yield f"tallies of coder {coder} in interview {interview} differ"


_PARTS: tuple[Callable[[Connection], Iterator[str]], ...] = (
    pages,
    words,
    _struck,
    _holding,
    _standing,
    _fragment_counts,
    _interview_counts,
    _progress,
    _tallies,
)


def _differences(connection: Connection, what: str, should: Select[Any], kept: Select[Any]) -> Iterator[str]:
    missing = len(connection.execute(except_(should, kept)).all())
    surplus = len(connection.execute(except_(kept, should)).all())
    if missing or surplus:
        yield f"{what}: {missing} missing, {surplus} too many"
