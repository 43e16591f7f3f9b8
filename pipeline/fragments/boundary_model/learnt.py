"""Learning where coders cut: weights of words and traits that make their divisions the most likely ones.

A semi-Markov model: every division of a turn into units of one to six sentences has a weight, and training raises that
of the coder's division against all others, with a Gaussian prior on the weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from pipeline.errors import NothingToLearn
from pipeline.fragments.boundaries import BoundaryModel, fingerprint_of
from pipeline.fragments.design import Design, tables_of
from pipeline.fragments.evidence import Evidence, gather
from pipeline.fragments.lattice import Scores, blocks
from pipeline.fragments.listening import listen
from pipeline.records import Transcript

Span = tuple[int, int]
_PRIOR = 0.2  # variance of a trait's weight
_DRIFT = 0.02  # that of its difference from a weight that is believed: 10 interviews do better with it than with .2
_ROUNDS = 100
_FEWEST = 20  # units below which nothing can be learnt


def learn_boundaries(
    cuts: Iterable[tuple[Transcript, Sequence[Span]]], *, seed: int = 0, start: BoundaryModel | None = None
) -> BoundaryModel:
    """Learn from hand-cut transcripts; the same cuts give the same model. Raises NothingToLearn when there are too few.

    Only turns whose words are cut throughout are learnt from. With `start` the weights of that model are what is
    believed before: a few transcripts move them a little. `seed` is kept for models that draw; this one does not.
    """
    return learn_from([Seen.of(*cut) for cut in sorted(cuts, key=lambda cut: cut[0].id)], start)


def learn_from(seen: Sequence[Seen], start: BoundaryModel | None = None) -> BoundaryModel:
    """As `learn_boundaries`, from transcripts that were looked at before."""
    right = int(sum(each.right.sum() for each in seen))
    if right < _FEWEST:
        raise NothingToLearn(
            f"Only {right} hand-cut fragments fall on sentence ends, and boundaries need at least {_FEWEST}. "
            "Cut more interviews by hand, or leave `unit` to the shipped rules."
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


class Seen(NamedTuple):
    """One transcript with the coder's cuts: which of its possible units are fragments, in turns cut throughout."""

    evidence: Evidence
    right: NDArray[np.bool_]
    inner: NDArray[np.bool_]  # after which sentences a unit ends before its turn does
    sizes: list[int]
    share: float  # of the sentences that respondents said
    fingerprint: str

    @classmethod
    def of(cls, transcript: Transcript, spans: Sequence[Span]) -> Seen:
        """Look at a transcript and the spans that somebody cut in it."""
        begins, ends = {start for start, _ in spans}, {end for _, end in spans}
        # Only turns that are cut throughout: elsewhere a missing cut may only mean that nobody looked.
        said: list[int] = []

        def cut_throughout(turn: Sequence[Span]) -> bool:
            said.append(len(turn))
            return turn[0][0] in begins and turn[-1][1] in ends

        listened = listen(transcript, wanted=cut_throughout)
        evidence = gather(listened.talk)
        talk, units = evidence.talk, evidence.units
        closes = np.array([end in ends for turn in listened.sentences for _, end in turn], dtype=bool)
        closes |= talk.left == 0
        number = np.concatenate([[0], np.cumsum(closes)])  # of the unit that each sentence belongs to
        begins_unit = (talk.place == 0) | np.concatenate([[True], closes[:-1]])[: len(closes)]
        right = begins_unit[units.start] & closes[units.end] & (number[units.start] == number[units.end])
        return cls(
            evidence=evidence,
            right=right,
            inner=closes & (talk.left > 0),
            sizes=[len(turn) for turn in listened.sentences],
            share=len(closes) / max(1, sum(said)),
            fingerprint=fingerprint_of(transcript),
        )


def _fit(
    rows: sparse.csr_matrix,
    right: NDArray[np.bool_],
    sizes: Sequence[int],
    believed: NDArray[np.float64],
    variance: float,
) -> NDArray[np.float64]:
    laid = list(blocks(sizes))
    by_weight = rows.T.tocsr()
    aim = np.asarray(rows[right].sum(axis=0)).ravel()

    def loss(weights: Scores) -> tuple[float, Scores]:
        scores = rows @ weights
        chances = np.zeros(len(scores))
        total = sum(block.chances(scores, chances) for block in laid)
        off = weights - believed
        value = total - aim @ weights + 0.5 * (off @ off) / variance
        return float(value), by_weight @ chances - aim + off / variance

    found = minimize(loss, believed, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    weights: NDArray[np.float64] = found.x
    return weights
