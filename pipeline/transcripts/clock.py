"""Times in a recording, as people and programs write them, in seconds."""

from __future__ import annotations

import re

_DIGITS = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,:;-]\d{1,3})?(?!\d)"
_DOTS = r"\d{1,2}\.\d{2}\.\d{2}(?:[.,]\d{1,3})?(?!\d)"
_HOUR, _MINUTE, _SECOND = (
    "hours?|uren|uur|h|u",
    "minutes?|minuten|minuut|mins?|m",
    "seconds?|secondes?|seconden|secs?|s",
)
_UNITS = (
    rf"(?:\d{{1,2}}[ ]?(?:{_HOUR})[ ]?\d{{1,3}}[ ]?(?:{_MINUTE})(?:[ ]?\d{{1,2}}[ ]?(?:{_SECOND}))?"
    rf"|\d{{1,3}}[ ]?(?:{_MINUTE})[ ]?\d{{1,2}}[ ]?(?:{_SECOND}))(?![^\W_])"
)  # one unit alone is how long a pause lasts: `(3 sec)`
_LONG_UNITS = (
    r"(?:\d{1,2} (?:hours?|uur|uren),? )?(?:\d{1,3} (?:minutes?|minuten|minuut),? (?:en |and )?)?"
    r"\d{1,2} (?:seconds?|seconden|seconde)(?![^\W_])"
)
_TO = r"[ \t]*(?:-->|->|–|—|-|tot|to)[ \t]*"
_ANY = rf"(?:{_DIGITS}|{_DOTS}|{_UNITS})"
_SECONDS = rf"\d{{1,6}}\.\d{{1,3}}s?{_TO}\d{{1,6}}\.\d{{1,3}}s?"
_ONE_OR_TWO = rf"[ ]?(?:(?:tijd|time|timecode|tc)[ :]+)?(?:{_ANY}(?:{_TO}{_ANY})?|{_SECONDS})[ ]?"

BARE = rf"{_DIGITS}"
"""A time as it stands in a column: `0:03`, `00:01:02.500`."""

BRACKETED = (
    rf"\\?\[{_ONE_OR_TWO}\\?\]|\\?\({_ONE_OR_TWO}\\?\)|<{_ONE_OR_TWO}>|\{{{_ONE_OR_TWO}\}}|#{_DIGITS}#"
)  # fmt: skip
"""A time that people put among words: `[00:01:02]`, `(00:12)`, `[01m20s]`, `[0:01 --> 0:03]`, `#00:01:02-3#`."""

RANGE = rf"{_DIGITS}{_TO}{_DIGITS}"
"""From and to, as `0:0:0.0 --> 0:0:3.120`."""

SPELLED = _LONG_UNITS
"""A time in words: `0 minutes 4 seconds`."""

_PLAIN = re.compile(r"[\[(]?(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?[\])]?")
_NUMBERS = re.compile(r"\d+")
_COLONS = re.compile(r"\d+(?::\d+)*(?:[.,:-]\d+)?")
_DOTTED = re.compile(_DOTS)
_UNIT = re.compile(rf"(\d+)[ ]?({_HOUR}|{_MINUTE}|{_SECOND})(?![^\W\d_])", re.IGNORECASE)
_RANGE = re.compile(rf"\\?[\[(<{{]?[ ]?({_ANY}){_TO}({_ANY})[ ]?\\?[\])>}}]?", re.IGNORECASE)
_IN_SECONDS = re.compile(rf"[\[(<{{]?[ ]?(\d+\.\d+)s?{_TO}(\d+\.\d+)s?[ ]?[\])>}}]?")
_FRAMES = re.compile(r"(\d{1,2}:\d{2}:\d{2})[:;](\d{2})(?!\d)")
_FRAMES_A_SECOND = 25
_SCALE = {"h": 3600.0, "u": 3600.0, "m": 60.0, "s": 1.0}


def seconds(stamp: str | None) -> float | None:
    """The seconds that a time stands for: 62.5 for `[00:01:02.5]`; None where there is no time in it."""
    if not stamp:
        return None
    plain = _PLAIN.fullmatch(stamp)
    if plain:
        hours, minutes, rest, part = plain.groups()
        whole = float(int(hours or 0) * 3600 + int(minutes) * 60 + int(rest))
        return whole + float(f"0.{part}") if part else whole
    frames = _FRAMES.search(stamp)
    if frames is not None:
        return (_clock_seconds(frames[1]) or 0.0) + min(int(frames[2]) / _FRAMES_A_SECOND, 0.99)
    units = [] if ":" in stamp else _UNIT.findall(stamp)
    if units:
        return sum(int(number) * _SCALE[unit[0].lower()] for number, unit in units)
    return _clock_seconds(stamp if ":" in stamp else _with_colons(stamp))


def _clock_seconds(stamp: str) -> float | None:
    found = _COLONS.search(stamp)
    if found is None:
        return None
    whole, _, rest = found[0].replace(",", ".").replace("-", ".").partition(".")
    total = 0.0
    for part in _NUMBERS.findall(whole):
        total = total * 60 + int(part)
    return total + (float(f"0.{rest}") if rest else 0.0)


def _with_colons(stamp: str) -> str:
    """`00.01.23` as `00:01:23`."""
    found = _DOTTED.search(stamp)
    return found[0].replace(".", ":", 2) if found else stamp


def span(stamp: str) -> tuple[float | None, float | None]:
    """The two ends of a range of times; the second is None where there is only one."""
    in_seconds = _IN_SECONDS.fullmatch(stamp.strip())
    if in_seconds:
        return float(in_seconds[1]), float(in_seconds[2])
    found = _RANGE.fullmatch(stamp.strip())
    return (seconds(found[1]), seconds(found[2])) if found else (seconds(stamp), None)
