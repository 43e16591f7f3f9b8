"""Code frequencies per coder, computed from per-interview totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, String, and_, bindparam, case, func, or_, select

from pipeline.decisions.coders.blinding import held_totals, sees_only_own, visibility_for
from pipeline.decisions.database.identifiers import NOBODY, known_coder
from pipeline.decisions.database.schema import coder_codes, fragments, interviews, progress, tallies
from pipeline.decisions.ledger.rules import HELD_STATUSES, CodeKey
from pipeline.records import fragment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewFrequencies:
    """Of one interview: how many fragments are reviewed, and in how many of them each code holds."""

    interview: str
    metadata: Mapping[str, str]
    reviewed: int
    codes: Mapping[CodeKey, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleFragment:
    """A fragment that shows what a code is."""

    fragment_id: str
    interview: str
    anchor: str
    text: str


def most_given(connection: Connection, coder: str, *, most: int) -> list[CodeKey]:
    """The codes that hold on most fragments, as far as this coder may see it, most first."""
    who = known_coder(connection, coder) or NOBODY
    total = func.sum(tallies.c.fragments)
    wanted = (
        select(tallies.c.dimension, tallies.c.code)
        .select_from(interviews.join(tallies, held_totals(who)))
        .group_by(tallies.c.dimension, tallies.c.code)
        .having(total > 0)
        .order_by(total.desc(), tallies.c.dimension, tallies.c.code)
        .limit(most)
    )
    return [(dimension, code) for dimension, code in connection.execute(wanted)]


def counted(connection: Connection, coder: str) -> list[InterviewFrequencies]:
    """Per interview how much is reviewed and how often each code holds, as this coder may see it."""
    codes: dict[int, dict[CodeKey, int]] = defaultdict(dict)
    who = known_coder(connection, coder) or NOBODY
    for row in connection.execute(select(tallies).select_from(interviews.join(tallies, held_totals(who)))):
        codes[row.interview][row.dimension, row.code] = row.fragments
    wanted = (
        select(
            interviews.c.number,
            interviews.c.id,
            interviews.c.metadata,
            case((sees_only_own(who), func.coalesce(progress.c.reviewed, 0)), else_=interviews.c.reviewed).label(
                "done"
            ),
        )
        .outerjoin(progress, and_(progress.c.interview == interviews.c.number, progress.c.coder == who))
        .where(interviews.c.forgotten_at.is_(None))
        .order_by(interviews.c.id)
    )
    return [
        InterviewFrequencies(interview=row.id, metadata=row.metadata, reviewed=row.done, codes=codes[row.number])
        for row in connection.execute(wanted)
    ]


def fragments_with(connection: Connection, codes: Iterable[CodeKey], coder: str) -> int:
    """On how many fragments any of these codes holds, as this coder may see it."""
    eyes = visibility_for(connection, coder)
    of = or_(*(and_(coder_codes.c.dimension == dimension, coder_codes.c.code == code) for dimension, code in codes))
    wanted = (
        select(func.count(fragments.c.number.distinct()))
        .select_from(eyes.joined.join(coder_codes, coder_codes.c.fragment == fragments.c.number))
        .where(of, coder_codes.c.status.in_(HELD_STATUSES), coder_codes.c.coder == eyes.coder)
    )
    return connection.execute(wanted).scalar_one()


def samples(
    connection: Connection, codes: Iterable[CodeKey], coder: str, *, each: int
) -> dict[CodeKey, list[ExampleFragment]]:
    """Per code some fragments on which it holds, as this coder may see them."""
    wanted = _samples(connection, coder).limit(each)
    found: dict[CodeKey, list[ExampleFragment]] = {}
    for code in codes:
        rows = connection.execute(wanted, {"dimension": code[0], "code": code[1]})
        found[code] = [
            ExampleFragment(
                fragment_id=fragment_id(row.id, row.start, row.end),
                interview=row.id,
                anchor=f"{row.start}-{row.end}",
                text=row.text,
            )
            for row in rows
        ]
    return found


def _samples(connection: Connection, coder: str) -> Select[Any]:
    eyes = visibility_for(connection, coder)
    # In the order of the index of the code, so that the first few end the search.
    return (
        select(fragments.c.start, fragments.c.end, fragments.c.text, interviews.c.id)
        .select_from(eyes.joined.join(coder_codes, coder_codes.c.fragment == fragments.c.number))
        .where(
            coder_codes.c.dimension == bindparam("dimension", type_=String),
            coder_codes.c.code == bindparam("code", type_=String),
            coder_codes.c.status.in_(HELD_STATUSES),
            coder_codes.c.coder == eyes.coder,
        )
    )
