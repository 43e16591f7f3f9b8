"""Batches of whole interviews with what people read in them and what the model predicts, summed per code.

A study of a thousand interviews has millions of suggestions, which are never in memory together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.results.prevalence.estimator import InterviewSums, Numbers, Sample, concatenated, shown_sums, sums_of
from pipeline.results.verdict_tables import NO_CODES, Tables, codes_by_coder, finished_blind, suggested_codes

if TYPE_CHECKING:
    from pipeline.codebook import Codebook, Dimension

Flags = NDArray[np.bool_]
Codes = Mapping[str, frozenset[str]]

UNITS = ("fragments", "words")
"""The units of which shares are computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewBatch:
    """All fragments of some interviews (rows of the table `fragments`), and the suggestions of one model for them."""

    fragments: pd.DataFrame
    suggestions: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanCodes:
    """The codes of people in the whole study: fragments finished blind, and the final codes by dimension."""

    blind: frozenset[str]
    codes: Mapping[str, Codes]

    @classmethod
    def from_tables(cls, tables: Tables, codebook: Codebook) -> HumanCodes:
        """Read the codes of people from the tables."""
        return cls(blind=frozenset(finished_blind(tables)), codes={each.id: _found(tables, each) for each in codebook})


def _found(tables: Tables, dimension: Dimension) -> Codes:
    codes: dict[str, frozenset[str]] = {}
    for (fragment, _), each in codes_by_coder(tables, dimension.id, final=True).items():
        codes[fragment] = codes.get(fragment, NO_CODES) | each
    return codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The fragments of a batch and what people read of them; `scorable`: all other interviews were scored."""

    fragments: tuple[str, ...]
    interview: pd.Series[str]
    number: NDArray[np.int64]  # index of each fragment's interview
    words: Numbers
    whole: Flags
    weight: Numbers
    scored: Flags
    scorable: bool
    models: frozenset[str]  # models that scored interviews which people did not read wholly

    @classmethod
    def of(cls, batch: InterviewBatch, blind_done: frozenset[str]) -> Corpus:
        """Determine what people read of a batch."""
        fragments, suggestions = batch.fragments, batch.suggestions
        interview = fragments["interview"].astype("str")
        blind = fragments["blind"].to_numpy(dtype=bool)
        read = blind & fragments["fragment"].isin(blind_done).to_numpy()
        # An interview counts as read when all fragments sampled in it are finished.
        waiting = pd.Series(blind & ~read).groupby(interview.to_numpy()).transform("any").to_numpy(dtype=bool)
        read = read & ~waiting
        whole = pd.Series(read).groupby(interview.to_numpy()).transform("all").to_numpy(dtype=bool)
        probability = fragments["sampling_probability"].to_numpy(dtype=float)
        rest = fragments.loc[~whole, "fragment"].astype("str")
        scored = suggestions[suggestions["fragment"].isin(set(rest))].astype({"fragment": "str", "model": "str"})
        return cls(
            fragments=tuple(fragments["fragment"].astype("str")),
            interview=interview,
            number=np.unique(interview.to_numpy(dtype=str), return_inverse=True)[1],
            words=fragments["words"].to_numpy(dtype=float),
            whole=whole,
            weight=np.where(read, 1 / np.maximum(probability, 1e-12), 0.0),
            scored=fragments["fragment"].isin(set(suggestions["fragment"])).to_numpy(),
            scorable=scored["fragment"].nunique() == len(rest),
            models=frozenset(scored["model"].unique()),
        )

    def marks(self, codes: Codes, dimension: Dimension) -> Numbers:
        """Return an indicator matrix, a row per fragment and a column per code."""
        column = {code: at for at, code in enumerate(dimension.code_ids)}
        marks = np.zeros((len(self.fragments), len(column)))
        for row, fragment in enumerate(self.fragments):
            marks[row, [column[code] for code in codes.get(fragment, NO_CODES) if code in column]] = 1.0
        return marks

    def expected(self, suggestions: pd.DataFrame, dimension: Dimension) -> tuple[Numbers, Numbers]:
        """Return the probability of each code on each fragment, and 1 where the model would show the code."""
        mine = suggestions[suggestions["dimension"] == dimension.id].astype({"fragment": "str", "code": "str"})
        table = mine.pivot_table(index="fragment", columns="code", values="probability", aggfunc="first")
        table = table.reindex(index=list(self.fragments), columns=list(dimension.code_ids))
        shown = self.marks(suggested_codes(mine, dimension.id), dimension)
        return table.fillna(0.0).to_numpy(dtype=float), shown

    def sample(self, chosen: Flags, size: Numbers, given: Numbers, score: Numbers) -> Sample:
        """Build the estimator's sample of the chosen fragments."""
        _, interview = np.unique(self.number[chosen], return_inverse=True)
        return Sample(
            interview=interview,
            size=size[chosen],
            whole=self.whole[chosen],
            weight=self.weight[chosen],
            given=given[chosen],
            score=score[chosen],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One code in one group of interviews."""

    by: str
    group: str
    dimension: str
    code: str


@dataclass(kw_only=True)
class CodeSums:
    """The sums of one cell, collected batch by batch, one number per interview."""

    read: dict[str, list[InterviewSums]] = field(default_factory=lambda: {unit: [] for unit in UNITS})
    shown: dict[str, list[InterviewSums]] = field(default_factory=lambda: {unit: [] for unit in UNITS})
    fragments: list[Numbers] = field(default_factory=list)
    read_fragments: list[Numbers] = field(default_factory=list)
    given: list[Numbers] = field(default_factory=list)

    def add(self, corpus: Corpus, chosen: Flags, given: Numbers, score: Numbers, shown: Numbers) -> None:
        """Add a batch."""
        seen = chosen & corpus.scored
        for unit, size in zip(UNITS, (np.ones_like(corpus.words), corpus.words), strict=True):
            sample = corpus.sample(chosen, size, given, score)
            self.read[unit].append(sums_of(sample))
            self.shown[unit].append(shown_sums(corpus.sample(seen, size, given, score), shown[seen]))
        interviews = int(sample.interview.max(initial=-1)) + 1
        was_read = (sample.weight > 0).astype(float)
        for counted, values in (
            (self.fragments, np.ones_like(was_read)),
            (self.read_fragments, was_read),
            (self.given, was_read * sample.given),
        ):
            counted.append(np.bincount(sample.interview, values, interviews).astype(float))

    def counts(self) -> dict[str, int]:
        """Return the numbers of fragments and interviews, and how many of them people read."""
        fragments, read, given = map(concatenated, (self.fragments, self.read_fragments, self.given))
        return {
            "fragments": int(fragments.sum()),
            "interviews": fragments.size,
            "read_fragments": int(read.sum()),
            "read_interviews": int((read > 0).sum()),
            "given": int(given.sum()),
        }
