"""Bytes become text exactly once: the encoding is found, the BOM goes, and nothing else changes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

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

WESTERN = ("cp1252", "mac_roman", "cp850")
"""What Dutch and English text is written in when it is not Unicode: by Windows, by old Macs and Praat, by DOS."""

REMEDY = Message("Open it in the program that made it and save it as UTF-8 text (.txt) or as .docx.")

# An accented letter or a typographic quote in UTF-8: bytes that no Western text has side by side.
_UNICODE = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x93-\xa6]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
# What Dutch spells with, where Dutch puts it: no capital and no opening quote inside a word.
_AT_HOME = re.compile(
    r"[éèëêïîöôüûáàâäçñóíúòùìœæß’\xa0]"
    r"|(?<![^\W\d_])[ÉÈËÊÏÎÖÔÜÛÁÀÂÄÇÓ‘“„«•€]"
    r"|[”»…–—°½¼](?![^\W\d_])"
)


def decode(path: Path, contents: bytes) -> tuple[str, str]:
    """The text of a plain file and the name of its encoding.

    Raises:
        UnreadableTranscript: the bytes are no text, or are text in two encodings at once.
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
        return _western(contents)
    return "utf-8"


def _wide(contents: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every second byte is nought."""
    sample = contents[:4096]
    half = len(sample) // 2
    for encoding, noughts in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(contents) % 2 == 0 and noughts.count(0) > 0.7 * half:
            return encoding
    return None


def _western(contents: bytes) -> str | None:
    """The encoding in which most letters are at home; where none is, what charset-normalizer makes of it."""
    at_home = {encoding: _ease(contents, encoding) for encoding in WESTERN}
    best = max(WESTERN, key=lambda encoding: at_home[encoding])
    if at_home[best] > 0:
        return best
    guess = from_bytes(contents).best()
    return None if guess is None else guess.encoding


def _ease(contents: bytes, encoding: str) -> int:
    try:
        text = contents.decode(encoding)
    except UnicodeDecodeError:
        return -len(contents)
    return 2 * len(_AT_HOME.findall(text)) - len(_FOREIGN.findall(text))
