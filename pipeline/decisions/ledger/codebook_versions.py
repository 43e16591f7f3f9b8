"""Versions of the codebook: record one with all that follows from it, and read them.

A version keeps the whole codebook, who made it, when, why, and which code became which. The ledger is not rewritten:
what holds now is computed anew for every verdict whose code counts as another one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from pipeline.codebook import Codebook, CodeKey
from pipeline.codebook.changes import Change, Edited, Move, differences
from pipeline.decisions.codebook.mapping import CodeMapping
from pipeline.decisions.codebook.recorded_mapping import code_mapping
from pipeline.decisions.codebook.rows import hide_suggestions, move_notes, move_suggestions, noted_codes
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.schema import (
    codebook_versions,
    codebooks,
    coder_codes,
    coder_fragments,
    decisions,
    fragments,
)
from pipeline.decisions.ledger.codebooks import codebook_of, keep_codebook
from pipeline.decisions.ledger.projection import update_projection
from pipeline.decisions.ledger.rules import HELD_STATUSES, Pair
from pipeline.decisions.ledger.totals import count_fragments, count_interview
from pipeline.decisions.records import CodebookVersion
from pipeline.errors import InvalidChange
from pipeline.messages import Message

CHANGED_MEANWHILE = Message(
    "Somebody changed the codebook meanwhile, so nothing was changed. Look again, and repeat it."
)


def newest_version(connection: Connection) -> CodebookVersion | None:
    """The codebook as it is now, with its version; None before the first one was recorded."""
    row = connection.execute(_rows().order_by(codebook_versions.c.number.desc()).limit(1)).first()
    return None if row is None else _version(row)


def newest_number(connection: Connection) -> int:
    """The number of the newest version; 0 before the first."""
    return connection.execute(select(func.max(codebook_versions.c.number))).scalar() or 0


def all_versions(connection: Connection) -> list[CodebookVersion]:
    """Every version, oldest first."""
    return [_version(row) for row in connection.execute(_rows().order_by(codebook_versions.c.number))]


def last_used_codebook(connection: Connection) -> Codebook | None:
    """The codebook of the newest entry of the ledger; None without entries."""
    newest = select(decisions.c.codebook).order_by(decisions.c.number.desc()).limit(1)
    stamp = connection.execute(newest).scalar()
    known = stamp and connection.execute(select(codebooks.c.stamp).where(codebooks.c.stamp == stamp)).scalar()
    return codebook_of(connection, known) if known else None


def mark_written(connection: Connection, number: int) -> None:
    """Note that `codebook.yaml` was written with this version."""
    connection.execute(update(codebook_versions).where(codebook_versions.c.number == number).values(on_file=True))


def used_codes(connection: Connection) -> dict[CodeKey, int]:
    """The codes, as they count now, that are used anywhere; with the number of verdicts in which each holds now."""
    columns = coder_codes.c
    found = dict.fromkeys(noted_codes(connection), 0)
    found |= {(of, mapped): 0 for of, mapped in _named_in_ledger(connection, code_mapping(connection))}
    held = select(columns.dimension, columns.code, func.count()).where(columns.status.in_(HELD_STATUSES))
    for dimension, code, count in connection.execute(held.group_by(columns.dimension, columns.code)):
        found[dimension, code] = count
    return found


def _named_in_ledger(connection: Connection, mapping: CodeMapping) -> set[CodeKey]:
    found: set[CodeKey] = set()
    for version, entry in _periods(connection):
        for column in (decisions.c.code, decisions.c.instead_of):
            wanted = select(decisions.c.dimension, column).where(entry, column.is_not(None)).distinct()
            for dimension, code in connection.execute(wanted).tuples():
                found.add((dimension, mapping.given_in(dimension, code, version)))
    return found


def _periods(connection: Connection) -> Iterator[tuple[int, Any]]:
    """The versions, each with the condition that an entry was added under it."""
    columns = codebook_versions.c
    rows = connection.execute(select(columns.number, columns.entries).order_by(columns.number)).tuples().all()
    starts = [(0, 0), *rows]
    for (number, first), after in zip(starts, [*rows, None], strict=True):
        entry = decisions.c.number > first
        yield number, entry if after is None else and_(entry, decisions.c.number <= after[1])


def record_version(
    connection: Connection,
    edited: Edited,
    *,
    coder: str,
    why: str,
    at: datetime,
    base: int,
    restores: int | None = None,
    on_file: bool = False,
) -> CodebookVersion:
    """Record a codebook as the next version after `base`, and let everything follow it that says what holds now.

    Raises:
        InvalidChange: another version came meanwhile, a used code would be lost, or a dimension that is used would
            have room for another number of codes.
    """
    before = newest_version(connection)
    if (before.number if before else 0) != base:
        raise InvalidChange(CHANGED_MEANWHILE)
    moves = _effective(edited.moves)
    if before is not None:
        _refuse_losses(connection, before.codebook, Edited(codebook=edited.codebook, moves=moves))
    earlier = code_mapping(connection)
    keep_codebook(connection, edited.codebook)
    changes = differences(before.codebook, edited.codebook, moves) if before else ()
    ends = select(func.max(codebook_versions.c.entries)).union_all(select(func.max(decisions.c.number)))
    row = {
        "number": base + 1,
        "stamp": edited.codebook.stamp,
        "at": at,
        "coder": coder,
        "why": why,
        "changes": json.dumps([change.facts() for change in changes]),
        "moves": json.dumps(moves) if moves else "",
        "restores": restores,
        "entries": max(each or 0 for each in connection.execute(ends).scalars()),
        "on_file": on_file,
    }
    connection.execute(insert(codebook_versions), row)
    _follow(connection, earlier, moves, edited.codebook)
    version = newest_version(connection)
    assert version is not None
    return version


def _effective(moves: Sequence[Move]) -> tuple[Move, ...]:
    return tuple(move for move in moves if move[1] != move[2])


def _refuse_losses(connection: Connection, before: Codebook, edited: Edited) -> None:
    used, after = used_codes(connection), set(edited.codebook.keys)
    moved = {(dimension, old) for dimension, old, _ in edited.moves}
    lost = [key for key in before.keys if key in used and key not in after and key not in moved]
    if lost:
        raise InvalidChange(
            Message(
                "Code %(code)s is used, so it cannot be taken out. Retire it instead: it keeps its verdicts and is not "
                "offered any more.",
                code=repr(".".join(lost[0])),
            )
        )
    for dimension in before:
        is_used = any(of == dimension.id for of, _ in used)
        if is_used and edited.codebook.dimension(dimension.id).values != dimension.values:
            raise InvalidChange(
                Message(
                    "Dimension %(dimension)s is used, so whether it has room for one code or for many stays as it is.",
                    dimension=repr(dimension.id),
                )
            )


def _follow(connection: Connection, earlier: CodeMapping, moves: Sequence[Move], codebook: Codebook) -> None:
    """Bring everything in line that names codes or counts them."""
    touched: set[int] = set()
    if moves:
        move_notes(connection, moves)
        touched |= move_suggestions(connection, moves, {each.id for each in codebook if each.single})
    touched |= hide_suggestions(connection, codebook.retired)
    pairs = _pairs_of(connection, earlier, code_mapping(connection)) | _coders_on(connection, touched)
    if pairs:
        update_projection(connection, pairs)
        _refuse_two_in_one(connection, codebook, {fragment for fragment, _ in pairs})
    count_fragments(connection, sorted(touched))
    for interview in _interviews_of(connection, touched):
        count_interview(connection, interview)


def _pairs_of(connection: Connection, earlier: CodeMapping, later: CodeMapping) -> set[Pair]:
    """The fragments and coders with an entry whose code counts as another one now."""
    found: set[Pair] = set()
    for version, entry in _periods(connection):
        for column in (decisions.c.code, decisions.c.instead_of):
            named = select(decisions.c.dimension, column).where(entry, column.is_not(None)).distinct()
            changed: dict[str, list[str]] = defaultdict(list)
            for dimension, code in connection.execute(named).tuples().all():
                known = min(version, earlier.newest)
                if earlier.given_in(dimension, code, known) != later.given_in(dimension, code, version):
                    changed[dimension].append(code)
            about = [and_(decisions.c.dimension == of, column.in_(codes)) for of, codes in changed.items()]
            if about:
                wanted = select(decisions.c.fragment, decisions.c.coder).where(entry, or_(*about)).distinct()
                found |= set(connection.execute(wanted).tuples())
    return found


def _coders_on(connection: Connection, touched: Collection[int]) -> set[Pair]:
    found: set[Pair] = set()
    for part in batched(sorted(touched)):
        columns = coder_fragments.c
        wanted = select(columns.fragment, columns.coder).where(columns.fragment.in_(part))
        found |= set(connection.execute(wanted).tuples())
    return found


def _interviews_of(connection: Connection, touched: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in batched(sorted(touched)):
        found |= set(connection.execute(select(fragments.c.interview).where(fragments.c.number.in_(part))).scalars())
    return found


def _refuse_two_in_one(connection: Connection, codebook: Codebook, touched: Collection[int]) -> None:
    """Refuse a change after which two codes would hold where there is room for one."""
    columns = coder_codes.c
    for part in batched(sorted(touched)):
        held = and_(columns.fragment.in_(part), columns.status.in_(HELD_STATUSES))
        several = select(columns.dimension).where(held).group_by(columns.fragment, columns.coder, columns.dimension)
        for dimension in set(connection.execute(several.having(func.count() > 1)).scalars()):
            if dimension in codebook.dimension_ids and codebook.dimension(dimension).single:
                raise InvalidChange(
                    Message(
                        "Two codes would hold on a fragment in dimension %(dimension)s, which has room for one. Remove "
                        "one of them at the desk first.",
                        dimension=repr(dimension),
                    )
                )


def _rows() -> Any:  # noqa: ANN401  # a select over two tables
    return select(codebook_versions, codebooks.c.contents).join(
        codebooks, codebooks.c.stamp == codebook_versions.c.stamp
    )


def _version(row: Row[Any]) -> CodebookVersion:
    return CodebookVersion(
        number=row.number,
        codebook=Codebook.model_validate_json(row.contents),
        at=row.at,
        coder=row.coder,
        why=row.why,
        changes=tuple(Change.from_facts(each) for each in json.loads(row.changes)),
        moves=tuple((of, old, new) for of, old, new in json.loads(row.moves or "[]")),
        restores=row.restores,
        on_file=bool(row.on_file),
    )
