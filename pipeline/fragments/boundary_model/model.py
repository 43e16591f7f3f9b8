"""The boundary model: weights of word keys and traits, and inference of the units of a conversation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import UnfitModel
from pipeline.fragments.boundary_model.conversation import Conversation
from pipeline.fragments.boundary_model.features import AROUND_GAP, Evidence, extract_features, neighbours
from pipeline.fragments.boundary_model.semi_markov import Scores, blocks, likeliest_division
from pipeline.fragments.boundary_model.weights import Weights
from pipeline.fragments.words.properties import WordTable
from pipeline.messages import Message
from pipeline.records import Transcript

TABLES = ("words", "gaps", "wholes")
"""The weight tables of a model."""

FORMAT = 1
"""Version of the file format; increase it when earlier files cannot be read any more."""


@dataclass(frozen=True, kw_only=True)
class BoundaryModel:
    """Weights trained on hand-cut fragments, which divide turns into meaning units.

    `words` has a weight per position (features.PLACES) for each key; `gaps` and `wholes` one per value of each trait.
    `heard` has a fingerprint of every training transcript: the model cannot be evaluated on those.
    """

    words: Mapping[str, Sequence[float]]
    gaps: Mapping[str, Sequence[float]]
    wholes: Mapping[str, Sequence[float]]
    learnt_from: Mapping[str, int] = field(default_factory=dict)
    heard: Sequence[str] = ()
    format: int = FORMAT

    @cached_property
    def id(self) -> str:
        """The id of the model, a hash of its weights."""
        return _hash(self.as_json())

    def divide(self, talk: Conversation) -> list[list[int]]:
        """Return for every turn the indices of the sentences that begin a unit.

        Backchannels are attached to a neighbour.
        """
        evidence = extract_features(talk)
        probabilities = self.unit_probabilities(evidence)
        divided: list[list[int]] = [[] for _ in range(int(talk.turn.max(initial=-1)) + 1)]
        places, turns = talk.place.tolist(), talk.turn.tolist()
        for first in likeliest_division(probabilities, evidence.units.start, evidence.units.end, len(places)):
            divided[turns[first]].append(places[first])
        sizes, backchannel = np.bincount(talk.turn).tolist(), iter(talk.backchannel.tolist())
        return [
            attach_backchannels(firsts, list(islice(backchannel, size)))
            for firsts, size in zip(divided, sizes, strict=True)
        ]

    def unit_probabilities(self, evidence: Evidence) -> Scores:
        """Compute the probability of every candidate unit."""
        scores = self._scores(evidence)
        probabilities = np.zeros(len(scores))
        for block in blocks(np.bincount(evidence.talk.turn).tolist()):
            block.unit_probabilities(scores, probabilities)
        return probabilities

    def save(self, path: Path) -> None:
        """Write the model as JSON, one key per line; loading it executes no code."""
        path.write_text(self.as_json(), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> BoundaryModel:
        """Read a model that `save` wrote; raises UnfitModel for a file of another version."""
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain.get("format") != FORMAT:
            raise UnfitModel(path.parent.name, Message("another version of drempel wrote it"))
        return cls(**plain)

    def as_json(self) -> str:
        """Serialise the model as JSON."""
        tables = ",\n".join(f'"{name}": {{\n{_lines(getattr(self, name))}\n}}' for name in TABLES)
        rest = {"learnt_from": dict(self.learnt_from), "heard": list(self.heard), "format": self.format}
        return f"{{\n{tables},\n{json.dumps(rest)[1:-1]}\n}}\n"

    @cached_property
    def _weights(self) -> WeakKeyDictionary[WordTable, Weights]:
        return WeakKeyDictionary()

    def _said(self, talk: Conversation) -> Scores:
        if talk.word_table not in self._weights:
            self._weights[talk.word_table] = Weights(self.words)
        return self._weights[talk.word_table].of(talk)

    def _scores(self, evidence: Evidence) -> Scores:
        said = self._said(evidence.talk)
        talk, units = evidence.talk, evidence.units
        gap = np.zeros(len(said))
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


def _lines(rows: Mapping[str, Sequence[float]]) -> str:
    """Serialise a weight table, one key per line, without trailing zeros; keys with zero weights are left out."""
    return ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}: [{','.join(map(repr, weights))}]"
        for key, row in rows.items()
        if (weights := _without_last_zeros(row))
    )


def _without_last_zeros(row: Sequence[float]) -> Sequence[float]:
    last = next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)
    return row[:last]


def fingerprint_of(transcript: Transcript) -> str:
    """Return a fingerprint that identifies a transcript and contains nothing of its text."""
    return _hash(transcript.text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _looked_up(weights: Sequence[float], values: NDArray[np.int64]) -> Scores:
    table = np.append(np.asarray(weights, dtype=float), 0.0)  # a value that did not occur in training has weight 0
    found: Scores = table[np.minimum(values, len(table) - 1)]
    return found


@cache
def starter_boundaries() -> BoundaryModel:
    """Load the weights that come with drempel, trained on its invented starter study."""
    with as_file(files("pipeline.fragments.boundary_model") / "starter.json") as path:
        return BoundaryModel.load(path)


def attach_backchannels(firsts: Sequence[int], backchannel: Sequence[int]) -> list[int]:
    """Return the sentences that begin a unit after joining units of backchannels with the next unit, or else the last.

    `backchannel` is 1 for each sentence of the turn that only shows that somebody listens.
    """
    if not firsts:
        return []
    kept: list[int] = []
    waiting: int | None = None
    for first, stop in zip(firsts, [*firsts[1:], len(backchannel)], strict=True):
        begin = first if waiting is None else waiting
        waiting = None
        if all(backchannel[first:stop]):
            waiting = begin
        else:
            kept.append(begin)
    return kept or list(firsts[:1])
