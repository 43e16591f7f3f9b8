"""A learnt boundary model at work: weights of words and traits, and the units they make of a conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import joblib
import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.evidence import AROUND_GAP, PLACES, Evidence, gather, neighbours
from pipeline.fragments.hearing import Heard
from pipeline.fragments.lattice import Scores, blocks, likeliest_division

FORMAT = 1
"""Raised when weights learnt before cannot be read any more."""


@dataclass(frozen=True, kw_only=True)
class BoundaryModel:
    """Weights learnt from hand-cut fragments; it divides turns the way their coders did.

    `words` has a weight per place (evidence.PLACES) for each key; `gaps` and `wholes` one per value of each trait.
    """

    words: Mapping[str, Sequence[float]]
    gaps: Mapping[str, Sequence[float]]
    wholes: Mapping[str, Sequence[float]]
    learnt_from: Mapping[str, int] = field(default_factory=dict)
    format: int = FORMAT

    def divide(self, turns: Sequence[Sequence[Heard]], question_themes: Sequence[int]) -> list[list[int]]:
        """For every turn the numbers of the sentences that begin a unit."""
        evidence = gather(turns, question_themes)
        chances = self.chances(evidence)
        firsts = likeliest_division(chances, evidence.units.start, evidence.units.end, len(evidence.keys))
        divided: list[list[int]] = [[] for _ in turns]
        for first in firsts:
            divided[evidence.talk.turn[first]].append(int(evidence.talk.place[first]))
        return divided

    def chances(self, evidence: Evidence) -> Scores:
        """The probability of every possible unit."""
        scores = self._scores(evidence)
        chances = np.zeros(len(scores))
        sizes = np.bincount(evidence.talk.turn) if len(evidence.keys) else np.zeros(0, int)
        for block in blocks(sizes.tolist()):
            block.chances(scores, chances)
        return chances

    def save(self, path: Path) -> None:
        """Write the model with joblib; whoever loads it checks the hash first."""
        joblib.dump(self.as_plain(), path)

    @classmethod
    def load(cls, path: Path) -> BoundaryModel:
        """Read a model that `save` wrote."""
        return cls(**joblib.load(path))

    def as_plain(self) -> dict[str, object]:
        """The model as plain dictionaries and lists."""
        tables = {
            name: {key: list(row) for key, row in getattr(self, name).items()} for name in ("words", "gaps", "wholes")
        }
        return {**tables, "learnt_from": dict(self.learnt_from), "format": self.format}

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.words, start=1)}

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        weights = np.zeros((len(self.words) + 1, len(PLACES)))  # row 0: a key that was never learnt
        for number, row in enumerate(self.words.values(), start=1):
            weights[number, : len(row)] = row
        return weights

    def _scores(self, evidence: Evidence) -> Scores:
        said = self._said(evidence.keys)
        talk, units = evidence.talk, evidence.units
        gap = np.zeros(len(evidence.keys))
        for place, sentence in enumerate(neighbours(talk)):
            gap += np.where(sentence >= 0, said[sentence, place], 0.0)
        for name, values in evidence.gaps.items():
            gap += _looked_up(self.gaps.get(name, ()), values)
        inner = talk.left[units.end] > 0
        scores = np.where(inner, gap[units.end], 0.0)
        size = np.minimum(2, units.end - units.start)
        scores += said[units.start, AROUND_GAP + size] + said[units.end, AROUND_GAP + 3 + size]
        for name, values in evidence.wholes.items():
            scores += _looked_up(self.wholes.get(name, ()), values)
        return scores

    def _said(self, keys: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """The weights of each sentence's keys added up, by place."""
        row_of = self._row_of
        rows = [row_of.get(key, 0) for each in keys for key in each]
        begins = np.cumsum([0, *map(len, keys)])[:-1]
        if not rows:
            return np.zeros((len(keys), len(PLACES)))
        summed: NDArray[np.float64] = np.add.reduceat(self._weights[rows], begins, axis=0)
        return summed


def _looked_up(weights: Sequence[float], values: NDArray[np.int64]) -> Scores:
    table = np.append(np.asarray(weights, dtype=float), 0.0)  # a value that was never learnt weighs nothing
    found: Scores = table[np.minimum(values, len(table) - 1)]
    return found


@cache
def starter_boundaries() -> BoundaryModel:
    """The weights that come with drempel, learnt from its invented starter study."""
    plain = json.loads(files("pipeline.fragments").joinpath("starter.json").read_text(encoding="utf-8"))
    return BoundaryModel(**plain)
