"""Unpack archives and compressed files of many kinds to search them; report files that cannot be searched."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

LARGEST = 1 << 28
"""The maximum number of bytes of an unpacked part to search."""

DEEPEST = 8
"""The maximum depth of archives in archives."""

UNSEARCHABLE = (
    b"7z\xbc\xaf",
    b"Rar!",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"ID3",
    b"\xff\xfb",
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"\x1aE\xdf",
)
"""First bytes of archives, documents and recordings that can contain words but cannot be searched here."""

_AT, _FILM = slice(4, 8), b"ftyp"
_TAR, _TAR_AT = b"ustar", slice(257, 262)

BROKEN = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, pa.ArrowException, OSError, EOFError)
"""Errors of the readers for files that only look like their format."""


def unpacked(contents: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield the bytes, and the bytes of everything packed in them: archives, tables, compressed models."""
    yield contents
    opener = _opener(contents)
    if opener is None or depth == DEEPEST:
        return
    try:
        for part in opener(contents):
            yield from unpacked(part, depth + 1)
    except (*BROKEN, RuntimeError, NotImplementedError):  # the last two: encrypted zips, or unknown compression
        return


def is_unsearchable(path: Path) -> bool:
    """Whether a file can contain words that cannot be found: a recording, a PDF, an encrypted or unknown archive."""
    with path.open("rb") as file:
        first = file.read(16)
    if first.startswith(UNSEARCHABLE) or first[_AT] == _FILM:
        return True
    return first.startswith(b"PK") and _is_locked(path)


def _is_locked(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(part.flag_bits & 1 or part.file_size > LARGEST for part in archive.infolist())
    except zipfile.BadZipFile:
        return False


def _opener(contents: bytes) -> Callable[[bytes], Iterator[bytes]] | None:
    if contents[_TAR_AT] == _TAR:
        return _of_tar
    return next((opener for first, opener in _OPENERS.items() if contents.startswith(first)), None)


def _of_zip(contents: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        for part in archive.infolist():
            if part.file_size <= LARGEST and not part.flag_bits & 1:
                yield archive.read(part)


def _of_tar(contents: bytes) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(contents)) as archive:
        for part in archive:
            file = archive.extractfile(part)
            if file is not None:
                yield file.read(LARGEST)


def _of_parquet(contents: bytes) -> Iterator[bytes]:
    yield from _of_table(pq.read_table(io.BytesIO(contents)))


def _of_arrow(contents: bytes) -> Iterator[bytes]:
    with pa.ipc.open_file(io.BytesIO(contents)) as file:
        yield from _of_table(file.read_all())


def _of_table(table: pa.Table) -> Iterator[bytes]:
    for column in table.columns:
        yield "\n".join(map(str, column.to_pylist())).encode()


def _of_zlib(contents: bytes) -> Iterator[bytes]:
    yield zlib.decompressobj().decompress(contents, LARGEST)


def _of_gzip(contents: bytes) -> Iterator[bytes]:
    yield gzip.GzipFile(fileobj=io.BytesIO(contents)).read(LARGEST)


def _of_bzip2(contents: bytes) -> Iterator[bytes]:
    yield bz2.BZ2File(io.BytesIO(contents)).read(LARGEST)


def _of_xz(contents: bytes) -> Iterator[bytes]:
    yield lzma.LZMADecompressor().decompress(contents, LARGEST)


def _of_zstandard(contents: bytes) -> Iterator[bytes]:
    with pa.CompressedInputStream(pa.py_buffer(contents), "zstd") as stream:
        yield stream.read(LARGEST)


_OPENERS: Mapping[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"PK": _of_zip,
    b"PAR1": _of_parquet,
    b"ARROW1": _of_arrow,
    b"\x78": _of_zlib,
    b"\x1f\x8b": _of_gzip,
    b"BZh": _of_bzip2,
    b"\xfd7zXZ": _of_xz,
    b"\x28\xb5\x2f\xfd": _of_zstandard,
}
