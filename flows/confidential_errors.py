"""Replace unexpected errors by ones without a message, because Prefect stores messages and they may quote people."""

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
    """An unexpected error, described by its type and place only."""

    def __init__(self, error: Exception) -> None:
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}, line {at.lineno}, in {at.name}"
        super().__init__(
            f"Something unforeseen: {type(error).__name__} at {place}. Nothing was half stored; run it once more, "
            "with `--no-prefect` to see more, and report it if it stays."
        )


def without_words(step: Callable[P, R]) -> Callable[P, R]:
    """Wrap a step so that unexpected errors become `Unforeseen`; errors of drempel and of files pass unchanged."""

    @functools.wraps(step)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return step(*args, **kwargs)
        except (DrempelError, OSError):
            raise
        except Exception as error:
            told = Unforeseen(error)
        # Raised outside the handler, so that the original error is not attached as its context.
        raise told

    return guarded
