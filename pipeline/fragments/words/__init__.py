"""Read the word lists of spoken and written Dutch: one word per line, or `heading: words`; `#` starts a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of `name`.txt in this folder."""
    return frozenset(_lines(name))


@cache
def headed_words(name: str) -> dict[str, tuple[str, ...]]:
    """Return the words of `name`.txt by heading, in the order of the file."""
    headed = (line.split(":", 1) for line in _lines(name))
    return {heading.strip(): tuple(rest.split()) for heading, rest in headed}


def _lines(name: str) -> list[str]:
    lines = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
