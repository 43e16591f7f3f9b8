"""Training labels: per dimension the passages that people judged, and the codes they gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.codebook import NONE, Dimension
from pipeline.records import Example, Passage

Matrix = NDArray[Any]
Marks = NDArray[np.bool_]
Column = Sequence[Any] | NDArray[Any]
"""A value per row."""


UNJUDGED = None
"""Stands where nobody judged a dimension of a passage."""

_BETWEEN = "|"


@dataclass(frozen=True, kw_only=True)
class LabelSet:
    """What can be learnt from some rows: a 0/1 column per value, and the interview of each row.

    `rows` are the places of its rows among all that are learnt from; `foreign` ones are another study's, `told` ones
    the codebook's examples. `expected` is the score of each cell by the codebook's keywords. Where one value holds at
    most (`single`), "none" is a value too: each row of `given` adds up to 1.
    """

    values: tuple[Any, ...]
    single: bool
    given: Matrix
    interviews: NDArray[Any]
    rows: NDArray[np.intp]
    foreign: Marks
    told: Marks
    expected: Matrix

    @property
    def own(self) -> Marks:
        """The rows that the team coded itself: on them a model is judged."""
        return ~(self.foreign | self.told)


L = TypeVar("L", bound=LabelSet)


def lesson_of(
    values: Column,
    given: Matrix,
    *,
    single: bool,
    rows: NDArray[np.intp],
    groups: Column | None,
    foreign: Column | None,
    told: Column | None = None,
) -> LabelSet:
    """A lesson of some rows of all; `groups`, `foreign` and `told` are of all rows, and may be left out."""
    return LabelSet(
        values=tuple(values),
        single=single,
        given=given,
        interviews=rows if groups is None else np.asarray(groups)[rows],
        rows=rows,
        foreign=marks_of(foreign, rows),
        told=marks_of(told, rows),
        expected=np.zeros(given.shape, dtype=np.float32),
    )


def marks_of(column: Column | None, rows: NDArray[np.intp]) -> Marks:
    """What a column marks among some rows; without a column, none of them."""
    return np.zeros(len(rows), dtype=bool) if column is None else np.asarray(column, dtype=bool)[rows]


@dataclass(frozen=True, kw_only=True)
class DimensionLabels(LabelSet):
    """One dimension's lesson with the passages that people judged; its values are codes, and "none" the last."""

    dimension: Dimension
    passages: tuple[Passage, ...]

    def counts(self) -> dict[str, int]:
        """How many examples each value has among what people coded."""
        coded = self.given[~self.told].sum(axis=0)
        return {value: int(count) for value, count in zip(self.values, coded, strict=True)}


def values_of(dimension: Dimension) -> tuple[str, ...]:
    """The values that get a probability: the codes, and "none" where at most one code may hold."""
    return (*dimension.code_ids, NONE) if dimension.single else dimension.code_ids


def cells_of(examples: Sequence[Example], dimensions: Iterable[Dimension]) -> NDArray[Any]:
    """A row per example, a column per dimension: the codes as a file of hand codes has them, joined by a bar."""
    ids = [dimension.id for dimension in dimensions]
    cells = [[_cell(example.codes.get(each, UNJUDGED)) for each in ids] for example in examples]
    return np.array(cells, dtype=object).reshape(len(examples), len(ids))


def _cell(codes: Sequence[str] | None) -> str | None:
    return UNJUDGED if codes is UNJUDGED else _BETWEEN.join(codes)


def given_in(cells: Column, dimension: Dimension) -> Matrix:
    """A 0/1 column per value of the dimension; ValueError where a cell holds a code that it does not have."""
    values = values_of(dimension)
    given = np.zeros((len(cells), len(values)))
    for row, cell in enumerate(cells):
        # No code at all is the value "none", which is written as an empty cell too.
        for code in cell.split(_BETWEEN) if cell or dimension.single else ():
            given[row, values.index(code)] = 1.0
    return given


def cells_told(shown: Marks, values: Column) -> list[str]:
    """What is suggested, a cell per row."""
    return [_BETWEEN.join(value for value, here in zip(values, row, strict=True) if here) for row in shown]


def target_of(
    dimension: Dimension, examples: Sequence[Example], foreign: Marks | None = None, told: Marks | None = None
) -> DimensionLabels:
    """The lesson for one dimension: only the examples in which somebody judged it."""
    [cells] = cells_of(examples, [dimension]).T
    interviews = np.array([example.passage.transcript_id for example in examples], dtype=np.str_)
    lesson = judged_in(cells, dimension, interviews, foreign, told)
    known = {each.name: getattr(lesson, each.name) for each in fields(lesson)}
    return DimensionLabels(dimension=dimension, passages=tuple(examples[row].passage for row in lesson.rows), **known)


def judged_in(
    cells: NDArray[Any],
    dimension: Dimension,
    groups: Column | None,
    foreign: Column | None,
    told: Column | None = None,
) -> LabelSet:
    """The lesson that a column of such cells is."""
    rows = np.array([row for row, cell in enumerate(cells) if isinstance(cell, str)], dtype=np.intp)
    given = given_in(cells[rows], dimension)
    values = values_of(dimension)
    return lesson_of(values, given, single=dimension.single, rows=rows, groups=groups, foreign=foreign, told=told)


def rows_of(lesson: L, chosen: NDArray[np.intp]) -> L:
    """The same labels of some of the rows; a dimension's passages stay what they are."""
    return replace(
        lesson,
        given=lesson.given[chosen],
        interviews=lesson.interviews[chosen],
        rows=lesson.rows[chosen],
        foreign=lesson.foreign[chosen],
        told=lesson.told[chosen],
        expected=lesson.expected[chosen],
    )


def some_of(target: DimensionLabels, chosen: NDArray[np.intp]) -> DimensionLabels:
    """The same lesson from some of its rows."""
    return replace(rows_of(target, chosen), passages=tuple(target.passages[row] for row in chosen))
