"""Retells what went wrong in the reader's language: rooms tell mistakes in English, with names and numbers in them."""

from __future__ import annotations

import re
from functools import cache

from pipeline.review.journal import LINES
from pipeline.review.mistaken import SENTENCES
from pipeline.review.reasons import REASONS
from pipeline.review.telling import COUNTS
from pipeline.review.wording import Wording

_PLACE = re.compile(r"%\((\w+)\)s")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|0\.\d+")
_DUTCH_MARKS = str.maketrans(",.", ".,")


def retold(told: str, words: Wording) -> str:
    """The sentence in this language, its parts too; as it is when nobody foresaw it.

    What a step or a room tells reaches the desk as text, also from other processes, so it is known by its form.
    """
    known = words.gettext(told)
    if known != told or words.language == "en":
        return known
    return _by_its_form(told, words) or told


def _by_its_form(told: str, words: Wording) -> str:
    for form, pattern in _patterns():
        found = pattern.fullmatch(told)
        if found:
            return words.gettext(form) % {
                name: _part(COUNTS.get(part, part) if name == "counted" else part, words)
                for name, part in found.groupdict().items()
            }
    return ""


def _part(part: str, words: Wording) -> str:
    """What stands in a sentence's place: a number, a list of things told in one form, a reason, or a name."""
    if _NUMBER.fullmatch(part):
        return part.translate(_DUTCH_MARKS)
    first, *others = (_by_its_form(each, words) for each in part.split(", "))
    return ", ".join((first, *others)) if others and all((first, *others)) else retold(part, words)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (form, re.compile(_expression(form), re.DOTALL))
        for form in (*SENTENCES, *REASONS, *LINES)
        if _PLACE.search(form)
    ]


def _expression(form: str) -> str:
    """The form with something at each place: as little as fits."""
    *parts, last = _PLACE.split(form)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return "".join(f"{re.escape(words)}(?P<{name}>.+?)" for words, name in pairs) + re.escape(last)
