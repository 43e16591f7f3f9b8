"""Times in a recording, as people and programs write them, in seconds."""

from __future__ import annotations

import re

_DIGITS = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,:-]\d{1,3})?(?!\d)"
BARE = rf"{_DIGITS}"
"""A time as it stands in a column: `0:03`, `00:01:02.500`."""

BRACKETED = rf"\[{_DIGITS}\]|\({_DIGITS}\)|<{_DIGITS}>|\{{{_DIGITS}\}}|#{_DIGITS}#"
"""A time that people put among words: `[00:01:02]`, `(00:12)`, `#00:01:02-3#`."""

RANGE = rf"{_DIGITS}\s*(?:-->|–|-)\s*{_DIGITS}"
"""From and to, as `0:0:0.0 --> 0:0:3.120`."""

_NUMBERS = re.compile(r"\d+")
_TIME = re.compile(r"\d+(?::\d+)*(?:[.,:-]\d+)?")


def seconds(stamp: str | None) -> float | None:
    """The seconds that a time stands for: 62.5 for `[00:01:02.5]`; None where there is no time in it."""
    found = _TIME.search(stamp or "")
    if found is None:
        return None
    whole, _, rest = found[0].replace(",", ".").replace("-", ".").partition(".")
    total = 0.0
    for part in _NUMBERS.findall(whole):
        total = total * 60 + int(part)
    return total + (float(f"0.{rest}") if rest else 0.0)


def span(stamp: str) -> tuple[float | None, float | None]:
    """The two ends of a range of times; the second is None where there is only one."""
    found = re.fullmatch(rf"\s*({_DIGITS})\s*(?:-->|–|-)\s*({_DIGITS})\s*", stamp)
    return (seconds(found[1]), seconds(found[2])) if found else (seconds(stamp), None)
