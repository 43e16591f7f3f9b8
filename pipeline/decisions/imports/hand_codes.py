"""Store hand codes as verdicts: all or none, and once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select, true, update

from pipeline.codebook import Codebook
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.identifiers import coder_number, fragment_numbers
from pipeline.decisions.database.schema import coder_fragments, fragments, imported_rows, interviews
from pipeline.decisions.imports.hand_codes_check import InterviewFragments, problems
from pipeline.decisions.ledger.acts import insert_act
from pipeline.decisions.ledger.codebooks import judged_dimensions, keep_codebook
from pipeline.decisions.ledger.entries import add_entries, as_row
from pipeline.decisions.ledger.projection import states_of, update_projection
from pipeline.decisions.ledger.rules import Pair, State
from pipeline.decisions.ledger.totals import count_interview
from pipeline.decisions.transcripts.fragments import add_fragments, retire
from pipeline.decisions.transcripts.sampling import is_drawn
from pipeline.decisions.transcripts.spans import BY_HAND, FragmentSpan, Span, fragment_at, uncovered_spans
from pipeline.decisions.transcripts.versions import transcript
from pipeline.errors import InvalidCodes
from pipeline.records import Action, Decision, HandCoded, fragment_id


def cut_by_hand(connection: Connection, ground: InterviewFragments, spans: Sequence[Span]) -> None:
    """Make these spans fragments, coded by hand: blind, and certain to be so.

    A span that is a fragment already, and that nobody judged, only becomes blind. Automatic fragments that a span
    crosses are set aside; words of theirs that no span covers become fragments again, drawn as at ingest.
    """
    known = {(each.start, each.end): each for each in ground.fragments}
    fresh = [span for span in spans if span not in known]
    certain = [known[span].number for span in spans if span in known and not known[span].judged]
    for part in batched(certain):
        connection.execute(
            update(fragments).where(fragments.c.number.in_(part)).values(blind=True, sampling_probability=1.0)
        )
    crossed = {each.number: each for span in fresh for each in ground.crossed_by(span)}
    retire(connection, crossed)
    version, share, seed = connection.execute(
        select(interviews.c.version, interviews.c.blind_share, interviews.c.seed).where(
            interviews.c.number == ground.number
        )
    ).one()
    cut = [(fragment_at(ground.transcript, span), True, 1.0, BY_HAND) for span in fresh]
    for span in uncovered_spans(ground.transcript, crossed.values(), fresh):
        rest = fragment_at(ground.transcript, span)
        cut.append((rest, is_drawn(rest.id, share=share, seed=seed), share, BY_HAND))
    add_fragments(connection, ground.number, version, cut)


IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row with the fragment and coder that it speaks of, and its codes as one word."""

    said: HandCoded
    pair: Pair
    codes: str


def import_codes(
    connection: Connection, coded: Sequence[HandCoded], codebook: Codebook, *, source: str, decided_at: datetime
) -> dict[str, int]:
    """Store hand-coded rows as their coder's finished, blind verdicts: all of them, or none.

    A row that was imported before is passed over. Hand cuts take the place of automatic fragments that nobody
    gave a verdict on. Returns counts: rows, known, interviews, fragments, codes.

    Raises:
        InvalidCodes: names every row that does not fit the transcripts, the codebook or another row.
    """
    grounds = _grounds(connection, {row.transcript_id for row in coded})
    found = problems(coded, grounds, codebook)
    if found or not coded:
        raise InvalidCodes(source, found or ["row 2: there are no rows in the file"])
    keep_codebook(connection, codebook)
    spans: dict[str, set[Span]] = defaultdict(set)
    for row in coded:
        spans[row.transcript_id].add((row.start, row.end))
    for interview, wanted in spans.items():
        cut_by_hand(connection, grounds[interview], sorted(wanted))
    fresh = _not_imported_before(connection, _rows(connection, coded))
    codes = _say(connection, fresh, codebook, source=source, decided_at=decided_at)
    for interview in spans:
        count_interview(connection, grounds[interview].number)
    return {
        "rows": len(coded),
        "known": len(coded) - len(fresh),
        "interviews": len(spans),
        "fragments": len({row.pair[0] for row in fresh}),
        "codes": codes,
    }


def _grounds(connection: Connection, wanted: Iterable[str]) -> dict[str, InterviewFragments]:
    found = {}
    columns = fragments.c
    judged = exists().where(coder_fragments.c.fragment == columns.number).label("judged")
    for interview in sorted(wanted):
        number = connection.execute(select(interviews.c.number).where(interviews.c.id == interview)).scalar()
        if number is None:
            continue
        rows = connection.execute(
            select(columns.number, columns.start, columns.end, judged)
            .where(columns.interview == number, columns.live == true())
            .order_by(columns.start)
        )
        found[interview] = InterviewFragments(
            number=number,
            transcript=transcript(connection, interview),
            fragments=tuple(
                FragmentSpan(number=row.number, start=row.start, end=row.end, judged=bool(row.judged)) for row in rows
            ),
        )
    return found


def _rows(connection: Connection, coded: Sequence[HandCoded]) -> list[_Row]:
    ids = [fragment_id(row.transcript_id, row.start, row.end) for row in coded]
    numbers = fragment_numbers(connection, dict.fromkeys(ids))
    coders = {name: coder_number(connection, name) for name in dict.fromkeys(row.coder for row in coded)}
    return [
        _Row(said=row, pair=(numbers[id_], coders[row.coder]), codes=_as_one_word(row))
        for row, id_ in zip(coded, ids, strict=True)
    ]


def _as_one_word(row: HandCoded) -> str:
    return ";".join(f"{dimension}={'|'.join(sorted(codes))}" for dimension, codes in sorted(row.codes.items()))


def _not_imported_before(connection: Connection, rows: Sequence[_Row]) -> list[_Row]:
    known: set[tuple[int, int, str]] = set()
    for part in batched(sorted({row.pair[0] for row in rows})):
        wanted = select(imported_rows.c.fragment, imported_rows.c.coder, imported_rows.c.codes).where(
            imported_rows.c.fragment.in_(part)
        )
        known.update((fragment, coder, codes) for fragment, coder, codes in connection.execute(wanted))
    return [row for row in rows if (*row.pair, row.codes) not in known]


def _say(connection: Connection, rows: Sequence[_Row], codebook: Codebook, *, source: str, decided_at: datetime) -> int:
    """Add what the rows say beyond what holds; returns how many codes were given."""
    states = states_of(connection, {row.pair[0] for row in rows})
    judged = judged_dimensions(connection, {row.pair[0] for row in rows})
    stamp = codebook.stamp
    acts: dict[int, int] = {}
    entries: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for row in rows:
        coder = row.pair[1]
        if coder not in acts:
            acts[coder] = insert_act(connection, coder, IMPORT, at=decided_at, source=source)
        state = states.get(row.pair, State())
        new = judged.get(row.pair, set()) if state.finished else set()
        for decision in _decisions(row, state, new, stamp, decided_at):
            entry = as_row(decision, row.pair, act=acts[coder], blind=True, informed=None)
            entry["judged"] = _judged(row, codebook) if decision.action is Action.REVIEWED else None
            entries.append(entry)
        kept.append({"fragment": row.pair[0], "coder": coder, "codes": row.codes, "act": acts[coder]})
    add_entries(connection, entries)
    if kept:
        connection.execute(imported_rows.insert(), kept)
    update_projection(connection, {row.pair for row in rows})
    return sum(entry["action"] == Action.ADDED for entry in entries)


def _decisions(row: _Row, state: State, judged: set[str], stamp: str, decided_at: datetime) -> Iterable[Decision]:
    def said(action: Action, dimension: str | None = None, code: str | None = None) -> Decision:
        return Decision(
            fragment_id=fragment_id(row.said.transcript_id, row.said.start, row.said.end),
            coder=row.said.coder,
            action=action,
            decided_at=row.said.at or decided_at,
            codebook=stamp,
            dimension=dimension,
            code=code,
        )

    for dimension, codes in row.said.codes.items():
        held = state.holding_in(dimension)
        yield from (said(Action.REMOVED, dimension, code) for code in held if code not in codes)
        yield from (said(Action.ADDED, dimension, code) for code in dict.fromkeys(codes) if code not in held)
    if not judged >= row.said.codes.keys():
        yield said(Action.REVIEWED)


def _judged(row: _Row, codebook: Codebook) -> str | None:
    """The dimensions that the row speaks of; None when these are all there are."""
    spoken = [dimension for dimension in codebook.dimension_ids if dimension in row.said.codes]
    return None if len(spoken) == len(codebook.dimension_ids) else "|".join(spoken)
