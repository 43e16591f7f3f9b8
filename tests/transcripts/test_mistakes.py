"""What cannot be read is named with its reason and a remedy, and never opened further."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript
from pipeline.transcripts import limits


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in parts.items():
            archive.writestr(name, contents)
    return stream.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
RUBBISH = random.Random(7).randbytes(4000)

MISTAKES = {
    "a suffix nobody knows": ("a.xyz", b"I: dag", "no reader for .xyz"),
    "no suffix": ("a", b"I: dag", "no reader for a file without suffix"),
    "an empty file": ("a.txt", b"", "empty"),
    "only white space": ("a.txt", b" \r\n\t\n", "empty"),
    "only labels": ("a.txt", b"I: \nR: ...\n", "no words"),
    "binary rubbish": ("a.txt", RUBBISH, "no text"),
    "rubbish full of noughts": ("a.txt", bytes(500) + RUBBISH, "no text"),
    "two encodings at once": ("a.txt", "R: één crèche, ".encode() + "een café".encode("cp1252"), "mixes UTF-8"),
    "a Word document called .txt": ("a.txt", zipped(a=b"x" * 99), "Word"),
    "a text called .docx": ("a.docx", b"I: dag", "no Word document"),
    "a docx that is a zip of something else": ("a.docx", zipped(holiday=b"photo"), "no Word document"),
    "a docx cut short": ("a.docx", zipped(a=b"x" * 99)[:50], "no Word document"),
    "a locked Word document": ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(99), "locked"),
    "a zip bomb": ("a.docx", zipped(a=bytes(20_000_000)), "far more"),
    "XML with entities": ("a.docx", zipped(**{"word/document.xml": ENTITIES}), "entities"),
    "captions without their first line": ("a.vtt", b"I: dag", "no WebVTT"),
    "captions without words": ("a.vtt", b"WEBVTT\n\n", "no words"),
    "a PDF": ("a.PDF", b"%PDF-1.7", "PDF"),
    "a recording": ("a.m4a", b"\x00", "recording"),
    "a film": ("a.mp4", b"\x00", "film"),
    "hand codes among the interviews": (
        "a.csv",
        b"interview,start,end,text,view,coder\nint_1,0,2,Ja,x,c\n",
        "hand codes",
    ),
    "an old Word document": ("a.doc", b"\xd0\xcf\x11\xe0", "older"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_a_remedy(written, mistake):
    name, contents, why = MISTAKES[mistake]
    path = written(name, contents)
    with pytest.raises(UnreadableTranscript, match=why) as refusal:
        transcripts.read(path)
    assert name in str(refusal.value)
    assert str(path.parent) not in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert refusal.value.remedy


def test_a_link_is_not_followed(written, tmp_path):
    link = tmp_path / "b.txt"
    link.symlink_to(written("a.txt", "I: dag?\nR: dag."))
    with pytest.raises(UnreadableTranscript, match="link to another file"):
        transcripts.read(link)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableTranscript, match="no such file"):
        transcripts.read(tmp_path / "a.txt")


def test_a_file_over_the_limit_is_not_opened(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(limits.LARGEST + 1)
    with pytest.raises(UnreadableTranscript, match="larger than 50 MB"):
        transcripts.read(path)
