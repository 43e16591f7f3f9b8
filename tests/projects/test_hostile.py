"""Files that are broken, disguised or meant to harm are refused with their name, and nothing of them runs."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DrempelError, UnreadableProject
from pipeline.projects import guards, read_project
from tests.projects.invented import FIRST, SAMPLES, inline, write_refi, write_rqda

FILES = ("taguette.sqlite3", "qualcoder.qdpx", "potato.qdpx", "inception.zip", "cas.xmi", "cas.json")


@pytest.mark.parametrize("sample", FILES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_file_is_read_or_refused(sample: str, data: st.DataObject, tmp_path: Path) -> None:
    contents = bytearray((SAMPLES / sample).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        contents[data.draw(st.integers(0, len(contents) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(contents) // 2, len(contents)))
    path = tmp_path / sample
    path.write_bytes(bytes(contents[:cut]))
    with suppress(DrempelError):
        read_project(path)


@pytest.mark.parametrize("suffix", [".qdpx", ".sqlite3", ".json", ".qde", ".tsv", ".xmi", ".zip", ".rqda"])
@pytest.mark.parametrize(
    "contents", [b"", b"words", b"PK\x03\x04", b"SQLite format 3\x00", b"[]", b"{}", b"[1]", b"\xff\xfe"]
)
def test_other_files_are_refused(suffix: str, contents: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(contents)
    with pytest.raises(UnreadableProject, match="x"):
        read_project(path)


def test_missing_file_link_and_empty_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link.qdpx").symlink_to(SAMPLES / "potato.qdpx")
    for path in (tmp_path / "none.qdpx", tmp_path / "link.qdpx", tmp_path):
        with pytest.raises(UnreadableProject):
            read_project(path)


def test_declared_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.qdpx"
    xml = '<!DOCTYPE Project [<!ENTITY a "b">]><Project xmlns="urn:QDA-XML:project:1.0">&a;</Project>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
    with pytest.raises(UnreadableProject, match="document type"):
        read_project(path)


def test_part_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = write_refi(
        tmp_path / "x.qdpx", inline("a", FIRST) + '<TextSource guid="b" name="b" plainTextPath="internal://b.txt"/>'
    )
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sources/b.txt", b"a" * 3_000_000)
    with pytest.raises(UnreadableProject, match="unpacks to far more"):
        read_project(path)


def test_recordings_in_a_project_are_not_unpacked(tmp_path: Path) -> None:
    path = write_refi(tmp_path / "x.qdpx", inline("a", FIRST))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sources/b.mp4", b"a" * 3_000_000)
    assert len(read_project(path).texts) == 1


def test_path_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("geheim")
    (tmp_path / "folder").mkdir()
    sources = '<TextSource guid="b" name="b" plainTextPath="relative://../secret.txt"/>'
    with zipfile.ZipFile(write_refi(tmp_path / "x.qdpx", sources)) as archive:
        archive.extract("project.qde", tmp_path / "folder")
    assert not read_project(tmp_path / "folder" / "project.qde").texts


def test_deep_codes_end(tmp_path: Path) -> None:
    deep = "".join(f'<Code guid="d{number}" name="d{number}">' for number in range(300)) + "</Code>" * 300
    path = write_refi(tmp_path / "x.qdpx", inline("a", FIRST), more=f"<CodeBook><Codes>{deep}</Codes></CodeBook>")
    assert any("deeper than" in problem.message for problem in read_project(path).problems)


def test_tables_that_are_views_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.rqda"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE coding (cid, fid, selfirst, selend)")
        db.execute("CREATE VIEW freecode AS SELECT 1 AS name")
    db.close()
    with pytest.raises(UnreadableProject, match="no project of a known program"):
        read_project(path)


def test_query_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MOST_STEPS", 0)
    path = tmp_path / "x.rqda"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE coding (cid, fid, selfirst, selend)")
        db.execute("CREATE TABLE freecode (name)")
        db.execute(
            "INSERT INTO freecode WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) "
            "SELECT i FROM n"
        )
    db.close()
    with pytest.raises(UnreadableProject, match="interrupted"):
        read_project(path)


def test_database_that_its_program_holds_open_is_refused(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "taguette.sqlite3", tmp_path / "x.sqlite3")
    (tmp_path / "x.sqlite3-wal").write_bytes(b"changes")
    with pytest.raises(UnreadableProject, match="close it there"):
        read_project(tmp_path / "x.sqlite3")


def test_database_stays_as_it_was(tmp_path: Path) -> None:
    path = write_rqda(tmp_path / "x.rqda")
    before = path.read_bytes()
    path.chmod(0o444)
    read_project(path)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["x.rqda"]


def test_several_projects_in_one_database_are_refused(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "taguette.sqlite3", tmp_path / "x.sqlite3")
    with sqlite3.connect(tmp_path / "x.sqlite3") as db:
        db.execute("INSERT INTO projects (name, description, created) VALUES ('b', '', '2026-01-01')")
    db.close()
    with pytest.raises(UnreadableProject, match="2 projects"):
        read_project(tmp_path / "x.sqlite3")


def test_offsets_beyond_all_numbers_are_no_span(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "qualcoder.qda", tmp_path / "x.qda")
    with sqlite3.connect(tmp_path / "x.qda" / "data.qda") as db:
        db.execute("UPDATE code_text SET pos0 = 9000000000000000000, pos1 = -3, seltext = '' WHERE ctid = 1")
    db.close()
    project = read_project(tmp_path / "x.qda")
    assert len(project.unread) == 1


def test_words_that_are_not_in_utf_8_are_named(tmp_path: Path) -> None:
    files = {"sources/a.txt": "Een café".encode("cp1252")}
    path = write_refi(
        tmp_path / "x.qdpx", '<TextSource guid="a" name="a" plainTextPath="internal://a.txt"/>', files=files
    )
    project = read_project(path)
    assert project.texts[0].text == "Een café"
    assert any("Windows-1252" in problem.message for problem in project.problems)


def test_values_of_other_kinds_in_json_do_no_harm(tmp_path: Path) -> None:
    odd = [None, 1, "x", [], {}, {"value": 3}, {"value": {"start": None, "end": "x", "labels": 5}}]
    tasks = [
        {"id": 1, "data": {"text": FIRST}, "annotations": [{"id": 1, "result": odd, "completed_by": None}, None, 3]},
        7,
    ]
    (tmp_path / "x.json").write_text(json.dumps(tasks))
    assert not read_project(tmp_path / "x.json").codings
