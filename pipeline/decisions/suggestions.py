"""Store a model's suggestions in place of earlier ones, except those on which people gave a verdict."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
)

from pipeline.codebook import NONE
from pipeline.decisions.codebook.newest import newest_codebook
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.deletions import delete_suggestions
from pipeline.decisions.database.identifiers import interview_number, parse_fragment_id
from pipeline.decisions.database.schema import (
    coder_codes,
    coder_fragments,
    fragments,
    interviews,
    scored_fragments,
    suggestions,
    unlike,
)
from pipeline.decisions.ledger.totals import count_fragments, count_interview
from pipeline.decisions.records import Suggestion
from pipeline.records import fragment_id

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftMark:
    """How an interview differs from the training set of `model`: in its `words`, its `probabilities`, or both."""

    interview: str
    model: str
    signs: tuple[str, ...]
    unknown_words: float
    usual_words: float
    shift: float | None
    usual_shift: float


def _save_drift_mark(connection: Connection, number: int, mark: DriftMark | None) -> None:
    connection.execute(delete(unlike).where(unlike.c.interview == number))
    if mark is not None:
        row = {name: getattr(mark, name) for name in DriftMark.__slots__} | {"signs": "|".join(mark.signs)}
        connection.execute(insert(unlike), row | {"interview": number})


def drift_marks(connection: Connection) -> dict[str, DriftMark]:
    """Interviews that are unlike the training set of the model that suggested codes for them, by id."""
    rows = connection.execute(
        select(unlike, interviews.c.id).join(interviews, interviews.c.number == unlike.c.interview)
    )
    plain = [name for name in DriftMark.__slots__ if name not in ("interview", "signs")]
    return {
        row.id: DriftMark(
            interview=row.id, signs=tuple(row.signs.split("|")), **{name: getattr(row, name) for name in plain}
        )
        for row in rows
    }


COLUMNS = ("dimension", "code", "probability", "rank", "suggested")

# What people have judged keeps the suggestion that they saw, or did not see.
_NOBODY_JUDGED = ~exists().where(coder_fragments.c.fragment == fragments.c.number)


def save_suggestions(
    connection: Connection,
    interview: str,
    model: str,
    frame: pd.DataFrame,
    *,
    suggested_at: datetime,
    drift_mark: DriftMark | None = None,
) -> int:
    """Store a model's suggestions for an interview in place of older ones; returns for how many fragments.

    Fragments with a verdict keep the suggestions that people saw. `frame` has the columns fragment_id, dimension,
    code, probability, rank and suggested. `drift_mark` tells how the interview differs from the training set of the
    model, None that it does not; it replaces an earlier mark.

    Raises:
        UnknownInterview: the interview is not in the study.
    """
    number = interview_number(connection, interview)
    numbers = _unjudged(connection, interview, true())
    touched = _replace(connection, number, numbers, model, frame, suggested_at)
    _save_drift_mark(connection, number, drift_mark)
    return len(touched)


def refresh_suggestions(
    connection: Connection,
    interview: str,
    model: str,
    frame: pd.DataFrame,
    *,
    suggested_at: datetime,
    leave: Collection[str] = (),
) -> list[str]:
    """Store a refreshed model's suggestions; returns the ids of the fragments on which others are shown now.

    Left as they are: fragments with a verdict, those that somebody has on screen (`leave`), and blind ones, on which
    all figures about the model rest.

    Raises:
        UnknownInterview: the interview is not in the study.
    """
    number = interview_number(connection, interview)
    numbers = _unjudged(connection, interview, fragments.c.blind != true())
    numbers = {each: at for each, at in numbers.items() if each not in leave}
    before = _shown(connection, numbers)
    _replace(connection, number, numbers, model, frame, suggested_at)
    after = _shown(connection, numbers)
    return [each for each, at in numbers.items() if before.get(at) != after.get(at)]


def _unjudged(connection: Connection, interview: str, among: ColumnElement[bool]) -> dict[str, int]:
    """The numbers of the fragments of an interview that nobody judged, by id."""
    number = interview_number(connection, interview)
    wanted = select(fragments.c.number, fragments.c.start, fragments.c.end).where(
        fragments.c.interview == number, fragments.c.live == true(), _NOBODY_JUDGED, among
    )
    return {fragment_id(interview, row.start, row.end): row.number for row in connection.execute(wanted)}


def _shown(connection: Connection, numbers: dict[str, int]) -> dict[int, set[tuple[str, str]]]:
    """The suggestions on screen at some fragments."""
    found: dict[int, set[tuple[str, str]]] = {}
    wanted = select(suggestions.c.fragment, suggestions.c.dimension, suggestions.c.code)
    for part in batched(list(numbers.values())):
        shown = wanted.where(suggestions.c.fragment.in_(part), suggestions.c.suggested == true())
        for row in connection.execute(shown):
            found.setdefault(row.fragment, set()).add((row.dimension, row.code))
    return found


def _replace(
    connection: Connection,
    interview: int,
    numbers: dict[str, int],
    model: str,
    frame: pd.DataFrame,
    suggested_at: datetime,
) -> list[int]:
    wanted = _offered(connection, frame[frame["fragment_id"].isin(list(numbers))])
    touched = [numbers[each] for each in dict.fromkeys(wanted["fragment_id"])]
    delete_suggestions(connection, touched)
    if touched:
        kept = [{"fragment": each, "model": model, "suggested_at": suggested_at} for each in touched]
        connection.execute(insert(scored_fragments), kept)
        connection.execute(insert(suggestions), _rows(wanted, numbers))
    count_fragments(connection, touched)
    count_interview(connection, interview)
    return touched


def _offered(connection: Connection, frame: pd.DataFrame) -> pd.DataFrame:
    """The suggestions, with none shown of a code that the codebook has no more: it changed while the model worked."""
    newest = newest_codebook(connection)
    if newest is None:
        return frame
    known = {*newest.open.keys, *((each.id, NONE) for each in newest)}
    columns = (frame[name] for name in ("dimension", "code", "suggested"))
    return frame.assign(
        suggested=[bool(shown) and (of, code) in known for of, code, shown in zip(*columns, strict=True)]
    )


def forget_suggestions(connection: Connection, numbers: Collection[int]) -> None:
    """Take away what was suggested for these fragments: a model has to look at them anew."""
    delete_suggestions(connection, numbers)
    count_fragments(connection, numbers)


def forget_of_interview(connection: Connection, number: int) -> None:
    """Take away what was suggested in an interview for fragments that nobody judged."""
    of_interview = select(fragments.c.number).where(fragments.c.interview == number, _NOBODY_JUDGED)
    forget_suggestions(connection, list(connection.execute(of_interview).scalars()))
    count_interview(connection, number)


def interviews_without_suggestions(
    connection: Connection, model: str, among: Sequence[str] | None = None, *, or_by: Collection[str] = ()
) -> list[str]:
    """Interviews (of these; default: all) with unjudged fragments that this model did not look at, by id.

    `or_by` are other models whose look counts as well: those that it became when it was refreshed.
    """
    known = [model, *or_by]
    if among is not None:
        parts = (_waiting(connection, known, interviews.c.id.in_(part)) for part in batched(among))
        return sorted(found for part in parts for found in part)
    return _waiting(connection, known, true())


def interviews_to_refresh(connection: Connection) -> list[str]:
    """Interviews with suggestions on fragments that nobody judged and that are not blind, by id."""
    wanted = (
        select(interviews.c.id)
        .join(fragments, fragments.c.interview == interviews.c.number)
        .join(scored_fragments, scored_fragments.c.fragment == fragments.c.number)
        .where(fragments.c.live == true(), fragments.c.blind != true(), _NOBODY_JUDGED)
        .distinct()
        .order_by(interviews.c.id)
    )
    return list(connection.execute(wanted).scalars())


def stored_at(connection: Connection, fragment: str) -> datetime | None:
    """When the suggestions on a fragment were stored; None where there are none."""
    interview, start, end = parse_fragment_id(fragment)
    here = and_(interviews.c.id == interview, fragments.c.start == start, fragments.c.end == end)
    wanted = (
        select(scored_fragments.c.suggested_at)
        .join(fragments, fragments.c.number == scored_fragments.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(here, fragments.c.live == true())
    )
    return connection.execute(wanted).scalar()


def open_count(connection: Connection) -> int:
    """How many shown suggestions nobody has answered, on fragments that nobody finished; blind ones never count."""
    answered = exists().where(
        coder_codes.c.fragment == suggestions.c.fragment,
        coder_codes.c.dimension == suggestions.c.dimension,
        coder_codes.c.code == suggestions.c.code,
    )
    waiting = (
        select(func.count())
        .select_from(suggestions)
        .join(fragments, fragments.c.number == suggestions.c.fragment)
        .where(suggestions.c.suggested == true(), fragments.c.live == true(), fragments.c.blind != true())
        .where(fragments.c.reviewed == 0, ~answered)
    )
    return connection.execute(waiting).scalar_one()


def _waiting(connection: Connection, known: Sequence[str], among: ColumnElement[bool]) -> list[str]:
    unseen = or_(scored_fragments.c.model.is_(None), scored_fragments.c.model.not_in(known))
    waiting = (
        select(fragments.c.interview)
        .outerjoin(scored_fragments, scored_fragments.c.fragment == fragments.c.number)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(among, fragments.c.live == true(), unseen, _NOBODY_JUDGED)
        .distinct()
    )
    wanted = select(interviews.c.id).where(interviews.c.number.in_(waiting)).order_by(interviews.c.id)
    return list(connection.execute(wanted).scalars())


def _rows(frame: pd.DataFrame, numbers: dict[str, int]) -> list[dict[str, object]]:
    columns = [frame[name].tolist() for name in COLUMNS]
    return [
        {"fragment": numbers[fragment], **dict(zip(COLUMNS, values, strict=True))}
        for fragment, *values in zip(frame["fragment_id"], *columns, strict=True)
    ]


def suggestions_of(connection: Connection, interview: str, *, only_shown: bool = False) -> list[Suggestion]:
    """The current suggestions: every code with its probability, or only those that the desk shows.

    In the order of the text, then by dimension and rank. Raises UnknownInterview.
    """
    here = fragments.c.interview == interview_number(connection, interview)
    return suggestions_where(connection, interview, here, only_shown=only_shown)


def suggestions_where(
    connection: Connection, interview: str, on: ColumnElement[bool], *, only_shown: bool
) -> list[Suggestion]:
    """The suggestions on those fragments of an interview that meet a condition."""
    place, said = fragments.c, suggestions.c
    here = and_(on, place.live == true())
    by = {
        row.number: {"fragment_id": fragment_id(interview, row.start, row.end), "model": row.model, "at": row.at}
        for row in connection.execute(
            select(
                place.number,
                place.start,
                place.end,
                scored_fragments.c.model,
                scored_fragments.c.suggested_at.label("at"),
            )
            .join(scored_fragments, scored_fragments.c.fragment == place.number)
            .where(here)
        )
    }
    wanted = (
        select(said.fragment, said.dimension, said.code, said.probability, said.rank, said.suggested)
        .join_from(fragments, suggestions, said.fragment == place.number)
        .where(here)
        .order_by(place.start, place.end, said.dimension, said.rank, said.code)
    )
    if only_shown:
        wanted = wanted.where(said.suggested == true())
    return [
        Suggestion(
            fragment_id=by[fragment]["fragment_id"],
            dimension=dimension,
            code=code,
            probability=probability,
            rank=rank,
            suggested=is_suggested,
            model=by[fragment]["model"],
            suggested_at=by[fragment]["at"],
        )
        for fragment, dimension, code, probability, rank, is_suggested in connection.execute(wanted).all()
    ]
