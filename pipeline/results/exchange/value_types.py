"""Detect whether the values of an interview column are whole numbers, numbers, dates or text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,15}")


def value_type(values: Iterable[str]) -> str:
    """Return `Integer`, `Float`, `Date` or `Text`, as all values allow; without values it is `Text`."""
    listed = list(values)
    if not listed:
        return "Text"
    if all(map(_WHOLE.fullmatch, listed)):
        return "Integer"
    if all(_WHOLE.fullmatch(value) or _DECIMAL.fullmatch(value) for value in listed):
        return "Float"
    return "Date" if all(map(_is_date, listed)) else "Text"


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
