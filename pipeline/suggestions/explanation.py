"""Explain a suggestion: the effect of each word on the score, found by leaving it out, and similar fragments.

Nothing here is a story told afterwards: the effect of a word is the score with it minus the score without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from pipeline.records import Passage
from pipeline.suggestions.features.passages import VIEWS
from pipeline.suggestions.learning.kernels import BLENDS, Meaning, views_of
from pipeline.suggestions.learning.labels import Marks, Matrix

if TYPE_CHECKING:
    from pipeline.suggestions.learning.estimators import MultiDimensionClassifier
    from pipeline.suggestions.model import TrainedModel

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SHOWN = 8
_NEAREST = 3
_NOTHING = 1e-4

MEANING = "meaning"
"""Names what an encoder adds, as a view of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the score loses without a word of the passage, a view of its context, its meaning, or a column's value.

    `view` names which: `text`, another of the views, `meaning` (what an encoder adds to the words), or the column;
    `words` is the word, or the column's value.
    """

    words: str
    view: str
    effect: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarExample:
    """A hand-coded fragment that carries the code, and how like the passage it is: 0 not at all, 1 the same."""

    fragment_id: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What speaks for a code and what against it, strongest first, and the hand-coded fragments most like it."""

    fragment_id: str
    dimension: str
    code: str
    probability: float
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    alike: tuple[SimilarExample, ...]


def explain(model: TrainedModel, passage: Passage, dimension: str, code: str) -> Explanation:
    """The effects on one code of the passage's own words, of its context as a whole, and of columns that are read.

    Raises:
        KeyError: the model has no such dimension or code.
    """
    every = model.pipeline["suggest"]
    if (dimension, code) not in every.columns_:
        raise KeyError(f"{dimension}/{code}")
    columns = model.pipeline["read"].columns
    without = [*_without_a_word(passage), *_without_a_view(passage), *_without_a_column(passage, columns)]
    read = model.pipeline["read"].transform([passage, *(changed for _, _, changed in without)])
    rows = vstack([read, *_without_meaning(read[:1], every.meaning)], format="csr")
    probabilities = every.predict_proba(rows)
    column = every.columns_.index((dimension, code))
    scores = _log_odds(probabilities[:, column])
    decides = _decides(every, probabilities, column)
    told = [*((words, view) for words, view, _ in without), *[("", MEANING)] * (rows.shape[0] - read.shape[0])]
    reasons = [
        Reason(words=words, view=view, effect=float(scores[0] - score))
        for (words, view), score, deciding in zip(told, scores[1:], decides[1:], strict=True)
        if deciding or view != "text" or words.lower() not in function_words()
    ]
    table = model.suggest([passage])
    row = table[(table["dimension"] == dimension) & (table["code"] == code)]
    return Explanation(
        fragment_id=passage.fragment_id,
        dimension=dimension,
        code=code,
        probability=float(row["probability"].iloc[0]),
        reasons_for=_strongest(reasons, 1),
        reasons_against=_strongest(reasons, -1),
        alike=_alike(model, passage, read, dimension, code),
    )


def _decides(every: MultiDimensionClassifier, probabilities: Matrix, column: int) -> Marks:
    """Per row whether the code is suggested otherwise than in the first one."""
    shown = np.hstack(every.shown(every.by_dimension(probabilities)))[:, column]
    return np.asarray(shown != shown[0])


def _without_meaning(row: csr_matrix, meaning: Meaning | None) -> list[csr_matrix]:
    """The row as it would be without an encoder: words alone speak."""
    if meaning is None:
        return []
    views = views_of(row, BLENDS)
    return [hstack([meaning.apart(view)[0] for view in views], format="csr")]


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Words that say nothing of a subject: they are told as a reason only where they decide."""
    lines = files("pipeline.suggestions").joinpath("words/function_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word.strip() for line in lines if not line.startswith("#") for word in line.split(","))


def _alike(
    model: TrainedModel, passage: Passage, read: csr_matrix, dimension: str, code: str
) -> tuple[SimilarExample, ...]:
    """The nearest fragments with this code by the features that the model itself reads."""
    every, fragments = model.pipeline["suggest"], model.pipeline["read"].fragments_
    nearest = every.most_like(read[:1], dimension, code)
    others = ((fragments[at], likeness) for at, likeness in nearest if fragments[at] != passage.fragment_id)
    return tuple(
        SimilarExample(fragment_id=each, likeness=round(likeness, 4)) for each, likeness in islice(others, _NEAREST)
    )


def without_words(text: str, words: str) -> str:
    """The text with every occurrence of a word taken out."""
    return re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", text)


def _log_odds(probabilities: Matrix) -> Matrix:
    """What evidence adds to."""
    kept = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(kept / (1 - kept)))


def _without_a_word(passage: Passage) -> list[tuple[str, str, Passage]]:
    words = dict.fromkeys(match.group() for match in _WORD.finditer(passage.text))
    return [(word, "text", replace(passage, text=without_words(passage.text, word))) for word in words]


def _without_a_view(passage: Passage) -> list[tuple[str, str, Passage]]:
    return [("", view, _without(passage, view)) for view in VIEWS[1:] if getattr(passage, view)]


def _without_a_column(passage: Passage, columns: Sequence[str]) -> list[tuple[str, str, Passage]]:
    told = [(passage.about[name], name) for name in columns if passage.about.get(name)]
    return [(value, name, replace(passage, about={**passage.about, name: ""})) for value, name in told]


def _without(passage: Passage, view: str) -> Passage:
    left = {each: "" if each == view else getattr(passage, each) for each in VIEWS}
    return replace(passage, before=left["before"], after=left["after"], question=left["question"])


def _strongest(reasons: Sequence[Reason], sign: int) -> tuple[Reason, ...]:
    telling = [reason for reason in reasons if sign * reason.effect > _NOTHING]
    order = np.argsort([-abs(reason.effect) for reason in telling], kind="stable")[:_SHOWN]
    return tuple(telling[at] for at in order)
