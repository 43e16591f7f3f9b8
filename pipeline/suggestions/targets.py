"""What is to be learnt: per dimension the passages that people judged, and the codes they gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.codebook import NONE, Dimension
from pipeline.records import Example, Passage

Matrix = NDArray[Any]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Target:
    """One dimension's lesson: passages, a 0/1 column per value, and the interview of each passage.

    `rows` are the places of its passages among all examples; `foreign` ones are another study's. `expected` is the
    score of each cell by the codebook's keywords. `values` are the dimension's codes; a single-valued dimension has
    "none" as its last value, so that each of its rows of `given` adds up to 1.
    """

    dimension: Dimension
    values: tuple[str, ...]
    passages: tuple[Passage, ...]
    given: Matrix
    interviews: NDArray[np.str_]
    rows: NDArray[np.intp]
    foreign: Marks
    expected: Matrix

    @property
    def single(self) -> bool:
        """Whether exactly one value holds in every row."""
        return self.dimension.single

    def counts(self) -> dict[str, int]:
        """How many examples each value has."""
        return {value: int(count) for value, count in zip(self.values, self.given.sum(axis=0), strict=True)}


def values_of(dimension: Dimension) -> tuple[str, ...]:
    """The values that get a probability: the codes, and "none" where at most one code may hold."""
    return (*dimension.code_ids, NONE) if dimension.single else dimension.code_ids


def target_of(dimension: Dimension, examples: Sequence[Example], foreign: Marks | None = None) -> Target:
    """The lesson for one dimension: only the examples in which somebody judged it."""
    rows = [row for row, example in enumerate(examples) if dimension.id in example.codes]
    judged = [examples[row] for row in rows]
    values = values_of(dimension)
    given = np.zeros((len(judged), len(values)))
    for row, example in enumerate(judged):
        held = example.codes[dimension.id] or ((NONE,) if dimension.single else ())
        for code in held:
            given[row, values.index(code)] = 1.0
    return Target(
        dimension=dimension,
        values=values,
        passages=tuple(example.passage for example in judged),
        given=given,
        interviews=np.array([example.passage.transcript_id for example in judged], dtype=np.str_),
        rows=np.array(rows, dtype=np.intp),
        foreign=np.zeros(len(rows), dtype=bool) if foreign is None else foreign[rows],
        expected=np.zeros(given.shape, dtype=np.float32),
    )


def some_of(target: Target, chosen: NDArray[np.intp]) -> Target:
    """The same lesson from some of its rows."""
    return replace(
        target,
        passages=tuple(target.passages[row] for row in chosen),
        given=target.given[chosen],
        interviews=target.interviews[chosen],
        rows=target.rows[chosen],
        foreign=target.foreign[chosen],
        expected=target.expected[chosen],
    )
