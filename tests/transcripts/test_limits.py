"""Bombs, borrowed entities, links and giants are refused with a reason, whatever container they come in."""

import io
import zipfile

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript
from pipeline.transcripts import read, read_metadata
from tests.transcripts.forms import FORMS

TALK = [("I", "Hoe gaat het met u?"), ("R", "Goed, dank u wel.")]
ZIPPED = {"a.docx": "Word, paragraphs", "a.odt": "LibreOffice, paragraphs", "a.xlsx": "Excel"}
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&b;&f;</d>'
)


def with_part(contents, name, part):
    """The same document with one more part, or another in the place of one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contents)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            if each.filename != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return stream.getvalue()


@pytest.fixture(params=ZIPPED)
def document(request):
    """A sound document of each zipped kind, by its name."""
    return request.param, FORMS[ZIPPED[request.param]][1](TALK)


@pytest.mark.parametrize("part", ["bomb.xml", "media/bomb.bin"])
def test_a_part_that_unpacks_to_far_too_much_is_refused(written, document, part):
    name, contents = document
    with pytest.raises(UnreadableTranscript, match="far more"):
        transcripts.read(written(name, with_part(contents, part, bytes(20_000_000))))


def test_many_small_parts_are_refused(written, document):
    name, contents = document
    stream = io.BytesIO(contents)
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(5001):
            archive.writestr(f"p/{number}", b"")
    with pytest.raises(UnreadableTranscript, match="far more"):
        transcripts.read(written(name, stream.getvalue()))


def test_parts_that_together_unpack_to_too_much_are_refused(written, document, monkeypatch):
    monkeypatch.setattr("pipeline.transcripts.limits.LARGEST_UNPACKED", 100)
    name, contents = document
    with pytest.raises(UnreadableTranscript, match="far more"):
        transcripts.read(written(name, contents))


@pytest.mark.parametrize("part", ["extra.xml", "_rels/.rels", "content.xml", "word/document.xml", "xl/workbook.xml"])
def test_entities_in_any_part_are_refused(written, document, part):
    name, contents = document
    with pytest.raises(UnreadableTranscript, match="entities"):
        transcripts.read(written(name, with_part(contents, part, ENTITIES)))


def test_entities_in_elan_are_refused(written):
    with pytest.raises(UnreadableTranscript, match="entities"):
        transcripts.read(written("a.eaf", ENTITIES.replace(b"d>", b"ANNOTATION_DOCUMENT>")))


@pytest.mark.parametrize("way_out", ["../../evil.txt", "/tmp/evil.txt", "..\\evil.txt"])
def test_a_path_in_an_archive_leads_nowhere(written, document, way_out):
    name, contents = document
    path = written(name, with_part(contents, way_out, b"evil"))
    before = {each for folder in (path.parent, path.parent.parent) for each in folder.iterdir()}
    assert [turn.speaker for turn in transcripts.read(path).turns] == ["I", "R"]
    assert {each for folder in (path.parent, path.parent.parent) for each in folder.iterdir()} == before


def test_the_table_of_interviews_is_guarded_too(written):
    contents = FORMS["Excel"][1](TALK)
    with pytest.raises(UnreadableTranscript, match="far more"):
        read_metadata(written("interviews.xlsx", with_part(contents, "bomb.bin", bytes(20_000_000))))
    with pytest.raises(UnreadableTranscript, match="entities"):
        read_metadata(written("interviews.xlsx", with_part(contents, "x.xml", ENTITIES)))


@pytest.mark.parametrize("suffix", transcripts.SUFFIXES)
def test_two_gigabytes_are_refused_unread_in_every_form(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)  # takes no room on the disk
    with pytest.raises(UnreadableTranscript, match="larger than 50 MB"):
        transcripts.read(path)


@pytest.mark.parametrize("contents", [b"[" * 200_000, b'{"segments":' * 100_000, b"{\\rtf1" + b"{" * 200_000])
def test_what_is_nested_without_end_is_refused(written, contents):
    with pytest.raises(UnreadableTranscript):
        transcripts.read(written("a.rtf" if contents.startswith(b"{\\rtf") else "a.json", contents))


def test_a_file_in_which_everybody_has_a_label_of_his_own_is_read(tmp_path):
    path = tmp_path / "labels.txt"
    path.write_text("".join(f"Spreker{number}: dit is zin {number}.\n" for number in range(20_000)), encoding="utf-8")
    # Quadratic work on labels would take longer than any test may.
    assert len(read(path).turns) == 20_000
