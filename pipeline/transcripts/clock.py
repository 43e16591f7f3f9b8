"""Times in a recording as people and programs write them, in seconds."""

from __future__ import annotations

import re

_DIGITS = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,:-]\d{1,3})?"
_NUMBER = re.compile(r"\d+")


def STAMP(name: str, *, bracketed: bool = False) -> str:  # noqa: N802  # reads as a constant inside the patterns
    """A pattern for a time: `[00:01:02]`, `(00:12)`, `#00:01:02-3#`, and bare unless it must be bracketed."""
    return (
        rf"(?P<{name}>\[{_DIGITS}\]|\({_DIGITS}\)|<{_DIGITS}>|#{_DIGITS}#" + ("" if bracketed else rf"|{_DIGITS}") + ")"
    )


def seconds(stamp: str | None) -> float | None:
    """The seconds that a time stands for: 62.5 for `[00:01:02.5]`; None for none."""
    if stamp is None:
        return None
    whole, _, rest = re.sub(r"[^\d:.,-]", "", stamp).replace(",", ".").replace("-", ".").partition(".")
    total = 0.0
    for part in _NUMBER.findall(whole):
        total = total * 60 + int(part)
    return total + (float(f"0.{rest}") if rest else 0.0)
