"""Learn and measure which sentences are the interviewer's: `python -m bench.learn_interviewer`.

The turns of the 30 interviews of the starter study, with labels removed, are cut into sentences. Six folds by
interview measure the F1 of the interviewer's sentences, with an interval by resampling interviews, beside baselines.
Then all interviews give the weights that ship with drempel.
"""

# ruff: noqa: ANN401  # matrices of SciPy and vectorizers have no types

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.pipeline import make_pipeline

from bench.running import show
from pipeline import transcripts
from pipeline.fragments import sentences
from pipeline.records import Role
from pipeline.suggestions.features.embeddings import vectors_of
from pipeline.suggestions.interviewer.features import AROUND, BESIDE, SCALE, moved, shapes, terms, without_punctuation
from pipeline.suggestions.interviewer.model import ENCODER, INTERVIEWER_THRESHOLD, WEIGHTS, Weights, log_odds, name_of
from pipeline.suggestions.interviewer.sequence import changes, smoothed

FOLDS = 6
LEAST = 3
"""Sentences in which a term must stand."""

FALSE_BREAKS = 0.15
"""The share of a respondent's sentences that begin a new paragraph, in training and in test."""

KINDS = [(is_bare, has_breaks) for has_breaks in (False, True) for is_bare in (False, True)]


class Talk:
    """One interview: its sentences, whose they are, and where its turns and paragraphs begin."""

    def __init__(self, path: Path, chance: np.random.Generator) -> None:
        told = transcripts.read(path)
        self.said: list[str] = []
        self.asks: list[bool] = []
        self.runs: list[tuple[bool, int]] = []
        self.opens: list[bool] = []
        for turn in told.turns:
            words, asks = told.words_of(turn), turn.role is Role.INTERVIEWER
            spans = [" ".join(words[start:end].split()) for start, end in sentences(words)]
            self.said += spans
            self.asks += [asks] * len(spans)
            self.runs.append((asks, len(spans)))
            self.opens += [at == 0 or (not asks and chance.random() < FALSE_BREAKS) for at in range(len(spans))]
        self.bare = [without_punctuation(sentence) or sentence for sentence in self.said]

    def texts(self, is_bare: bool) -> list[str]:
        """The sentences, with or without punctuation."""
        return self.bare if is_bare else self.said


def main() -> None:
    """Print the figures and write the weights."""
    chance = np.random.default_rng(1)
    talks = [Talk(path, chance) for path in sorted(Path("data/starter/interviews").glob("*.txt"))]
    folds = np.random.default_rng(0).permutation(len(talks)) % FOLDS
    _baselines(talks, folds)
    kept: dict[str, Any] = {}
    for is_bare, has_breaks in KINDS:
        vectors = [np.asarray(vectors_of(ENCODER, talk.texts(is_bare)), dtype=float) for talk in talks]
        for use_encoder in (True, False):
            found = [np.zeros(0)] * len(talks)
            for fold in range(FOLDS):
                train = [at for at in range(len(talks)) if folds[at] != fold]
                weights = _fitted(talks, vectors, train, is_bare, has_breaks)
                for at in np.flatnonzero(folds == fold):
                    found[at] = _asked(talks[at], vectors[at] if use_encoder else None, is_bare, has_breaks, weights)
            encoder = "" if use_encoder else " (encoder away)"
            _show(f"{name_of(is_bare=is_bare, has_breaks=has_breaks)}{encoder}", talks, found)
        _keep(kept, name_of(is_bare=is_bare, has_breaks=has_breaks),
              _fitted(talks, vectors, list(range(len(talks))), is_bare, has_breaks))  # fmt: skip
    np.savez_compressed(WEIGHTS, **kept)


def _asked(talk: Talk, vectors: Any, is_bare: bool, has_breaks: bool, weights: Weights) -> Any:
    scores = log_odds(talk.texts(is_bare), vectors, talk.opens if has_breaks else None, weights)
    return smoothed(scores, weights.chance) >= INTERVIEWER_THRESHOLD


def _fitted(
    talks: Sequence[Talk], vectors: Sequence[Any], train: Sequence[int], is_bare: bool, has_breaks: bool
) -> Weights:
    counter = CountVectorizer(analyzer=terms, min_df=LEAST, binary=True)
    counter.fit([sentence for at in train for sentence in talks[at].texts(is_bare)])
    rows = sp.vstack([_row(talks[at], vectors[at], counter, is_bare, has_breaks) for at in train]).tocsr()
    asks = np.array([asks for at in train for asks in talks[at].asks])
    learnt = LogisticRegression(C=1.0, max_iter=300, solver="liblinear").fit(rows, asks)
    known = counter.get_feature_names_out()
    weight, size = learnt.coef_[0], len(known)
    shaped, width = len(AROUND) * shapes(["a"]).shape[1], vectors[0].shape[1]
    base = np.log(asks.mean() / (1 - asks.mean()))
    return Weights(
        terms={term: at for at, term in enumerate(known)},
        words=weight[: 3 * size].reshape(3, size).T,
        shapes=weight[3 * size : 3 * size + shaped].reshape(len(AROUND), -1),
        vector=weight[3 * size + shaped : 3 * size + shaped + width],
        breaks=weight[3 * size + shaped + width :] if has_breaks else np.zeros(2),
        constant=float(learnt.intercept_[0] - base),
        chance=changes(run for at in train for run in talks[at].runs),
    )


def _row(talk: Talk, vectors: Any, counter: Any, is_bare: bool, has_breaks: bool) -> Any:
    """The features of one talk, in the order in which `_fitted` takes the weights apart."""
    texts = talk.texts(is_bare)
    counts = counter.transform(texts).astype(float)
    sums = np.maximum(np.sqrt(np.asarray(counts.sum(axis=1)).ravel()), 1.0)
    words = (sp.diags(SCALE / sums) @ counts).tocsr()
    parts = [words, BESIDE * _moved(words, -1), BESIDE * _moved(words, 1)]
    shaped = shapes(texts)
    parts += [sp.csr_matrix(moved(shaped, by)) for by in AROUND]
    parts.append(sp.csr_matrix(vectors))
    if has_breaks:
        first = np.asarray(talk.opens, dtype=float)[:, None]
        parts.append(sp.csr_matrix(np.hstack([first, moved(first, 1)])))
    return sp.hstack(parts)


def _moved(rows: Any, by: int) -> Any:
    empty = sp.csr_matrix((1, rows.shape[1]))
    return sp.vstack([empty, rows[:-1]]) if by < 0 else sp.vstack([rows[1:], empty])


def _keep(kept: dict[str, Any], name: str, weights: Weights) -> None:
    kept[f"{name}/terms"] = np.frombuffer("\n".join(weights.terms).encode(), dtype=np.uint8)
    for part in ("words", "shapes", "vector", "breaks", "chance"):
        kept[f"{name}/{part}"] = np.asarray(getattr(weights, part), dtype=np.float16 if part == "words" else np.float32)
    kept[f"{name}/constant"] = np.float32(weights.constant)


def _show(name: str, talks: Sequence[Talk], found: Sequence[Any]) -> None:
    right = [np.array(talk.asks) for talk in talks]
    true, said = np.concatenate(right), np.concatenate(list(found))
    draws = sorted(_resampled(right, found))
    low, high = draws[int(0.025 * len(draws))], draws[int(0.975 * len(draws))]
    precision, recall = precision_score(true, said), recall_score(true, said)
    figures = f"F1 {f1_score(true, said):.3f} ({low:.3f}-{high:.3f})"
    show(f"{name:44} {figures}  precision {precision:.2f}  recall {recall:.2f}")


def _resampled(right: Sequence[Any], found: Sequence[Any]) -> Iterator[float]:
    chance = np.random.default_rng(2)
    for _ in range(1000):
        at = chance.integers(0, len(right), len(right))
        yield float(f1_score(np.concatenate([right[i] for i in at]), np.concatenate([found[i] for i in at])))


def _baselines(talks: Sequence[Talk], folds: Any) -> None:
    _show("baseline: ends with a question mark", talks, [np.array([s.endswith("?") for s in t.said]) for t in talks])
    for is_bare in (False, True):
        found = [np.zeros(0)] * len(talks)
        for fold in range(FOLDS):
            train = [at for at in range(len(talks)) if folds[at] != fold]
            words = make_pipeline(
                CountVectorizer(ngram_range=(1, 2), token_pattern=r"\w+|\?", binary=True),
                LogisticRegression(max_iter=1000, class_weight="balanced"),
            ).fit([s for at in train for s in talks[at].texts(is_bare)], [a for at in train for a in talks[at].asks])
            for at in np.flatnonzero(folds == fold):
                found[at] = words.predict(talks[at].texts(is_bare))
        _show(f"baseline: words{' without punctuation' if is_bare else ''}", talks, found)


if __name__ == "__main__":
    main()
