"""Drift: what training interviews are like is kept with the model; new interviews that are unlike them are marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline import suggestions
from pipeline.decisions import DriftMark
from pipeline.records import Passage, Problem

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.results.drift import Reference
    from pipeline.settings import Study

FILE = "like.json"
"""Beside the model: figures and hashes of words, no words."""

WORDS = {"words": "{unknown:.0%} of its words were never heard before (usual: up to {usual:.0%})",
         "probabilities": "the model is sure of other things than usual there"}  # fmt: skip


def reference_of(passages: Iterable[Passage], held_out: pd.DataFrame | None) -> bytes:
    """What the interviews that were learnt from are like, to be kept with their model."""
    from pipeline.results.drift import reference

    texts: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        texts[passage.transcript_id].append(passage.text)
    scores = {} if held_out is None else dict(list(held_out[held_out["learnt"]].groupby("interview")["probability"]))
    return reference(texts, {str(name): each.to_numpy() for name, each in scores.items()}).as_json()


def kept_likeness(study: Study, model: str) -> Reference | None:
    """What was kept with the model; None for one of an earlier drempel."""
    from pipeline.results.drift import Reference

    kept = suggestions.attachment(study.models, model, FILE)
    return None if kept is None else Reference.from_json(kept)


def drift_mark(
    known: Reference | None, interview: str, model: str, texts: Sequence[str], frame: pd.DataFrame
) -> DriftMark | None:
    """How the interview differs from those that were learnt from; None where it does not, or where nobody can tell."""
    if known is None or not texts:
        return None
    from pipeline.results.drift import drift

    found = drift(known, texts, frame["probability"].to_numpy())
    if not found.unlike:
        return None
    return DriftMark(
        interview=interview,
        model=model,
        signs=found.signs,
        unknown_words=found.unknown_words,
        usual_words=found.unknown_at_most,
        shift=found.shift,
        usual_shift=found.shift_at_most,
    )


def warning(told: DriftMark) -> Problem:
    """What a run says of such an interview."""
    why = " and ".join(WORDS[sign].format(unknown=told.unknown_words, usual=told.usual_words) for sign in told.signs)
    message = f"{told.interview} is unlike the interviews the model learnt from: {why}. Read its suggestions with care."
    return Problem(place=told.interview, message=message)
