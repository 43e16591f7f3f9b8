"""Unpack archives and compressed files of many kinds to search them; report files that cannot be searched."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import io
import lzma
import quopri
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq

LARGEST = 1 << 28
"""The maximum number of bytes of an unpacked part to search."""

DEEPEST = 8
"""The maximum depth of archives in archives."""

PLAIN = (b"SQLite format 3\x00", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"\x93NUMPY")
"""First bytes of databases, pickles and arrays: binary, but text in them stands as it is."""

MOST_CONTROLS = 1000
"""A text holds at most one control character among so many."""

_TAR, _TAR_AT = b"ustar", slice(257, 262)
_PDF, _PDF_WITHIN = b"%PDF-", 1024
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 21, 26}) + b"\x7f"
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{40,}+\r?\n?)++[A-Za-z0-9+/]*+={0,2}")
_HASHES = re.compile(rb"[0-9a-f]+|[a-zA-Z]+")
_SHORTEST_BASE64 = 160

BROKEN = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, pa.ArrowException, OSError, EOFError)
"""Errors of the readers for files that only look like their format."""


Opener = Callable[[bytes], Iterator[bytes | None]]
"""Unpacks one kind of file; None stands for a part that cannot be unpacked here."""


def unpacked(contents: bytes) -> Iterator[bytes]:
    """Yield the bytes, and the bytes of everything packed in them: archives, tables, compressed models, mail."""
    return (part for part, _ in opened(contents))


def opened(contents: bytes, depth: int = 0) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes and the bytes of everything packed in them, each with whether all of its text can be found.

    It cannot in recordings, pictures, PDF, encrypted or unknown containers, and in parts that are too large.
    """
    opener = _opener(contents)
    if opener is None:
        yield contents, is_text(contents) or contents.startswith(PLAIN)
        yield from _opened_within(contents, depth)
        return
    if depth == DEEPEST:
        yield contents, False
        return
    yield contents, True
    try:
        for packed in opener(contents):
            yield from opened(packed, depth + 1) if packed is not None else [(b"", False)]
    except (*BROKEN, RuntimeError, NotImplementedError):  # the last two: encrypted zips, or unknown compression
        yield b"", is_text(contents)
        yield from _opened_within(contents, depth)


def _opened_within(contents: bytes, depth: int) -> Iterator[tuple[bytes, bool]]:
    for part in _encoded(contents):
        yield from opened(part, depth + 1) if depth < DEEPEST else [(part, False)]


def is_text(contents: bytes) -> bool:
    """Whether the bytes are text in an encoding that people use, and no PDF."""
    if _PDF in contents[:_PDF_WITHIN]:
        return False
    encoding = wide_encoding(contents)
    if encoding:
        contents = contents.decode(encoding, errors="replace").encode()
    controls = len(contents) - len(contents.translate(None, _CONTROLS))
    return controls * MOST_CONTROLS <= len(contents)


def wide_encoding(contents: bytes) -> str | None:
    """Return the encoding of text in UTF-16, with or without a mark; None for all else."""
    if contents[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = contents[:4096]
    half = len(sample) // 2
    wide = (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2]))
    return next(
        (encoding for encoding, high, low in wide if high.count(0) > 0.7 * half and low.count(0) < 0.3 * half), None
    )


def _encoded(contents: bytes) -> Iterator[bytes]:
    """Yield what mail and pages hold as base64, and mail with quoted letters as plain text."""
    if b"quoted-printable" in contents:
        yield quopri.decodestring(contents).replace(b"quoted-printable", b"")
    for found in _BASE64.finditer(contents):
        packed = b"".join(found[0].split())
        if len(packed) >= _SHORTEST_BASE64 and _HASHES.fullmatch(packed) is None:
            with suppress(binascii.Error):
                yield base64.b64decode(packed + b"=" * (-len(packed) % 4))


def _opener(contents: bytes) -> Opener | None:
    if contents[_TAR_AT] == _TAR:
        return _of_tar
    return next((opener for first, opener in _OPENERS.items() if contents.startswith(first)), None)


def _of_zip(contents: bytes) -> Iterator[bytes | None]:
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        for part in archive.infolist():
            yield archive.read(part) if part.file_size <= LARGEST and not part.flag_bits & 1 else None


def _of_tar(contents: bytes) -> Iterator[bytes | None]:
    with tarfile.open(fileobj=io.BytesIO(contents)) as archive:
        for part in archive:
            file = archive.extractfile(part)
            if file is not None:
                yield file.read() if part.size <= LARGEST else None


def _of_parquet(contents: bytes) -> Iterator[bytes | None]:
    yield from _of_table(pq.read_table(io.BytesIO(contents)))


def _of_arrow(contents: bytes) -> Iterator[bytes | None]:
    with pa.ipc.open_file(io.BytesIO(contents)) as file:
        yield from _of_table(file.read_all())


def _of_table(table: pa.Table) -> Iterator[bytes | None]:
    for column in table.columns:
        yield "\n".join(map(str, column.to_pylist())).encode()


def _of_zlib(contents: bytes) -> Iterator[bytes | None]:
    yield from _within_limits(zlib.decompressobj().decompress(contents, LARGEST + 1))


def _of_gzip(contents: bytes) -> Iterator[bytes | None]:
    yield from _within_limits(gzip.GzipFile(fileobj=io.BytesIO(contents)).read(LARGEST + 1))


def _of_bzip2(contents: bytes) -> Iterator[bytes | None]:
    yield from _within_limits(bz2.BZ2File(io.BytesIO(contents)).read(LARGEST + 1))


def _of_xz(contents: bytes) -> Iterator[bytes | None]:
    yield from _within_limits(lzma.LZMADecompressor().decompress(contents, LARGEST + 1))


def _of_zstandard(contents: bytes) -> Iterator[bytes | None]:
    with pa.CompressedInputStream(pa.py_buffer(contents), "zstd") as stream:
        yield from _within_limits(stream.read(LARGEST + 1))


def _within_limits(part: bytes) -> Iterator[bytes | None]:
    yield part[:LARGEST]
    if len(part) > LARGEST:
        yield None


_OPENERS: Mapping[bytes, Opener] = {
    b"PK": _of_zip,
    b"PAR1": _of_parquet,
    b"ARROW1": _of_arrow,
    b"\x78": _of_zlib,
    b"\x1f\x8b": _of_gzip,
    b"BZh": _of_bzip2,
    b"\xfd7zXZ": _of_xz,
    b"\x28\xb5\x2f\xfd": _of_zstandard,
}
