"""Room 2: a transcript becomes fragments that a coder can code, cut at Dutch sentence ends inside one turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.fragments.splitting import sentences

if TYPE_CHECKING:
    from pipeline.fragments.boundaries import BoundaryModel
    from pipeline.fragments.judging import learn_own_boundaries
    from pipeline.fragments.keeping import load_boundaries, save_boundaries, use_shipped_boundaries
    from pipeline.records import Fragment, Transcript

__all__ = [
    "BoundaryModel",
    "backend",
    "cut",
    "learn_boundaries",
    "learn_own_boundaries",
    "load_boundaries",
    "save_boundaries",
    "sentences",
    "use_shipped_boundaries",
]

# spaCy and scikit-learn take seconds to import: who only wants sentences need not wait for them.
_LATER = {
    "BoundaryModel": "boundaries",
    "learn_own_boundaries": "judging",
    "load_boundaries": "keeping",
    "save_boundaries": "keeping",
    "use_shipped_boundaries": "keeping",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _LATER:
        return getattr(import_module(f"pipeline.fragments.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def backend(*, unit: str = "meaning", boundaries: BoundaryModel | None = None) -> str:
    """What cuts: the spaCy pipeline, the version of the rules and the boundaries, kept with every fragment."""
    from pipeline.fragments.cutting import backend

    return backend(unit=unit, boundaries=boundaries)


def cut(
    transcript: Transcript,
    *,
    unit: str = "meaning",
    boundaries: BoundaryModel | None = None,
    speakers: str = "respondents",
) -> list[Fragment]:
    """The words as fragments, in order: none crosses a turn or overlaps another, only white space is left out.

    `unit` is `meaning`, `sentence` or `turn`; `speakers` is `respondents` or `all`. Meaning units are cut by
    `boundaries`, or by the weights that come with drempel; text without punctuation by pauses, turns or windows.
    """
    from pipeline.fragments.cutting import cut

    return cut(transcript, unit=unit, boundaries=boundaries, speakers=speakers)


def learn_boundaries(
    cuts: Iterable[tuple[Transcript, Sequence[tuple[int, int]]]], *, seed: int = 0, start: BoundaryModel | None = None
) -> BoundaryModel:
    """Learn from hand-cut transcripts where coders cut, from nothing or beginning at `start`.

    The same cuts give the same model.
    """
    from pipeline.fragments.learnt import learn_boundaries

    return learn_boundaries(cuts, seed=seed, start=start)
