"""Search for quotes of an interview in texts and in files of any kind, packed ones included, by word n-grams."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.steps.forget.archives import LARGEST, unpacked

RUN = 5
"""The number of consecutive words that count as a quote; shorter ones are common phrases."""

PIECE, OVERLAP = 1 << 22, 1 << 10
"""The number of bytes searched at once, and the overlap with the next piece."""

_WORD = re.compile(r"\w+")

Run = tuple[str, ...]


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
            text = text[:start] + ("" if at - 1 in quoted else "[…]") + text[end:]
        return text

    def are_in_file(self, path: Path) -> bool:
        """Whether a file, or anything packed in it, contains a quote."""
        if path.stat().st_size <= LARGEST:
            return any(self._are_in_bytes(contents) for contents in unpacked(path.read_bytes()))
        # Search it unpacked: no file that drempel packs is as large, and it need not fit in memory.
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as contents:
            return self._are_in_bytes(contents)

    def _are_in_bytes(self, contents: bytes | mmap.mmap) -> bool:
        return any(self.are_in(text) for text in _texts(contents))


def _texts(contents: bytes | mmap.mmap) -> Iterator[str]:
    """Decode the contents in overlapping pieces: a store may be larger than memory."""
    encoding = "utf-16" if contents[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    for at in range(0, len(contents), PIECE):
        yield contents[at : at + PIECE + OVERLAP].decode(encoding, errors="ignore")


def _words(text: str) -> list[str]:
    # Formatting marks of Word and others stand between words, not in them.
    return _WORD.findall(re.sub(r"<[^<>]{0,500}>", "", text).lower())


def _runs(words: Sequence[str]) -> Iterator[Run]:
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])
