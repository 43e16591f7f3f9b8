"""Decide whether a full stop, question mark, exclamation mark or ellipsis ends a Dutch sentence.

Every rule uses only the word before the stop and the text after it, so that time is linear for any text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.fragments.words import words

_FORMAT = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
STOP = re.compile(rf"[.!?…]++[)\]}}\"'”’»›{_FORMAT}]*+(?: (?:''|[\"”’»])(?=\s|\Z))?")
"""A run of stops with the closing quotes and brackets after it."""

_NOTE = re.compile(r"\s[(\[](?:[a-zà-ÿ][^()\[\].!?]{0,40}|\.{3}|…)[)\]](?=\s|\Z)")
_NEXT = re.compile(
    rf"\s++(?:[-–—•*>]++\s*+)?"
    r"(?:['’‘`](?:[stknmrz]|ne|nen)\s++(?P<elided>\w)"
    rf"|(?P<lead>(?:[(\[{{\"“”„«‹‘'’`¿¡{_FORMAT}]|,,)*+)\s?(?:(?P<word>[^\W\d_][\w'’]*+)|(?P<digit>\d)|(?P<other>\S))?)"
)
_GLUED = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ' ]")
_LOOK_BACK = 32
_BRACKETS = ("(", "[")
_OPENERS_OF_WORD = "([{\"'“”„«‹‘’`,-–—"

_NEVER, _MAY, _OPENERS = words("never_end"), words("may_end"), words("openers")
_OPENERS_PLAIN = words("openers_plain")
_NUMBERED, _PREFIXES, _HESITATIONS = words("before_number"), words("prefixes"), words("hesitations")
_SAYING = words("saying")
_PLAIN = 5  # words of this many letters are hardly ever abbreviations
_ENDS_OF_ABBREVIATIONS = {word[-_PLAIN:] for word in _NEVER | _MAY | _NUMBERED if word[-_PLAIN:].isalpha()}


class Stop(NamedTuple):
    """One stop: the end of its sentence, the word before it and what follows it."""

    end: int
    marks: str
    before: str
    at_line_start: bool
    following: str  # "upper", "lower", "elided" (as in 't), "digit", "other", "glued" or "" at the end
    word: str
    lead: str
    closed: bool


def clearly_ends(text: str, start: int, at: int) -> bool:
    """Whether a stop ends a sentence without further checks: after a long word or a question, before a capital.

    A fast path for most stops; the rules below give the same answer and take several times as long.
    """
    follows = text[at : at + 2]
    if at - start != 1 or follows[:1] != " " or not "A" <= follows[1:] <= "Z":
        return False
    before = text[max(0, start - _PLAIN) : start]
    return len(before) == _PLAIN and before.isalpha() and before.islower() and before not in _ENDS_OF_ABBREVIATIONS


def may_end(text: str, found: re.Match[str], end: int) -> bool:
    """Whether the rules must be applied: most stops without a space after them are inside a word or number."""
    at = found.end()
    return at >= end or text[at].isspace() or text[at].isupper()


def read_stop(text: str, found: re.Match[str], start: int, end: int) -> Stop:
    """Return the stop that STOP matched in the paragraph `text[start:end]`, with its context."""
    marks, at = found.group(), found.end()
    if text[at + 1 : at + 2] in _BRACKETS and (note := _NOTE.match(text, at, end)) is not None:
        at = note.end()
    before, at_line_start = _word_before(text, start, found.start())
    following, word, lead = _what_follows(text, at, end)
    closed = marks[-1] not in ".!?…"
    return Stop(at, marks, before, at_line_start, following, word, lead, closed)


def _word_before(text: str, start: int, stop: int) -> tuple[str, bool]:
    behind = max(start, stop - _LOOK_BACK)
    chunk = text[behind:stop]
    if not chunk or chunk[-1].isspace():
        return "", False
    token = chunk.split()[-1]
    return token.lstrip(_OPENERS_OF_WORD), behind == start and len(token) == len(chunk.strip())


def _what_follows(text: str, at: int, end: int) -> tuple[str, str, str]:
    found = _NEXT.match(text, at, end)
    if found is None:
        return ("glued" if _GLUED.match(text, at, end) else "other", "", "") if at < end else ("", "", "")
    kind = found.lastgroup
    if kind == "elided":
        return ("upper" if found["elided"].isupper() else "elided"), "'t", ""
    lead: str = found["lead"]
    if kind == "word":
        word: str = found["word"]
        return ("upper" if word[0].isupper() else "lower"), word, lead
    return ("" if kind == "lead" and not lead else kind or "other"), "", lead


def ends_sentence(stop: Stop, *, lower_case: bool) -> bool:
    """Whether the stop ends its sentence; `lower_case` is for text whose sentences begin without a capital."""
    if not stop.following:
        return False
    if stop.following == "glued":
        return not stop.closed and stop.before.isalpha() and stop.before.islower() and len(stop.before) > 2
    if stop.following == "lower" and not (lower_case and _may_open_lower(stop)):
        return False
    rule = _ellipsis if "…" in stop.marks or ".." in stop.marks else _full_stop if stop.marks[0] == "." else _loud
    return rule(stop)


def _may_open_lower(stop: Stop) -> bool:
    return not (stop.closed and stop.word in _SAYING)


def _loud(stop: Stop) -> bool:
    return not (stop.closed and not stop.before) and stop.following != "other"


def _ellipsis(stop: Stop) -> bool:
    if stop.following != "upper":
        return False
    return stop.before.lower() not in _HESITATIONS or stop.word.lower() in _OPENERS


def _full_stop(stop: Stop) -> bool:
    word = stop.before.lower()
    if stop.following == "other":
        return False
    if stop.closed or not word:
        return True
    if word in _NEVER or (word in _NUMBERED and stop.following == "digit"):
        return False
    if stop.at_line_start and ((word.isdigit() and len(word) < 4) or _is_roman(stop.before)):
        return False
    if word in _MAY or _is_initials(word):
        return _opens(stop) and not (stop.word.lower() in _PREFIXES and _is_initials(word))
    return True


def _opens(stop: Stop) -> bool:
    """Whether the next word begins a sentence, even after an abbreviation."""
    known = _OPENERS_PLAIN if stop.following == "lower" else _OPENERS
    return stop.word.lower() in known


def _is_initials(word: str) -> bool:
    """Whether the word is a series of initials: `j`, `a.j`, `u.s`."""
    return (len(word) == 1 and word.isalpha()) or ("." in word and all(len(piece) <= 2 for piece in word.split(".")))


def _is_roman(word: str) -> bool:
    return word.isupper() and not word.strip("IVXLCDM")
