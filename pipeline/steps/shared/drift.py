"""Mark new interviews that differ from the training interviews, whose reference is stored with the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline import suggestions
from pipeline.decisions import DriftMark
from pipeline.messages import Message
from pipeline.records import Passage, Problem

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.results.drift import Reference
    from pipeline.settings import Study

FILE = "like.json"
"""Stored beside the model: figures and hashes of words, no words."""


def reference_of(passages: Iterable[Passage], held_out: pd.DataFrame | None) -> bytes:
    """Summarise the training interviews, to be stored with their model."""
    from pipeline.results.drift import reference

    texts: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        texts[passage.transcript_id].append(passage.text)
    scores = {} if held_out is None else dict(list(held_out[held_out["learnt"]].groupby("interview")["probability"]))
    return reference(texts, {str(name): each.to_numpy() for name, each in scores.items()}).as_json()


def stored_reference(study: Study, model: str) -> Reference | None:
    """Load the reference stored with the model; None for a model of an earlier drempel."""
    from pipeline.results.drift import Reference

    kept = suggestions.attachment(study.models, model, FILE)
    return None if kept is None else Reference.from_json(kept)


def drift_mark(
    known: Reference | None, interview: str, model: str, texts: Sequence[str], frame: pd.DataFrame
) -> DriftMark | None:
    """Describe how the interview differs from the training interviews.

    None if it does not, or if it cannot be compared.
    """
    if known is None or not texts:
        return None
    from pipeline.results.drift import drift

    found = drift(known, texts, frame["probability"].to_numpy())
    if not found.detected:
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


def warning(mark: DriftMark) -> Problem:
    """Build the warning about an interview with drift."""
    return Problem(
        place=mark.interview,
        message=Message(
            "%(interview)s is unlike the interviews the model learnt from: %(why)s. Read its suggestions with care.",
            interview=mark.interview,
            why=_signs(mark),
        ),
    )


def _signs(mark: DriftMark) -> Message:
    share, usual = f"{mark.unknown_words:.0%}", f"{mark.usual_words:.0%}"
    if "words" not in mark.signs:
        return Message("the model is sure of other things than usual there")
    if "probabilities" not in mark.signs:
        return Message(
            "%(share)s of its words were never heard before (usual: up to %(usual)s)",
            share=share,
            usual=usual,
        )
    return Message(
        "%(share)s of its words were never heard before (usual: up to %(usual)s) and the model is sure of "
        "other things than usual there",
        share=share,
        usual=usual,
    )
