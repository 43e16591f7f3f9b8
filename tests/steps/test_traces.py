"""What somebody said is found again in texts and in files of any kind, however deep it is packed."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
import zlib
from importlib import import_module

import pyarrow as pa
import pytest

from pipeline.steps.forget.quote_search import QuoteIndex

PACKERS = {
    "notes.txt.gz": gzip.compress,
    "notes.bz2": bz2.compress,
    "notes.xz": lzma.compress,
    "notes.joblib": zlib.compress,
    "notes.tar.gz": lambda contents: gzip.compress(in_tar(contents)),
    "notes.zip": lambda contents: in_zip(in_zip(contents)),
    "notes.zst": lambda contents: pa.compress(contents, "zstd", asbytes=True),
    "notes.arrow": lambda contents: in_arrow(contents.decode()),
}


def in_tar(contents: bytes) -> bytes:
    stream, part = io.BytesIO(), tarfile.TarInfo("notes.docx")
    part.size = len(packed := in_zip(contents))
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(part, io.BytesIO(packed))
    return stream.getvalue()


def in_zip(contents: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", contents)
    return stream.getvalue()


def in_arrow(words: str) -> bytes:
    stream, table = io.BytesIO(), pa.table({"words": [words]})
    with pa.ipc.new_file(stream, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as file:
        file.write_table(table)
    return stream.getvalue()


@pytest.mark.parametrize("name", PACKERS)
def test_a_quote_is_found_in_whatever_it_is_packed(tmp_path, name):
    chance = random.Random(5)
    talk = " ".join("".join(chance.choices("adehinrst", k=5)) for _ in range(3000))
    quote = talk[9000:9100]
    path = tmp_path / name
    path.write_bytes(PACKERS[name](talk.encode()))
    assert quote[30:70].encode() not in path.read_bytes()
    assert QuoteIndex([quote]).are_in_file(path)
    assert not QuoteIndex(["niemand heeft dit ooit zo gezegd"]).are_in_file(path)


def test_a_quote_deep_in_a_file_of_gigabytes_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("pipeline.steps.forget.quote_search"), "LARGEST", 1 << 20)
    with (tmp_path / "large").open("wb") as file:
        file.write(bytes(6 << 20))
        file.write(b"en toen zei hij dat het mocht")
    assert QuoteIndex(["en toen zei hij dat het mocht"]).are_in_file(tmp_path / "large")


def test_a_quote_is_blacked_out_and_the_words_around_it_stay():
    traces = QuoteIndex(["en toen zei hij dat het mocht"], ["zei hij dat het mocht"])
    told = traces.redact("Let op: 'en toen zei hij dat…' Ja! Zei hij dat het mocht?")
    assert told == "Let op: '(…)…' Ja! Zei hij dat het mocht?"
