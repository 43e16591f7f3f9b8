"""REFI-QDA as programs really write it: faults are named, and nothing of them is fatal."""

import zipfile
from pathlib import Path

import pytest

from pipeline.errors import UnreadableProject
from pipeline.projects import read_project
from pipeline.projects.records import About
from tests.projects.invented import FIRST, SECOND, inline, offsets, selection, source, write_refi
from tests.projects.test_programs import problems

BUS = offsets(FIRST, "En de bus rijdt hier maar twee keer per dag.")
KIND = offsets(FIRST, "niemand past op de kinderen")


def test_missing_text_is_named_and_its_codings_are_unread(tmp_path: Path) -> None:
    sources = source("weg", selection(0, 5, "opvang")) + inline("gesprek 1", FIRST, selection(*BUS, "vervoer"))
    project = read_project(write_refi(tmp_path / "x.qdpx", sources))
    assert len(project.codings) == 1
    assert [(lost.place, lost.code) for lost in project.unread] == [("weg:0-5", "opvang")]
    assert "weg: the file with its plain text is not in the project" in problems(project)


def test_rich_text_without_plain_text_is_named(tmp_path: Path) -> None:
    sources = '<TextSource guid="a" name="rijk" richTextPath="internal://a.docx"/>' + inline("b", FIRST)
    project = read_project(write_refi(tmp_path / "x.qdpx", sources))
    assert [text.name for text in project.texts] == ["b"]
    assert "rijk: it has no plain text" in problems(project)


@pytest.mark.parametrize(
    "path", ["internal://A.TXT", "a.txt", "internal://sources/a.txt", "relative:///a.txt", "internal://%61.txt"]
)
def test_paths_as_programs_write_them(tmp_path: Path, path: str) -> None:
    files = {"Sources/a.txt": FIRST.encode(), "sources/.root": b""}
    project = read_project(
        write_refi(tmp_path / "x.qdpx", source("a", selection(*BUS, "vervoer"), path=path), files=files)
    )
    assert len(project.codings) == 1


def test_transcript_that_is_the_same_file_as_a_text_is_that_text(tmp_path: Path) -> None:
    transcript = (
        '<AudioSource guid="au" name="opname" path="internal://x.mp3">'
        '<Transcript guid="tr" plainTextPath="internal://a.txt">'
        + selection(*KIND, "opvang").replace("PlainText", "Transcript")
        + '</Transcript><AudioSelection guid="as" begin="0" end="9">'
        '<Coding guid="q"><CodeRef targetGUID="hulp"/></Coding>'
        "</AudioSelection></AudioSource>"
    )
    project = read_project(
        write_refi(
            tmp_path / "x.qdpx",
            source("a", selection(*BUS, "vervoer")) + transcript,
            files={"sources/a.txt": FIRST.encode()},
        )
    )
    assert [text.name for text in project.texts] == ["a"]
    assert {coding.code for coding in project.codings} == {"vervoer", "opvang"}
    assert "part of a picture, page or recording" in problems(project)


def test_same_id_for_two_texts_keeps_both(tmp_path: Path) -> None:
    second = inline("gesprek 1", SECOND, selection(*offsets(SECOND, "De consulent"), "hulp")).replace(
        'name="gesprek 1"', 'name="gesprek 2"'
    )
    project = read_project(
        write_refi(tmp_path / "x.qdpx", inline("gesprek 1", FIRST, selection(*BUS, "vervoer")) + second)
    )
    assert [text.name for text in project.texts] == ["gesprek 1", "gesprek 2"]
    coded = {project.text(each.text).text[each.start : each.end] for each in project.codings}
    assert coded == {"En de bus rijdt hier maar twee keer per dag.", "De consulent"}
    assert "another text has the same id" in problems(project)


def test_same_names_and_same_words_are_named(tmp_path: Path) -> None:
    sources = inline("a", FIRST) + inline("b", FIRST).replace('name="b"', 'name="a"') + inline("c", FIRST)
    codes = '<Code guid="x" name="opvang"/></Codes>'
    path = write_refi(tmp_path / "x.qdpx", sources)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("project.qde").decode().replace("</Codes>", codes)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Project.QDE", xml)
    told = problems(read_project(path))
    assert "a: 2 texts have this name" in told
    assert "opvang: 2 codes have this name" in told
    assert "c: it has the same words as a" in told


def test_code_that_is_not_in_the_codebook_is_named(tmp_path: Path) -> None:
    project = read_project(
        write_refi(tmp_path / "x.qdpx", inline("a", FIRST, selection(*BUS, "weg") + selection(*KIND, "opvang")))
    )
    assert [each.code for each in project.codings] == ["opvang"]
    assert "its code is not in the project's codebook" in problems(project)


def test_several_codings_in_one_selection_are_several(tmp_path: Path) -> None:
    second = '<Coding guid="c2" creatingUser="bert"><CodeRef targetGUID="hulp"/></Coding></PlainTextSelection>'
    one = selection(*KIND, "opvang").replace("</PlainTextSelection>", second)
    project = read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, one)))
    assert {(each.code, each.coder, each.start) for each in project.codings} == {
        ("opvang", "anna", KIND[0]),
        ("hulp", "bert", KIND[0]),
    }


def test_ids_are_compared_without_case_and_braces(tmp_path: Path) -> None:
    within = selection(*KIND, "opvang").replace('targetGUID="opvang"', 'targetGUID="{OPVANG}"')
    assert len(read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, within))).codings) == 1


def test_notes_on_all_levels(tmp_path: Path) -> None:
    notes = "".join(
        f'<Note guid="n{number}" name="titel" creatingUser="anna" creationDateTime="2026-03-02T10:00:00Z">'
        f"<PlainTextContent>Notitie {number}</PlainTextContent></Note>"
        for number in range(5)
    )
    within = "<Description>Notitie 1</Description>"
    coded = selection(*KIND, "opvang", within=within).replace(
        "</Coding>", '<NoteRef targetGUID="n0"/></Coding><NoteRef targetGUID="n1"/>'
    )
    linked = f'<PlainTextSelection guid="los" startPosition="{BUS[0]}" endPosition="{BUS[1]}"/>'
    link = '<Link guid="l" originGUID="n2" targetGUID="los"/>'
    more = f'<Notes>{notes}</Notes><Links>{link}</Links><NoteRef targetGUID="n3"/>'
    project = read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, coded + linked), more=more))
    found = {memo.words: memo for memo in project.memos}
    assert len(project.memos) == 5
    assert found["Notitie 0"].about is About.CODING
    assert (found["Notitie 1"].about, found["Notitie 1"].start) == (About.STRETCH, KIND[0])
    assert (found["Notitie 2"].about, found["Notitie 2"].start) == (About.STRETCH, BUS[0])
    assert found["Notitie 3"].about is found["Notitie 4"].about is About.PROJECT
    assert found["Notitie 0"].coder == "anna"


def test_cases_of_nvivo_are_coded_and_no_codes(tmp_path: Path) -> None:
    more = (
        '<Cases><Case guid="karel" name="Karel"><VariableValue><VariableRef targetGUID="v"/>'
        "<IntegerValue>52</IntegerValue></VariableValue></Case></Cases>"
        '<Variables><Variable guid="v" name="leeftijd" typeOfVariable="Integer"/></Variables>'
    )
    within = selection(0, len(FIRST), "karel") + selection(*BUS, "vervoer")
    project = read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, within), origin="NVivo", more=more))
    assert [each.code for each in project.codings] == ["vervoer"]
    assert project.cases[0].texts == ("a",)
    assert project.texts[0].attributes == {"leeftijd": "52"}


def test_two_project_files_are_refused(tmp_path: Path) -> None:
    path = write_refi(tmp_path / "x.qdpx", "", files={"other.qde": b"<Project/>"})
    with pytest.raises(UnreadableProject, match=r"2 \.qde files"):
        read_project(path)


def test_bare_project_file_with_its_texts_beside_it(tmp_path: Path) -> None:
    path = write_refi(
        tmp_path / "x.qdpx", source("a", selection(*BUS, "vervoer")), files={"sources/a.txt": FIRST.encode()}
    )
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "folder")
    assert len(read_project(tmp_path / "folder" / "project.qde").codings) == 1
    assert len(read_project(tmp_path / "folder").codings) == 1
