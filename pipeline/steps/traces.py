"""Recognises what somebody said in other texts and in files of any kind, packed ones included, by runs of words."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

RUN = 5
"""Words in a row that are taken for a quote; fewer are said by everybody."""

LARGEST = 1 << 28
"""Bytes of an unpacked part that are looked at."""

PIECE, OVERLAP = 1 << 22, 1 << 10
"""Bytes that are looked at in one go, and how many of them again in the next."""

_WORD = re.compile(r"\w+")

Run = tuple[str, ...]


class Traces:
    """The runs of words that are in some texts and in no other."""

    def __init__(self, said: Iterable[str], by_others: Iterable[str] = ()) -> None:
        own = {run for text in said for run in _runs(_words(text))}
        for text in by_others:
            own.difference_update(_runs(_words(text)))
        self._runs = frozenset(own)

    def are_in(self, text: str) -> bool:
        """Whether a run of the words stands in the text."""
        return not self._runs.isdisjoint(_runs(_words(text)))

    def redact(self, text: str) -> str:
        """The text with every run of the words blacked out."""
        words = list(_WORD.finditer(text))
        plain = [word[0].lower() for word in words]
        quoted = {at + step for at, run in enumerate(_runs(plain)) if run in self._runs for step in range(RUN)}
        for at in sorted(quoted, reverse=True):
            start = words[at].start()
            end = words[at + 1].start() if at + 1 in quoted else words[at].end()
            text = text[:start] + ("" if at - 1 in quoted else "[…]") + text[end:]
        return text

    def are_in_file(self, path: Path) -> bool:
        """Whether a run of the words stands in a file, or in what is packed in it."""
        return any(self.are_in(text) for contents in unpacked(path.read_bytes()) for text in _texts(contents))


def unpacked(contents: bytes) -> Iterator[bytes]:
    """The bytes themselves, and those of what is packed in them: zips, Parquet tables, compressed models."""
    yield contents
    if contents.startswith(b"PK"):
        yield from _of_zip(contents)
    elif contents.startswith(b"PAR1"):
        yield from _of_parquet(contents)
    elif contents[:1] == b"\x78":
        try:
            yield zlib.decompressobj().decompress(contents, LARGEST)
        except zlib.error:
            return


def _of_zip(contents: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            for part in archive.infolist():
                if part.file_size < LARGEST:
                    yield from unpacked(archive.read(part))
    except (zipfile.BadZipFile, RuntimeError, zlib.error):
        return


def _of_parquet(contents: bytes) -> Iterator[bytes]:
    try:
        table = pq.read_table(io.BytesIO(contents))
    except (pa.ArrowException, OSError):
        return
    for column in table.columns:
        yield "\n".join(map(str, column.to_pylist())).encode()


def _texts(contents: bytes) -> Iterator[str]:
    """The contents as text, in pieces that overlap: a store may be larger than memory holds as words."""
    encoding = "utf-16" if contents[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    for at in range(0, len(contents), PIECE):
        yield contents[at : at + PIECE + OVERLAP].decode(encoding, errors="ignore")


def _words(text: str) -> list[str]:
    # Marks of Word and the like stand between words, not in them.
    return _WORD.findall(re.sub(r"<[^<>]{0,500}>", "", text).lower())


def _runs(words: Sequence[str]) -> Iterator[Run]:
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])
