"""Search for quotes of an interview in texts and in files of any kind, packed ones included, by word n-grams."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.steps.forget.archives import LARGEST, PLAIN, is_text, opened, wide_encoding

RUN = 5
"""The number of consecutive words that count as a quote; shorter ones are common phrases."""

PIECE, OVERLAP = 1 << 22, 1 << 10
"""The number of bytes searched at once, and the overlap with the next piece."""

_WORD = re.compile(r"\w+")

REDACTED = "(…)"
"""Stands for a quote; unlike a bracket, it begins no list in YAML."""

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a file holds: a quote, a name, and whether all of it could be searched."""

    has_quote: bool
    has_name: bool
    is_whole: bool


class QuoteIndex:
    """The word n-grams that occur in some texts and in no other."""

    def __init__(self, said: Iterable[str], by_others: Iterable[str] = ()) -> None:
        own = {run for text in said for run in _runs(_words(text))}
        for text in by_others:
            own.difference_update(_runs(_words(text)))
        self._runs = frozenset(own)

    def are_in(self, text: str) -> bool:
        """Whether the text contains a quote."""
        return not self._runs.isdisjoint(_runs(_words(text)))

    def redact(self, text: str) -> str:
        """Black out every quote in the text."""
        words = list(_WORD.finditer(text))
        plain = [word[0].lower() for word in words]
        quoted = {at + step for at, run in enumerate(_runs(plain)) if run in self._runs for step in range(RUN)}
        for at in sorted(quoted, reverse=True):
            start = words[at].start()
            end = words[at + 1].start() if at + 1 in quoted else words[at].end()
            text = text[:start] + ("" if at - 1 in quoted else REDACTED) + text[end:]
        return text

    def are_in_file(self, path: Path) -> bool:
        """Whether a file, or anything packed in it, contains a quote."""
        return self.look_into(path).has_quote

    def look_into(self, path: Path, name: re.Pattern[str] | None = None) -> Searched:
        """Search a file and all that is packed in it for quotes, and for a name."""
        if path.stat().st_size <= LARGEST:
            return self._searched(opened(path.read_bytes()), name)
        # Search it unpacked: no file that drempel packs is as large, and it need not fit in memory.
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as contents:
            is_plain = contents[:16].startswith(PLAIN) or is_text(contents[:PIECE])
            return self._searched([(contents, is_plain)], name)

    def _searched(self, parts: Iterable[tuple[bytes | mmap.mmap, bool]], name: re.Pattern[str] | None) -> Searched:
        names, whole = False, True
        for contents, is_whole in parts:
            whole = whole and is_whole
            for text in _texts(contents):
                if self.are_in(text):
                    return Searched(has_quote=True, has_name=names, is_whole=whole)
                names = names or (name is not None and name.search(text) is not None)
        return Searched(has_quote=False, has_name=names, is_whole=whole)


def _texts(contents: bytes | mmap.mmap) -> Iterator[str]:
    """Decode the contents in overlapping pieces: a store may be larger than memory."""
    encoding = wide_encoding(contents[:4096]) or "utf-8"
    for at in range(0, len(contents), PIECE):
        piece = contents[at : at + PIECE + OVERLAP]
        yield piece.decode(encoding, errors="ignore")
        if encoding == "utf-8" and not _is_utf8(piece):
            yield piece.decode("cp1252", errors="ignore")


def _is_utf8(piece: bytes) -> bool:
    try:
        piece[4:-4].decode()
    except UnicodeDecodeError as error:
        # A letter that is cut off where the piece begins or ends is no reason.
        return error.start < 4 and error.start + 8 > len(piece)
    return True


def _words(text: str) -> list[str]:
    # Formatting marks of Word and others stand between words, not in them.
    return _WORD.findall(re.sub(r"<[^<>]{0,500}>", "", text).lower())


def _runs(words: Sequence[str]) -> Iterator[Run]:
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])
