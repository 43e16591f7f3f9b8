"""An unforeseen error keeps its words to itself: they could hold what people said, and Prefect keeps what it hears."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from pipeline.errors import DrempelError

P = ParamSpec("P")
R = TypeVar("R")


class Unforeseen(DrempelError):
    """An error that nobody foresaw, told by its kind and place alone."""

    def __init__(self, error: Exception) -> None:
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}, line {at.lineno}, in {at.name}"
        super().__init__(
            f"Something unforeseen: {type(error).__name__} at {place}. Nothing was half stored; run it once more, "
            "with `--no-prefect` to see more, and report it if it stays."
        )


def without_words(step: Callable[P, R]) -> Callable[P, R]:
    """The same step, whose unforeseen errors come out as Unforeseen; ours, and those of files, name no words anyway."""

    @functools.wraps(step)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return step(*args, **kwargs)
        except (DrempelError, OSError):
            raise
        except Exception as error:
            told = Unforeseen(error)
        # Outside the handler, so that the original does not come along as its context.
        raise told

    return guarded
