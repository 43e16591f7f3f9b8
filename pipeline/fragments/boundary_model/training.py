"""Train a boundary model: a sparse design matrix (row per candidate unit, column per weight) and its L-BFGS fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer

from pipeline.errors import NothingToLearn
from pipeline.fragments.boundary_model.features import (
    AROUND_GAP,
    PLACES,
    Evidence,
    allowed_at,
    extract_features,
    keys_of,
    neighbours,
)
from pipeline.fragments.boundary_model.model import TABLES, BoundaryModel, fingerprint_of
from pipeline.fragments.boundary_model.semi_markov import Scores, blocks
from pipeline.fragments.turn_reader import read_turns
from pipeline.messages import Message
from pipeline.records import Transcript

_BAG, _OPENING = 0.5, 0.7  # words are many and rare: their weights are regularised more

_SELDOM = 3  # minimum number of sentences with a word for it to get a weight

_DECIMALS = 3  # smaller weights change no cut

Tables = dict[str, dict[str, list[float]]]
"""The weight tables of a model during training, by the names in model.TABLES."""


def tables_of(model: BoundaryModel | None) -> Tables:
    """Return a mutable copy of a model's weights; empty tables without a model."""
    if model is None:
        return {name: {} for name in TABLES}
    return {name: {key: list(row) for key, row in getattr(model, name).items()} for name in TABLES}


class Design(NamedTuple):
    """The design matrix: a row per candidate unit, a column per weight; `columns` says which weight each column is."""

    rows: sparse.csr_matrix
    scale: NDArray[np.float64]
    columns: list[tuple[str, str, int]]  # table, key, position in its row

    @classmethod
    def of(cls, evidences: Sequence[Evidence], known: Tables) -> Design:
        """Build the design matrix of these transcripts.

        Rare words get a column only if `known` has a weight for them.
        """
        parts = [*_word_columns(evidences, known["words"]), *_trait_columns(evidences)]
        columns = [column for _, names in parts for column in names]
        rows = sparse.hstack([matrix for matrix, _ in parts]).tocsr()
        used = np.asarray((rows != 0).sum(axis=0)).ravel() > 0
        columns = [column for column, use in zip(columns, used, strict=True) if use]
        scale = np.array([_scale(table, key) for table, key, _ in columns])
        return cls(rows[:, used] @ sparse.diags(scale), scale, columns)

    def weights_in(self, tables: Tables) -> NDArray[np.float64]:
        """Return the weights of these tables for the columns, 0 where there is none."""
        found = [(tables[table].get(key, ()), position) for table, key, position in self.columns]
        return np.array([row[position] if position < len(row) else 0.0 for row, position in found])

    def written(self, weights: NDArray[np.float64], tables: Tables) -> list[dict[str, list[float]]]:
        """Write the weights of the columns to the tables; other weights stay as they are."""
        for (table, key, position), weight in zip(self.columns, weights.round(_DECIMALS).tolist(), strict=True):
            row = tables[table].setdefault(key, [])
            row.extend([0.0] * (position + 1 - len(row)))
            row[position] = weight
        return [tables[name] for name in TABLES]


def _scale(table: str, key: str) -> float:
    if table != "words":
        return 1.0
    return _OPENING if key[0] == "^" or key[-1] == "$" else _BAG


_Part = tuple[sparse.csr_matrix, list[tuple[str, str, int]]]


def _word_columns(evidences: Sequence[Evidence], known: Mapping[str, object]) -> list[_Part]:
    counter = CountVectorizer(analyzer=list)
    talks = [each.talk for each in evidences]
    spoken = [talk.words_of(sentence) for talk in talks for sentence in range(len(talk.left))]
    said = counter.fit_transform(map(keys_of, spoken)).tocsr().astype(float)
    often = np.asarray((said > 0).sum(axis=0)).ravel() >= _SELDOM
    named = counter.get_feature_names_out()
    kept = [number for number, key in enumerate(named) if often[number] or key in known]
    said, keys = said[:, kept], [str(named[number]) for number in kept]
    return [_at_place(place, said, keys, evidences) for place in range(len(PLACES))]


def _at_place(place: int, said: sparse.csr_matrix, keys: list[str], evidences: Sequence[Evidence]) -> _Part:
    allowed = [number for number, key in enumerate(keys) if allowed_at(key, place)]
    sentences, first = [], 0
    for each in evidences:
        looked_at = _sentence_at(place, each)
        sentences.append(np.where(looked_at >= 0, looked_at + first, -1))
        first += len(each.talk.left)
    names = [("words", keys[number], place) for number in allowed]
    return _picked(np.concatenate(sentences), said.shape[0]) @ said[:, allowed], names


def _sentence_at(place: int, evidence: Evidence) -> NDArray[np.int64]:
    """Return for every candidate unit the sentence at this position, -1 where there is none."""
    units = evidence.units
    if place < AROUND_GAP:
        return neighbours(evidence.talk)[place][units.end]
    finish, size = divmod(place - AROUND_GAP, 3)
    return np.where(np.minimum(2, units.end - units.start) == size, (units.start, units.end)[finish], -1)


def _picked(numbers: NDArray[np.int64], width: int) -> sparse.csr_matrix:
    """Build a matrix that selects row `numbers[k]` of another matrix as row k; -1 gives an empty row."""
    at = np.flatnonzero(numbers >= 0)
    return sparse.csr_matrix((np.ones(len(at)), (at, numbers[at])), shape=(len(numbers), width))


def _trait_columns(evidences: Sequence[Evidence]) -> list[_Part]:
    def after(each: Evidence, name: str) -> NDArray[np.int64]:
        inner = each.talk.left[each.units.end] > 0
        return np.where(inner, each.gaps[name][each.units.end], -1)

    gaps = {name: np.concatenate([after(each, name) for each in evidences]) for name in evidences[0].gaps}
    wholes = {name: np.concatenate([each.wholes[name] for each in evidences]) for name in evidences[0].wholes}
    return [
        _one_hot(table, name, values)
        for table, traits in (("gaps", gaps), ("wholes", wholes))
        for name, values in traits.items()
    ]


def _one_hot(table: str, name: str, values: NDArray[np.int64]) -> _Part:
    width = int(values.max(initial=0)) + 1
    return _picked(values, width), [(table, name, value) for value in range(width)]


Span = tuple[int, int]

_PRIOR = 0.2  # prior variance of a trait's weight

_DRIFT = 0.02  # prior variance of its difference from the weight in `start`; with 10 interviews it does better than .2

_ROUNDS = 100

_FEWEST = 20  # minimum number of hand-cut units for training


def learn_boundaries(
    cuts: Iterable[tuple[Transcript, Sequence[Span]]], *, seed: int = 0, start: BoundaryModel | None = None
) -> BoundaryModel:
    """Train on hand-cut transcripts; the same cuts give the same model. Raises NothingToLearn when there are too few.

    Only turns that are entirely cut by hand are used. The weights of `start` are the prior mean, so that a few
    transcripts change them little. `seed` is there for models that draw random numbers; this one does not.
    """
    return learn_from([TrainingTranscript.of(*cut) for cut in sorted(cuts, key=lambda cut: cut[0].id)], start)


def learn_from(seen: Sequence[TrainingTranscript], start: BoundaryModel | None = None) -> BoundaryModel:
    """Train like `learn_boundaries`, on transcripts with extracted features."""
    right = int(sum(each.right.sum() for each in seen))
    if right < _FEWEST:
        raise NothingToLearn(
            Message(
                "Only %(count)s hand-cut fragments fall on sentence ends, and boundaries need at least %(least)s. Cut "
                "more interviews by hand, or leave `unit` to the shipped rules.",
                count=right,
                least=_FEWEST,
            )
        )
    known = tables_of(start)
    design = Design.of([each.evidence for each in seen], known)
    weights = _fit(
        design.rows,
        np.concatenate([each.right for each in seen]),
        [size for each in seen for size in each.sizes],
        design.weights_in(known) / design.scale,
        _DRIFT if start else _PRIOR,
    )
    words, gaps, wholes = design.written(weights * design.scale, known)
    return BoundaryModel(
        words=words,
        gaps=gaps,
        wholes=wholes,
        learnt_from={"transcripts": len(seen), "fragments": right},
        heard=sorted({*(start.heard if start else ()), *(each.fingerprint for each in seen)}),
    )


class TrainingTranscript(NamedTuple):
    """The features of one transcript, and which candidate units are fragments of the coder, in turns cut by hand."""

    evidence: Evidence
    right: NDArray[np.bool_]
    inner: NDArray[np.bool_]  # sentences that end a unit but not their turn
    sizes: list[int]
    share: float  # of the respondents' sentences
    fingerprint: str

    @classmethod
    def of(cls, transcript: Transcript, spans: Sequence[Span]) -> TrainingTranscript:
        """Extract the features of a transcript and label them with the spans that somebody cut in it."""
        begins, ends = {start for start, _ in spans}, {end for _, end in spans}
        # Only turns that are entirely cut by hand: elsewhere a missing cut may mean that nobody looked.
        said: list[int] = []

        def cut_throughout(turn: Sequence[Span]) -> bool:
            said.append(len(turn))
            return turn[0][0] in begins and turn[-1][1] in ends

        turns = read_turns(transcript, wanted=cut_throughout)
        evidence = extract_features(turns.talk)
        talk, units = evidence.talk, evidence.units
        closes = np.array([end in ends for turn in turns.sentences for _, end in turn], dtype=bool)
        closes |= talk.left == 0
        number = np.concatenate([[0], np.cumsum(closes)])  # index of the unit of each sentence
        begins_unit = (talk.place == 0) | np.concatenate([[True], closes[:-1]])[: len(closes)]
        right = begins_unit[units.start] & closes[units.end] & (number[units.start] == number[units.end])
        return cls(
            evidence=evidence,
            right=right,
            inner=closes & (talk.left > 0),
            sizes=[len(turn) for turn in turns.sentences],
            share=len(closes) / max(1, sum(said)),
            fingerprint=fingerprint_of(transcript),
        )


def _fit(
    rows: sparse.csr_matrix,
    right: NDArray[np.bool_],
    sizes: Sequence[int],
    prior: NDArray[np.float64],
    variance: float,
) -> NDArray[np.float64]:
    laid = list(blocks(sizes))
    by_weight = rows.T.tocsr()
    aim = np.asarray(rows[right].sum(axis=0)).ravel()

    def loss(weights: Scores) -> tuple[float, Scores]:
        scores = rows @ weights
        probabilities = np.zeros(len(scores))
        total = sum(block.unit_probabilities(scores, probabilities) for block in laid)
        off = weights - prior
        value = total - aim @ weights + 0.5 * (off @ off) / variance
        return float(value), by_weight @ probabilities - aim + off / variance

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    weights: NDArray[np.float64] = found.x
    return weights
