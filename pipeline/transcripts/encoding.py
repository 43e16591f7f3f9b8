"""Decode text files exactly once: find the encoding, drop the byte order mark, and change nothing else."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""The byte order marks, longest first where one begins another."""

WESTERN = ("cp1252", "iso8859-15", "mac_roman", "cp850")
"""What Dutch text is written in when it is not Unicode: by Windows, by Linux, by old Macs and Praat, by DOS.

Where the text does not tell them apart, an earlier one is taken.
"""

REMEDY = Message("Open it in the program that made it and save it as UTF-8 text (.txt) or as .docx.")

STRANGEST = 0.02
"""The share of characters beyond ASCII from which a text that looks like no Dutch is refused."""

# An accented letter or a typographic quote in UTF-8: bytes that no Western text has side by side.
_UNICODE = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x93-\xa6]")
# \x15 stands around the times of CHAT, \x1a at the end of DOS files.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x14\x16-\x19\x1b-\x1f\x7f]")
_FOREIGN = re.compile(rb"[\x80-\xff]")

_COMMON = frozenset("éëèïóÉË")
_LETTERS = frozenset("êîíöôüûúáàâäçñ")
_SELDOM = frozenset("ìòùœæøåßãõýšžÿ")
_ALONE = frozenset("àéó")
_PAIRS = {"œ": ("u",), "Œ": ("u",), "ç": ("a", "o", "u"), "Ç": ("a", "o", "u", "e")}
_OPENING = frozenset("‘“„«‚")
_SUMS = frozenset("€£§")
_CLOSING = frozenset("”»…°²³™©®")
_BETWEEN = frozenset("±×÷–—·•½¼¾µ→≈≠≤≥\xa0")


def decode(path: Path, contents: bytes) -> tuple[str, str]:
    """The text of a plain file and the name of its encoding.

    Raises:
        UnreadableTranscript: the bytes are no text, are text in two encodings at once, or in one that is not known.
    """
    encoding = _declared(contents) or _fitting(path, contents)
    if encoding is None:
        raise UnreadableTranscript(path, Message("it holds no text but other bytes"), REMEDY)
    try:
        text = contents.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableTranscript(
            path, Message("byte %(byte)s is no %(encoding)s text", byte=error.start, encoding=encoding), REMEDY
        ) from error
    if len(_CONTROLS.findall(text)) > len(text) // 1000:
        raise UnreadableTranscript(path, Message("it holds no text but other bytes"), REMEDY)
    return text, encoding


def _declared(contents: bytes) -> str | None:
    for mark, encoding in MARKS.items():
        if contents.startswith(mark):
            return encoding
    return None


def _fitting(path: Path, contents: bytes) -> str | None:
    if b"\x00" in contents[:4096]:
        return _wide(contents)
    try:
        contents.decode("utf-8")
    except UnicodeDecodeError as error:
        if _UNICODE.search(contents):
            why = Message("it mixes UTF-8 with another encoding (first at byte %(byte)s)", byte=error.start)
            raise UnreadableTranscript(path, why, REMEDY) from error
        return _western(path, contents)
    return "utf-8"


def _wide(contents: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every second byte is nought."""
    sample = contents[:4096]
    half = len(sample) // 2
    for encoding, noughts in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(contents) % 2 == 0 and noughts.count(0) > 0.7 * half:
            return encoding
    return None


def _western(path: Path, contents: bytes) -> str:
    """The encoding in which the text looks most like Dutch.

    Raises:
        UnreadableTranscript: in none of them it does, and the odd characters are no exception in the text.
    """
    at = [found.start() for found in _FOREIGN.finditer(contents)]
    seen = Counter(
        (contents[max(each - 1, 0) : each], contents[each : each + 1], contents[each + 1 : each + 2]) for each in at
    )
    points = {encoding: _likeness(seen, encoding) for encoding in WESTERN if _is_whole(contents, encoding)}
    best = max(points, key=lambda encoding: points[encoding])
    if points[best] < 0 and seen.total() > STRANGEST * len(contents):
        why = Message(
            "its encoding is not known: its letters make no Dutch in UTF-8, Windows-1252, Latin-9, Mac Roman or DOS"
        )
        raise UnreadableTranscript(path, why, REMEDY)
    return best


def _is_whole(contents: bytes, encoding: str) -> bool:
    try:
        contents.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _likeness(seen: Counter[tuple[bytes, bytes, bytes]], encoding: str) -> float:
    return sum(times * _fits(*(part.decode(encoding, "replace") for part in around)) for around, times in seen.items())


def _fits(before: str, mark: str, after: str) -> float:
    """How well a character beyond ASCII stands where Dutch would put it: 3 very well, -3 never."""
    if mark.isalpha() and mark not in "µªº":
        return _letter_fits(before, mark, after)
    if mark == "’":
        return 1.5 if before.isalpha() or after.isalnum() else -1.0
    return next((fits(before, mark, after) for marks, fits in _SIGNS if mark in marks), -3.0)


def _opening_fits(before: str, _: str, __: str) -> float:
    return -2.0 if before.isalnum() else 1.0


def _sum_fits(_: str, __: str, after: str) -> float:
    return 1.0 if after.isdigit() or not after.strip() else -2.0


def _closing_fits(before: str, mark: str, after: str) -> float:
    return -2.0 if after.isalpha() and (mark != "°" or before.isalpha()) else 1.0


def _between_fits(before: str, mark: str, after: str) -> float:
    return -2.0 if before.isalpha() and after.isalpha() and mark not in "–—·\xa0" else 1.0


_SIGNS: tuple[tuple[frozenset[str], Callable[[str, str, str], float]], ...] = (
    (_OPENING, _opening_fits),
    (_SUMS, _sum_fits),
    (_CLOSING, _closing_fits),
    (_BETWEEN, _between_fits),
)


def _letter_fits(before: str, mark: str, after: str) -> float:
    if not _is_spelled(before, mark, after) or any(map(_is_odd_beside(mark), (before, after))):
        return -2.0
    if mark in _PAIRS:
        return 3.0 if after.lower() in _PAIRS[mark] else -1.0
    if mark == "à" and before.isalpha():
        return 1.5 if before in "lj" else -1.0
    likely = ((_COMMON, 3.0), (_LETTERS, 2.0), (_SELDOM, 0.5))
    return next((points for letters, points in likely if mark in letters or mark.lower() in letters), -3.0)


def _is_odd_beside(mark: str) -> Callable[[str], bool]:
    """Two accented letters side by side are one letter twice, as in `één`."""
    return lambda beside: beside.isalpha() and not beside.isascii() and beside.lower() != mark.lower()


def _is_spelled(before: str, mark: str, after: str) -> bool:
    """Whether capitals and small letters follow each other as in words."""
    if not before.isalpha() and not after.isalpha():
        return mark in _ALONE
    if mark.isupper():
        return not before.islower()
    capitals = before.isupper() and (after.isupper() or not after.isalpha())
    return not (capitals or (after.isupper() and before.islower()))
