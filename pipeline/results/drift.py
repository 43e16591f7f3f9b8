"""Detect drift: a new interview that differs so much from the training interviews that its suggestions need a warning.

Two signs are compared with the distances between training interviews: the share of unknown words, and the shift of
the model's probabilities (population stability index).

Source of the index and of 0.25 as its usual alarm: N. Siddiqi, Credit Risk Scorecards (2006).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]

ALARM = 0.25
BINS = 10
MARGIN = 1.25
"""Drift starts at this factor times the distance of the most distant training interview."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The training interviews: the number of interviews with each word, the probabilities, and the usual distances."""

    interviews: int
    words: Mapping[str, int]
    probabilities: Numbers
    unknown_at_most: float
    shift_at_most: float
    hashed: bool = False  # whether `words` are hashes (see `hash_word`)

    def as_json(self) -> bytes:
        """Serialise as JSON, with hashes instead of words and a thousand quantiles of the probabilities."""
        figures = {name: getattr(self, name) for name in ("interviews", "unknown_at_most", "shift_at_most")}
        quantiles = (
            np.quantile(self.probabilities, np.linspace(0, 1, 1001)) if self.probabilities.size else np.array([])
        )
        hashes = {hash_word(word): count for word, count in self.words.items()}
        return json.dumps(
            figures | {"words": hashes, "probabilities": [round(float(each), 6) for each in quantiles]}
        ).encode()

    @classmethod
    def from_json(cls, stored: bytes) -> Reference:
        """Read what `as_json` wrote; the words are hashes, which `drift` compares."""
        facts = json.loads(stored)
        return cls(**facts | {"probabilities": np.array(facts["probabilities"]), "hashed": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The distances of one interview from the training interviews; `detected` calls for a warning, `signs` says why."""

    unknown_words: float
    unknown_at_most: float
    shift: float | None
    shift_at_most: float

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that exceed the usual distance: `words`, `probabilities`."""
        far = {"words": self.unknown_words > self.unknown_at_most}
        far["probabilities"] = self.shift is not None and self.shift > self.shift_at_most
        return tuple(sign for sign, is_far in far.items() if is_far)

    @property
    def detected(self) -> bool:
        """Whether any sign exceeds the usual distance."""
        return bool(self.signs)


def hash_word(word: str) -> str:
    """Hash a word, so that known words can be recognised but not read."""
    return blake2b(word.encode(), digest_size=6).hexdigest()


def words_of(texts: Sequence[str]) -> Counter[str]:
    """Count each word, in lower case."""
    return Counter(word for text in texts for word in _WORD.findall(text.lower()))


def unknown_share(words: Mapping[str, int], known: Mapping[str, int] | set[str]) -> float:
    """Compute the share of words that are not known; 0 for no words."""
    spoken = sum(words.values())
    return sum(count for word, count in words.items() if word not in known) / spoken if spoken else 0.0


def stability_index(expected: ArrayLike, actual: ArrayLike, *, bins: int = BINS) -> float:
    """Compute the population stability index of two samples, over bins with equal shares of the expected one."""
    before, now = np.asarray(expected, dtype=float), np.asarray(actual, dtype=float)
    edges = np.unique(np.quantile(before, np.linspace(0, 1, bins + 1)[1:-1]))
    return stability_of_shares(_shares(before, edges), _shares(now, edges))


def stability_of_shares(expected: ArrayLike, actual: ArrayLike) -> float:
    """Compute the index from shares per bin: the sum of (actual - expected) * ln(actual / expected)."""
    before, now = np.asarray(expected, dtype=float), np.asarray(actual, dtype=float)
    return float(((now - before) * np.log(now / before)).sum())


def _shares(values: Numbers, edges: Numbers) -> Numbers:
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=edges.size + 1)
    # Add half a case to each bin: an empty bin would make the index infinite.
    shares = (counts + 0.5) / (values.size + 0.5 * counts.size)
    return shares.astype(np.float64)


def reference(texts: Mapping[str, Sequence[str]], probabilities: Mapping[str, ArrayLike]) -> Reference:
    """Summarise the training interviews, from their fragments and held-out probabilities (which may be missing)."""
    spoken = {interview: words_of(said) for interview, said in texts.items()}
    interviews_with = Counter(word for words in spoken.values() for word in words)
    alone = [unknown_share(words, {word for word in words if interviews_with[word] > 1}) for words in spoken.values()]
    scores = {name: np.asarray(each, dtype=float) for name, each in probabilities.items()}
    shifts = [_shift_of(name, scores) for name in scores if len(scores) > 1]
    return Reference(
        interviews=len(texts),
        words=interviews_with,
        probabilities=np.concatenate([*scores.values(), np.array([])]),
        unknown_at_most=MARGIN * max(alone, default=1.0),
        shift_at_most=max([ALARM, *(MARGIN * shift for shift in shifts)]),
    )


def _shift_of(interview: str, scores: Mapping[str, Numbers]) -> float:
    others = np.concatenate([each for name, each in scores.items() if name != interview])
    return stability_index(others, scores[interview])


def drift(known: Reference, texts: Sequence[str], probabilities: ArrayLike = ()) -> Drift:
    """Compare an interview with the training interviews, by its fragments and the model's probabilities for them."""
    scores = np.asarray(probabilities, dtype=float)
    spoken = words_of(texts)
    compared_words = {hash_word(word): count for word, count in spoken.items()} if known.hashed else spoken
    compared = scores.size > 0 and known.probabilities.size > 0
    return Drift(
        unknown_words=unknown_share(compared_words, known.words),
        unknown_at_most=known.unknown_at_most,
        shift=stability_index(known.probabilities, scores) if compared else None,
        shift_at_most=known.shift_at_most,
    )
