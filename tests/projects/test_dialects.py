"""What programs write that is easily misread: each is read as what it is, or named and left out."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import UnreadableProject
from pipeline.projects import read_project
from pipeline.projects.records import About
from pipeline.projects.times import moment
from tests.projects.invented import FIRST, SAMPLES, inline, offsets, selection, source, write_refi
from tests.projects.test_programs import problems, said

BUS = offsets(FIRST, "En de bus rijdt hier maar twee keer per dag.")
KIND = offsets(FIRST, "niemand past op de kinderen")
LINE = "Respondent: De bus 🙂 rijdt niet. Geen werk.\n"
DIALOGUE = [{"speaker": "Interviewer", "phrase": "Hoe?"}, {"speaker": "Respondent", "phrase": "De bus rijdt niet."}]


def task(data: dict[str, object], *results: dict[str, object], coder: object = 3) -> dict[str, object]:
    annotation = {"id": 1, "completed_by": coder, "result": list(results)}
    return {"id": 1, "data": data, "annotations": [annotation]}


def region(words: str, text: str = LINE, kind: str = "labels", label: str = "vervoer") -> dict[str, object]:
    start, end = offsets(text, words)
    value = {"start": start, "end": end, "text": words, kind: [label]}
    return {"id": "r", "from_name": "code", "to_name": "t", "type": kind, "value": value}


def read_json(path: Path, found: object) -> object:
    path.write_text(json.dumps(found), encoding="utf-8")
    return read_project(path)


def test_selection_between_sync_points_of_a_transcript(tmp_path: Path) -> None:
    points = "".join(
        f'<SyncPoint guid="p{at}" timeStamp="{at}" position="{place}"/>' for at, place in enumerate((0, *KIND))
    )
    transcript = (
        '<AudioSource guid="au" name="opname" path="internal://x.mp3">'
        f'<Transcript guid="tr" plainTextPath="internal://a.txt">{points}'
        '<TranscriptSelection guid="s" fromSyncPoint="p1" toSyncPoint="p2" creatingUser="anna">'
        '<Coding guid="c"><CodeRef targetGUID="opvang"/></Coding></TranscriptSelection>'
        '<TranscriptSelection guid="t" fromSyncPoint="p1" toSyncPoint=""><Coding guid="d">'
        '<CodeRef targetGUID="opvang"/></Coding></TranscriptSelection></Transcript></AudioSource>'
    )
    path = write_refi(tmp_path / "x.qdpx", transcript, files={"sources/a.txt": FIRST.encode()})
    project = read_project(path)
    assert said(project) == [("niemand past op de kinderen", "opvang", "anna")]
    assert "it has no offsets in the text" in problems(project)


def test_codings_on_a_memo_are_counted_and_named(tmp_path: Path) -> None:
    note = (
        '<Notes><Note guid="n" name="memo"><PlainTextContent>Een gedachte</PlainTextContent>'
        f"{selection(0, 3, 'hulp')}</Note></Notes>"
    )
    project = read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, selection(*BUS, "vervoer")), more=note))
    assert len(project.codings) == 1
    assert [(lost.code, lost.raw, lost.why) for lost in project.unread] == [
        ("hulp", (0, 3), "it lies on the words of a memo")
    ]
    assert [memo.words for memo in project.memos] == ["Een gedachte"]


def test_stretch_with_nothing_is_named(tmp_path: Path) -> None:
    bare = '<PlainTextSelection guid="s" startPosition="0" endPosition="5"/>'
    project = read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, bare)))
    assert not project.codings
    assert "a: a stretch has neither a code nor a memo" in problems(project)


def test_coder_whom_the_project_does_not_have_is_nobody(tmp_path: Path) -> None:
    project = read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, selection(*BUS, "vervoer", "weg"))))
    assert [coding.coder for coding in project.codings] == [""]
    assert "a coder is named that the project does not have" in problems(project)


def test_case_of_a_recording_or_a_stretch_describes_its_text(tmp_path: Path) -> None:
    audio = (
        '<AudioSource guid="au" name="opname"><Transcript guid="tr" plainTextPath="internal://a.txt"/></AudioSource>'
    )
    value = '<VariableValue><VariableRef targetGUID="v"/><TextValue>Gent</TextValue></VariableValue>'
    more = (
        f'<Cases><Case guid="k" name="Karel">{value}<SourceRef targetGUID="AU"/></Case>'
        f'<Case guid="l" name="Lien">{value}<SelectionRef targetGUID="s{BUS[0]}-{BUS[1]}-vervoer-anna"/></Case></Cases>'
        '<Variables><Variable guid="v" name="plaats" typeOfVariable="Text"/></Variables>'
    )
    sources = audio + inline("b", FIRST + "Meer.\n", selection(*BUS, "vervoer"))
    project = read_project(write_refi(tmp_path / "x.qdpx", sources, files={"sources/a.txt": FIRST.encode()}, more=more))
    assert [text.attributes for text in project.texts] == [{"plaats": "Gent"}] * 2


@pytest.mark.parametrize("spoilt", ["\x0b", "&#x1F;", "&#11;"])
def test_characters_that_xml_does_not_have_keep_their_place(tmp_path: Path, spoilt: str) -> None:
    text = FIRST.replace("Waarom", "Waar~om")
    xml = inline("a", text, selection(*offsets(text, "niemand past op de kinderen"), "opvang")).replace("~", spoilt)
    project = read_project(write_refi(tmp_path / "x.qdpx", xml))
    assert [words for words, _, _ in said(project)] == ["niemand past op de kinderen"]


def test_encoding_that_the_xml_names_wrongly(tmp_path: Path) -> None:
    path = write_refi(tmp_path / "x.qdpx", inline("a", FIRST, selection(*BUS, "vervoer")))
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("project.qde").decode()
    (tmp_path / "y.qde").write_text(f'\n<?xml version="1.0" encoding="utf-16"?>{xml}', encoding="utf-8")
    assert len(read_project(tmp_path / "y.qde").codings) == 1


def test_project_in_a_folder_of_its_zip_and_in_another_zip(tmp_path: Path) -> None:
    path = write_refi(
        tmp_path / "x.qdpx", source("a", selection(*BUS, "vervoer")), files={"Sources/a.txt": FIRST.encode()}
    )
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(tmp_path / "deep.qdpx", "w") as deep:
        for name in archive.namelist():
            deep.writestr(f"My project/{name}", archive.read(name))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.write(path, "to share/x.qdpx")
        outer.writestr("to share/readme.txt", "Een project")
    for name in ("deep.qdpx", "outer.zip"):
        assert len(read_project(tmp_path / name).codings) == 1


@pytest.mark.parametrize("sample", ["qualcoder.qda", "potato", "taguette.sqlite3"])
def test_zipped_project_is_the_project(sample: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / sample
    copy.parent.mkdir()
    (shutil.copytree if (SAMPLES / sample).is_dir() else shutil.copy)(SAMPLES / sample, copy)
    zipped = Path(shutil.make_archive(str(tmp_path / "shared"), "zip", copy.parent))
    assert said(read_project(zipped)) == said(read_project(SAMPLES / sample))


def test_folder_of_a_bare_project_is_read_without_regard_to_case(tmp_path: Path) -> None:
    path = write_refi(
        tmp_path / "x.qdpx",
        source("a", selection(*BUS, "vervoer"), path="internal://A.txt"),
        files={"Sources/a.TXT": FIRST.encode()},
    )
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "folder")
    assert len(read_project(tmp_path / "folder" / "project.qde").codings) == 1


TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
XMI = (
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    'xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>'
    '<custom:Code xmi:id="2" sofa="1" begin="12" end="18" label="vervoer" strength="3" sure="true"/>'
    '<custom:Code xmi:id="3" sofa="1" begin="34" end="43" label="werk" strength="0" sure="false"/>'
    '<custom:Rel xmi:id="4" sofa="1" begin="34" end="43" Governor="2" Dependent="3" kind="oorzaak"/>'
    '<custom:Event xmi:id="6" sofa="1" begin="15" end="18" kind="reizen" roles="7 8"/>'
    f'<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="{LINE.strip()}"/></xmi:XMI>'
)
TYPES = (
    "<typeSystemDescription xmlns='http://uima.apache.org/resourceSpecifier'><types><typeDescription>"
    "<name>webanno.custom.Code</name><features><featureDescription><name>label</name>"
    "<rangeTypeName>uima.cas.String</rangeTypeName></featureDescription><featureDescription><name>strength</name>"
    "<rangeTypeName>{}</rangeTypeName></featureDescription></features></typeDescription></types></typeSystemDescription>"
)


def test_relations_numbers_and_references_of_uima_are_no_codes(tmp_path: Path) -> None:
    (tmp_path / "x.xmi").write_text(XMI, encoding="utf-8")
    project = read_project(tmp_path / "x.xmi")
    assert {code.name for code in project.given} == {"vervoer", "werk", "sure", "reizen"}
    told = problems(project)
    assert "Rel is a relation" in told
    assert "Code.strength holds numbers or references" in told
    assert "Event.roles holds numbers or references" in told


@pytest.mark.parametrize(("declared", "given"), [("uima.cas.String", True), ("uima.cas.Integer", False)])
def test_declared_types_decide_whether_a_number_is_a_code(tmp_path: Path, declared: str, given: bool) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("x.xmi", XMI)
        archive.writestr("TypeSystem.xml", TYPES.format(declared))
    assert ("3" in {code.name for code in read_project(tmp_path / "x.zip").given}) is given


def test_yes_and_no_in_json_are_as_in_xmi(tmp_path: Path) -> None:
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": LINE},
        {"%ID": 2, "%TYPE": "webanno.custom.Code", "@sofa": 1, "begin": 12, "end": 18, "sure": True, "strength": 3},
        {"%ID": 4, "%TYPE": "webanno.custom.Rel", "@sofa": 1, "begin": 12, "end": 18, "@Governor": 2, "kind": "x"},
    ]
    project = read_json(tmp_path / "x.json", {"%TYPES": {}, "%FEATURE_STRUCTURES": structures, "%VIEWS": {}})
    assert said(project) == [("De bus", "sure", "")]
    assert "Rel is a relation" in problems(project)


def test_json_that_uima_wrote_before(tmp_path: Path) -> None:
    found = {
        "_context": {"_types": {"Code": {"_id": "webanno.custom.Code"}, "Token": {"_id": TOKEN}}},
        "_views": {
            "_InitialView": {
                "Token": [{"sofa": 1, "begin": 0, "end": 10}],
                "Code": [{"sofa": 1, "begin": 12, "end": 27, "label": "vervoer"}],
            }
        },
        "_referenced_fss": {"1": {"_type": "Sofa", "sofaNum": 1, "sofaString": LINE}},
    }
    assert said(read_json(tmp_path / "x.json", found)) == [("De bus 🙂 rijdt", "vervoer", "")]


def test_slots_of_webanno_are_no_codes(tmp_path: Path) -> None:
    lines = [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Frame|ROLE_webanno.custom.Frame:Roles_webanno.custom.Link|uima.tcas.Annotation|kind",
        "#T_RL=webanno.custom.Rel|kind|BT_webanno.custom.Frame",
        "",
        "#Text=De bus rijdt",
        "1-1\t0-2\tDe\t_\t_\t_\t_\t_\t",
        "1-2\t3-6\tbus\twat[1]\t1-3\tvervoer[1]\t_\t_\t",
        "1-3\t7-12\trijdt\t_\t_\tvervoer[1]\toorzaak\t1-2[1_2]\t",
    ]
    (tmp_path / "x.tsv").write_text("\n".join(lines), encoding="utf-8")
    assert said(read_project(tmp_path / "x.tsv")) == [("bus rijdt", "vervoer", "")]


def test_short_export_of_two_annotators_has_the_text_once(tmp_path: Path) -> None:
    value = region("De bus 🙂 rijdt")["value"]
    rows = [{"id": 1, "text": LINE, "code": [value], "annotator": who, "annotation_id": who} for who in (1, 2)]
    project = read_json(tmp_path / "x.json", rows)
    assert len(project.texts) == 1
    assert said(project) == [("De bus 🙂 rijdt", "vervoer", who) for who in ("1", "2")]


def test_text_is_the_data_that_has_the_words(tmp_path: Path) -> None:
    data = {"text": "Een titel", "verhaal": LINE}
    results = [region("De bus"), region("De bus", kind="choices", label="sterk"), {"type": "relation", "from_id": "r"}]
    project = read_json(tmp_path / "x.json", task(data, *results, coder={"id": 3, "email": "a@b.be"}))
    assert said(project) == [("De bus", "sterk", "a@b.be"), ("De bus", "vervoer", "a@b.be")]
    assert project.texts[0].attributes == {"text": "Een titel"}
    assert "relation on the whole task" in problems(project)


def test_dialogue_under_other_names(tmp_path: Path) -> None:
    value = {
        "start": "1",
        "end": "1",
        "startOffset": 0,
        "endOffset": 6,
        "text": "De bus",
        "paragraphlabels": ["vervoer"],
    }
    value["globalOffsets"] = {"start": 4, "end": 10}
    result = {"id": "r", "from_name": "code", "to_name": "gesprek", "type": "paragraphlabels", "value": value}
    project = read_json(tmp_path / "x.json", [task({"gesprek": DIALOGUE}, result)])
    assert said(project) == [("De bus", "vervoer", "3")]
    assert project.texts[0].text == "Interviewer: Hoe?\nRespondent: De bus rijdt niet.\n"


def test_hypertext_without_offsets_is_found_by_its_words(tmp_path: Path) -> None:
    html = "<div><p><b>Interviewer</b>: Hoe?</p><p><b>Respondent</b>: De bus rijdt niet.</p></div>"
    path = "/div[1]/p[2]/text()[1]"
    value = {"start": path, "end": path, "startOffset": 2, "endOffset": 8, "text": "De bus", "hypertextlabels": ["bus"]}
    result = {"id": "r", "from_name": "code", "to_name": "html", "type": "hypertextlabels", "value": value}
    assert said(read_json(tmp_path / "x.json", [task({"html": html}, result)])) == [("De bus", "bus", "3")]


def test_text_at_an_address_is_named(tmp_path: Path) -> None:
    project = read_json(tmp_path / "x.json", [task({"text": "/data/upload/1/a.txt"}, region("De bus"))])
    assert "has the address of its text" in problems(project)
    assert project.texts == ()
    assert [lost.why for lost in project.unread] == ["its text is missing or empty"]


def test_potato_counts_what_its_page_shows(tmp_path: Path) -> None:
    raw = "  Interviewer:  Hoe\t?\r\nRespondent: De <b>bus</b> 🙂   rijdt niet.\r\n"
    shown = "Interviewer: Hoe?\nRespondent: De bus 🙂 rijdt niet."
    spans = [{"schema": "D", "name": "vervoer", "start": shown.index("🙂"), "end": shown.index("niet") + 4, "id": "s"}]
    spans.append({"schema": "D", "name": "vervoer", "start": 4, "end": 9, "id": "t", "target_field": "titel"})
    for folder in ("data", "out/ann"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "config.yaml").write_text("annotation_schemes: []\ndata_files: [data/x.json]\n", encoding="utf-8")
    (tmp_path / "data" / "x.json").write_text(json.dumps([{"id": "x", "text": raw, "titel": "Het lange verhaal"}]))
    state = {"user_id": "ann", "instance_id_to_span_to_value": {"x": [[span, "true"] for span in spans]}}
    (tmp_path / "out" / "ann" / "user_state.json").write_text(json.dumps(state))
    for given in (tmp_path, tmp_path / "out"):
        project = read_project(given)
        assert said(project) == [("lange", "vervoer", "ann"), ("🙂   rijdt niet", "vervoer", "ann")]


def test_memo_of_a_coder_whom_the_project_does_not_have(tmp_path: Path) -> None:
    coded = selection(*BUS, "vervoer", "weg", within="<Description>twijfel</Description>")
    project = read_project(write_refi(tmp_path / "x.qdpx", inline("a", FIRST, coded)))
    assert [(memo.about, memo.words) for memo in project.memos] == [(About.STRETCH, "twijfel")]


@pytest.mark.parametrize("odd", ["\x00", "\ud800"])
def test_characters_that_no_text_file_holds_are_replaced_in_their_place(tmp_path: Path, odd: str) -> None:
    text = LINE.replace("niet", f"ni{odd}et")
    result = region("Geen werk", LINE.replace("niet", "ni?et"))
    project = read_json(tmp_path / "x.json", [task({"text": text}, result)])
    assert said(project) == [("Geen werk", "vervoer", "3")]
    assert project.texts[0].text == LINE.replace("niet", "ni�et")
    assert "characters that no text can hold" in problems(project)


def test_recording_with_empty_words_is_no_text(tmp_path: Path) -> None:
    copy = tmp_path / "x.qda"
    shutil.copytree(SAMPLES / "qualcoder.qda", copy)
    before = read_project(copy)
    with closing(sqlite3.connect(copy / "data.qda")) as db, db:
        db.execute("INSERT INTO source (name, fulltext, mediapath, memo) VALUES ('x.mp3', '', '/audio/x.mp3', 'ruis')")
    project = read_project(copy)
    assert [text.name for text in project.texts] == [text.name for text in before.texts]
    assert "x.mp3: it is a picture or a recording without words" in problems(project)
    assert [memo.title for memo in project.memos if memo.words == "ruis"] == ["x.mp3"]


def test_date_with_two_zones() -> None:
    assert moment("2026-05-01T10:11:12+02:00Z") == datetime(2026, 5, 1, 8, 11, 12, tzinfo=UTC)


def test_highlights_without_history_are_those_of_the_only_member(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "taguette.sqlite3", tmp_path / "x.sqlite3")
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as db, db:
        db.execute("DELETE FROM commands")
        db.execute("DELETE FROM project_members WHERE user_login <> 'anna'")
    assert {coder for _, _, coder in said(read_project(tmp_path / "x.sqlite3"))} == {"anna"}


def test_codebook_alone_is_refused_with_what_to_use(tmp_path: Path) -> None:
    (tmp_path / "x.qdc").write_text('<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes/></CodeBook>')
    with pytest.raises(UnreadableProject, match="codebook import"):
        read_project(tmp_path / "x.qdc")


def test_potato_project_without_annotators_has_texts_and_labels(tmp_path: Path) -> None:
    copy = tmp_path / "x"
    shutil.copytree(SAMPLES / "potato", copy, ignore=shutil.ignore_patterns("annotation_output"))
    project = read_project(copy)
    assert len(project.texts) == 2
    assert "nooit" in {code.name for code in project.given}
    assert not project.codings
