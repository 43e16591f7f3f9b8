"""Room 2: segment a transcript into fragments at Dutch sentence boundaries; a fragment never crosses a turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.fragments.sentence_splitter.splitter import sentences

if TYPE_CHECKING:
    from pipeline.fragments.boundary_model.model import BoundaryModel
    from pipeline.fragments.boundary_model.selection import learn_own_boundaries
    from pipeline.fragments.boundary_model.store import load_boundaries, save_boundaries, use_shipped_boundaries
    from pipeline.records import Fragment, Transcript

__all__ = [
    "BoundaryModel",
    "cut",
    "learn_boundaries",
    "learn_own_boundaries",
    "load_boundaries",
    "save_boundaries",
    "segmenter_name",
    "sentences",
    "use_shipped_boundaries",
]

# spaCy and scikit-learn take seconds to import, so `sentences` is usable without loading them.
_LATER = {
    "BoundaryModel": "boundary_model.model",
    "learn_own_boundaries": "boundary_model.selection",
    "load_boundaries": "boundary_model.store",
    "save_boundaries": "boundary_model.store",
    "use_shipped_boundaries": "boundary_model.store",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _LATER:
        return getattr(import_module(f"pipeline.fragments.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def segmenter_name(*, unit: str = "meaning", boundaries: BoundaryModel | None = None) -> str:
    """Return the name of the segmenter, stored with every fragment: spaCy version, rules, boundaries."""
    from pipeline.fragments.segmenter import segmenter_name

    return segmenter_name(unit=unit, boundaries=boundaries)


def cut(
    transcript: Transcript,
    *,
    unit: str = "meaning",
    boundaries: BoundaryModel | None = None,
    speakers: str = "respondents",
) -> list[Fragment]:
    """Segment a transcript into fragments, in order.

    None crosses a turn or overlaps another, and only white space is left out.

    `unit` is `meaning`, `sentence` or `turn`; `speakers` is `respondents` or `all`. Meaning units are predicted by
    `boundaries` (default: the shipped weights); text without punctuation is split at pauses, turns or word windows.
    """
    from pipeline.fragments.segmenter import cut

    return cut(transcript, unit=unit, boundaries=boundaries, speakers=speakers)


def learn_boundaries(
    cuts: Iterable[tuple[Transcript, Sequence[tuple[int, int]]]], *, seed: int = 0, start: BoundaryModel | None = None
) -> BoundaryModel:
    """Train a boundary model on hand-cut transcripts, from scratch or starting from the weights of `start`.

    The same cuts give the same model.
    """
    from pipeline.fragments.boundary_model.training import learn_boundaries

    return learn_boundaries(cuts, seed=seed, start=start)
