"""Store a changed transcript as a new version: passages that are still there keep their codes, others are listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, select, true, update

from pipeline.decisions.database.identifiers import interview_number
from pipeline.decisions.database.schema import coder_fragments, interviews
from pipeline.decisions.database.schema import fragments as fragments_table
from pipeline.decisions.ledger.totals import count_interview
from pipeline.decisions.records import Replacement, Reworded
from pipeline.decisions.suggestions import forget_suggestions
from pipeline.decisions.transcripts.anchor import match_spans
from pipeline.decisions.transcripts.fragments import add_fragments, retire
from pipeline.decisions.transcripts.sampling import is_drawn
from pipeline.decisions.transcripts.spans import Span, fragment_at, uncovered_spans
from pipeline.decisions.transcripts.versions import add_version
from pipeline.decisions.transcripts.versions import transcript as transcript_of
from pipeline.errors import LostCodes
from pipeline.records import Fragment, Transcript, fragment_id, passages, turn_at


def replace_transcript(
    connection: Connection,
    later: Transcript,
    cut: Sequence[Fragment],
    *,
    cut_by: str,
    taken_in_at: datetime,
    most_lost: float = 1.0,
    reworded: Reworded | None = None,
) -> Replacement:
    """Make a changed transcript the new version of the interview of its id; the earlier text is kept.

    Fragments whose words still stand, found by quote and context, keep what was said of them at their new place.
    The others are set aside, and those with verdicts listed as orphans. `fragments` cut the new text; of them only
    what no kept fragment covers is added. The same contents again change nothing. Suggestions for kept fragments
    that nobody judged and that have other words around them now are taken away, to be made anew. `reworded` is
    the stored text with the names that the new one uses: passages are looked for as they read there.

    Raises:
        UnknownInterview: there is no earlier version.
        LostCodes: of the fragments with verdicts a larger share than `most_lost` would become orphans.
    """
    number = interview_number(connection, later.id)
    before = transcript_of(connection, later.id)
    # The same file can hold another text: names in it were replaced, or are replaced otherwise now.
    if (before.sha256, before.text, before.turns) == (later.sha256, later.text, later.turns):
        return Replacement()
    old = _fragments(connection, number)
    now = {(row.start, row.end): (row.start, row.end) for row in old}
    if reworded is not None:
        before = reworded.transcript
        now = {span: (reworded.place(span[0]), reworded.place(span[1])) for span in now}
    roles = {turn.role for span in now.values() if (turn := turn_at(before, *span))}
    again = match_spans(before.text, list(now.values()), later, roles=roles)
    found = {span: again[place] for span, place in now.items() if place in again}
    gone = [row for row in old if (row.start, row.end) not in found]
    _refuse_losses(later, gone, old, most_lost)
    seen = contexts_of(before, list(now.values()))
    contexts = {span: seen[place] for span, place in now.items()}
    version = _new_version(connection, number, later, taken_in_at=taken_in_at)
    retire(connection, [row.number for row in gone])
    _move(connection, [row for row in old if (row.start, row.end) in found], found, version, later)
    added = _add_rest(connection, number, version, later, cut, sorted(found.values()), cut_by=cut_by)
    stale = _stale(old, found, contexts, contexts_of(later, _places(connection, number)))
    forget_suggestions(connection, stale)
    count_interview(connection, number)
    return Replacement(
        kept=len(found),
        added=added,
        dropped=len([row for row in gone if not row.judged]),
        orphans=tuple(fragment_id(later.id, row.start, row.end) for row in gone if row.judged),
    )


def _refuse_losses(later: Transcript, gone: Sequence[Row[Any]], old: Sequence[Row[Any]], most_lost: float) -> None:
    judged, lost = sum(row.judged for row in old), sum(row.judged for row in gone)
    if lost > most_lost * judged:
        raise LostCodes(later.id, later.source, lost, judged)


def contexts_of(transcript: Transcript, spans: Sequence[Span]) -> dict[Span, tuple[str, ...]]:
    """What stands around each span as far as a model may see it, white space aside."""
    seen = passages(transcript, spans)
    return {
        span: tuple(" ".join(part.split()) for part in (each.question, each.before, each.after))
        for span, each in zip(spans, seen, strict=True)
    }


def _stale(
    old: Sequence[Row[Any]],
    found: Mapping[Span, Span],
    before: Mapping[Span, tuple[str, ...]],
    after: Mapping[Span, tuple[str, ...]],
) -> list[int]:
    """Kept fragments that nobody judged and that a model would see otherwise now."""
    kept = [row for row in old if (row.start, row.end) in found and not row.judged]
    return [row.number for row in kept if before[row.start, row.end] != after[found[row.start, row.end]]]


def _places(connection: Connection, interview: int) -> list[Span]:
    return [(row.start, row.end) for row in _fragments(connection, interview)]


def _fragments(connection: Connection, interview: int) -> Sequence[Row[Any]]:
    column = fragments_table.c
    judged = exists().where(coder_fragments.c.fragment == column.number).label("judged")
    return connection.execute(
        select(column.number, column.start, column.end, judged)
        .where(column.interview == interview, column.live == true())
        .order_by(column.start)
    ).all()


def _new_version(connection: Connection, interview: int, later: Transcript, *, taken_in_at: datetime) -> int:
    row = connection.execute(select(interviews).where(interviews.c.number == interview)).one()
    version = int(row.version) + 1
    add_version(connection, interview, version, later, taken_in_at=taken_in_at)
    changed = {
        "version": version,
        "words": sum(len(later.words_of(turn).split()) for turn in later.turns),
        "metadata": later.metadata or row.metadata,
    }
    connection.execute(update(interviews).where(interviews.c.number == interview).values(changed))
    return version


def _move(
    connection: Connection, rows: Sequence[Row[Any]], found: Mapping[Span, Span], version: int, later: Transcript
) -> None:
    numbers = [row.number for row in rows]
    # Set aside while they move: on the way two could stand at one place.
    connection.execute(update(fragments_table).where(fragments_table.c.number.in_(numbers)).values(live=False))
    for row in rows:
        start, end = found[row.start, row.end]
        turn = turn_at(later, start, end)
        moved = {"version": version, "start": start, "end": end, "text": later.text[start:end], "live": True}
        moved["turn"] = turn.index if turn else 0
        connection.execute(update(fragments_table).where(fragments_table.c.number == row.number).values(moved))


def _add_rest(
    connection: Connection,
    interview: int,
    version: int,
    later: Transcript,
    cut: Sequence[Fragment],
    taken: Sequence[Span],
    *,
    cut_by: str,
) -> int:
    """Fragments for the words that no kept one covers, drawn to be blind as at ingest."""
    share, seed = connection.execute(
        select(interviews.c.blind_share, interviews.c.seed).where(interviews.c.number == interview)
    ).one()
    new = [fragment_at(later, span) for span in uncovered_spans(later, cut, taken)]
    whole = {(each.start, each.end): each for each in cut}
    new = [whole.get((each.start, each.end), each) for each in new]
    add_fragments(
        connection,
        interview,
        version,
        ((each, is_drawn(each.id, share=share, seed=seed), share, cut_by) for each in new),
    )
    return len(new)
