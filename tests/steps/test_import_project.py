"""A project of another program becomes interviews, codes, memos and columns: all of it or nothing, and once."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline.codebook import load_codebook
from pipeline.decisions import Store, Topic
from pipeline.decisions.imports import projects
from pipeline.errors import DrempelError, InvalidCodes
from pipeline.projects import read_project
from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from pipeline.steps.shared.imports.plan import Options as ImportOptions
from pipeline.steps.shared.starter_examples import starter_study
from tests.projects.invented import (
    CODED,
    FIRST,
    SAMPLES,
    SECOND,
    inline,
    label_studio,
    offsets,
    selection,
    write_refi,
    write_requal,
    write_rqda,
)

STARTER = starter_study()
QUALCODER = SAMPLES / "qualcoder.qda"

CODEBOOK = """
# Wat hier staat, blijft staan.
study: proef
version: "1"
dimensions:
  - id: toon
    label: Toon
    values: one  # hoogstens een
    codes:
      - id: boos
        label: Boos
"""


@pytest.fixture
def plain(study: Study) -> Study:
    """A study with a small codebook of its own."""
    (study.folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    return open_study(study.folder)


def held(study: Study) -> set[tuple[str, str, str, str]]:
    """The codes that hold, as words of the fragment, code and coder."""
    with Store.open(study.store_url) as store:
        texts = {each.id: store.transcripts.get(each.id).text for each in store.transcripts.interviews()}
        rows = list(store.exports.rows("codes"))
    found = set()
    for row in rows:
        interview, _, span = str(row["fragment"]).rpartition(":")
        start, _, end = span.partition("-")
        found.add((texts[interview][int(start) : int(end)], str(row["dimension"]), str(row["code"]), str(row["coder"])))
    return found


def test_dry_run_reports_and_stores_nothing(plain: Study) -> None:
    before = (plain.folder / "codebook.yaml").read_text()
    report = steps.import_project(plain, QUALCODER, ImportOptions(dry_run=True))
    assert report.counts == {"texts": 3, "codings": 7, "codes": 6, "coders": 2, "memos": 9, "placed": 7, "unplaced": 0}
    assert report.details["stored"] == {}
    assert (plain.folder / "codebook.yaml").read_text() == before
    assert not list(plain.inbox.iterdir())
    assert not [each for each in plain.inbox.parent.iterdir() if each.name.startswith(".importing")]
    with Store.open(plain.store_url) as store:
        assert store.transcripts.interviews() == []


def test_codings_become_codes_on_fragments(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    found = held(plain)
    for words, code, coder in CODED:
        assert any((words in said or said in words) and (given, by) == (code, coder) for said, _, given, by in found)
    assert {dimension for _, dimension, _, _ in found} == {"drempel", "houding"}
    assert steps.check(plain).counts["found"] == 0


def test_texts_are_interviews_with_turns_and_ingest_finds_nothing_new(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    with Store.open(plain.store_url) as store:
        transcript = store.transcripts.get("gesprek 1")
    assert transcript.text == FIRST
    assert [turn.speaker for turn in transcript.turns] == ["Interviewer", "Respondent"] * 2
    report = steps.ingest(plain)
    assert (report.counts["read"], report.counts["known"]) == (0, 2)


@pytest.mark.slow
@pytest.mark.parametrize(
    "sample", ["qualcoder.qda", "taguette.sqlite3", "qualcoder_for_maxqda.qdpx", "potato", "inception.zip"]
)
def test_second_time_nothing_is_stored(plain: Study, sample: str) -> None:
    steps.import_project(plain, SAMPLES / sample)
    before = held(plain), (plain.folder / "codebook.yaml").read_text(), sorted(plain.inbox.iterdir())
    stored = steps.import_project(open_study(plain.folder), SAMPLES / sample).details["stored"]
    assert isinstance(stored, dict)
    assert {name: stored[name] for name in ("interviews", "codes", "memos", "stretches")} == dict.fromkeys(
        ("interviews", "codes", "memos", "stretches"), 0
    )
    assert stored["known"] == stored["rows"]
    assert (held(plain), (plain.folder / "codebook.yaml").read_text(), sorted(plain.inbox.iterdir())) == before


def test_same_study_from_two_programs_comes_in_once(plain: Study) -> None:
    """Other texts than these (Taguette has a line end more in one) are interviews of their own."""
    steps.import_project(plain, SAMPLES / "qualcoder.qdpx")
    again = steps.import_project(open_study(plain.folder), QUALCODER)
    assert isinstance(again.details["stored"], dict)
    assert again.details["stored"]["interviews"] == 0
    assert again.details["stored"]["codes"] == 0


def test_failure_leaves_nothing_behind(plain: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> int:
        raise OSError("full")

    monkeypatch.setattr(projects, "_add_stretches", fails)
    with pytest.raises(OSError, match="full"):
        steps.import_project(plain, QUALCODER)
    assert not list(plain.inbox.iterdir())
    with Store.open(plain.store_url) as store:
        assert store.transcripts.interviews() == []
        assert list(store.exports.rows("decisions")) == []
    monkeypatch.undo()
    steps.import_project(open_study(plain.folder), QUALCODER)
    assert len(held(plain)) == len({(code, coder, words) for words, code, coder in CODED})


def test_codebook_file_keeps_what_people_wrote(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    written = (plain.folder / "codebook.yaml").read_text()
    assert written.startswith(CODEBOOK)
    assert load_codebook(plain.folder / "codebook.yaml").dimension_ids == ("toon", "drempel", "houding", "codes")


def test_stretches_stay_as_they_came(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    with Store.open(plain.store_url) as store:
        stretches = store.imports.stretches()
        texts = {each.id: store.transcripts.get(each.id).text for each in store.transcripts.interviews()}
    assert sorted(
        (texts[each.interview][each.start : each.end], each.code, each.coder) for each in stretches
    ) == sorted(CODED)
    assert {each.origin for each in stretches} == {"qualcoder QualCoder 3.8"}
    assert all(each.placed and each.at and each.coding for each in stretches)


def test_forgotten_interview_takes_its_stretches_along(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    steps.forget(plain, "gesprek 1")
    with Store.open(plain.store_url) as store:
        assert {each.interview for each in store.imports.stretches()} == {"gesprek 2"}


def test_dates_of_codings_are_those_of_the_verdicts(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    with Store.open(plain.store_url) as store:
        dates = {str(row["decided_at"])[:10] for row in store.exports.rows("codes")}
    assert dates == {"2026-03-02"}


def test_attributes_are_columns_of_the_interview(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    with Store.open(plain.store_url) as store:
        assert store.transcripts.columns()["gesprek 1"] == {"leeftijd": "52", "plaats": "Gent"}


def test_memos_are_about_what_they_were_about(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    with Store.open(plain.store_url) as store:
        found = {memo.text: (memo.topic, memo.coder) for memo in store.notes.memos()}
    assert found["Bronmemo"] == (Topic(interview="gesprek 1"), "anna")
    assert found["Karel: Een geval"][0] == Topic(interview="gesprek 1")
    assert found["Een losse code, nooit gebruikt"][0] == Topic(dimension="codes", code="los")
    assert found["Drempel: Over drempel"][0] == Topic()
    assert found["Dagboek\n\nEerste dag gecodeerd"][0] == Topic()
    doubtful = found["Codememo: twijfel"][0].fragment_id
    assert doubtful is not None
    assert doubtful.startswith("gesprek 1:")
    assert len(found) == 9


def test_second_coder_with_other_stretches_codes_the_same_fragments(plain: Study) -> None:
    steps.import_project(plain, QUALCODER)
    by_coder = {coder: {said for said, _, _, by in held(plain) if by == coder} for coder in ("anna", "bert")}
    assert any("Zonder opvang" in said for said in by_coder["anna"] & by_coder["bert"])


def test_coder_map_renames_and_leaves_out(plain: Study, tmp_path: Path) -> None:
    (tmp_path / "coders.csv").write_text("coder,name\nanna,Anneleen\nbert,\ncarla,C\n")
    report = steps.import_project(plain, QUALCODER, ImportOptions(coder_map=tmp_path / "coders.csv"))
    assert {coder for _, _, _, coder in held(plain)} == {"Anneleen"}
    assert report.counts["unplaced"] == 3
    told = " ".join(f"{problem.place}: {problem.message}" for problem in report.problems)
    assert "its coder is left out" in told
    assert "carla: the coder map names a coder whom the project has not" in told


def test_code_map_merges_and_leaves_out(plain: Study, tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text(
        "code,dimension,into\nvervoer,Praktisch,ver weg\nopvang,Praktisch,ver weg\nhulp,,\n"
    )
    report = steps.import_project(plain, QUALCODER, ImportOptions(code_map=tmp_path / "codes.csv"))
    given = {(dimension, code) for _, dimension, code, _ in held(plain)}
    assert given == {("drempel", "gezondheid"), ("praktisch", "ver_weg"), ("houding", "werkgever")}
    assert report.counts["unplaced"] == 2


@pytest.mark.parametrize("contents", ["", "coder\nanna\n", "name,who\na,b\n"])
def test_coder_map_without_its_columns_is_refused(plain: Study, tmp_path: Path, contents: str) -> None:
    (tmp_path / "coders.csv").write_text(contents)
    with pytest.raises(InvalidCodes, match=r"coders\.csv"):
        steps.import_project(plain, QUALCODER, ImportOptions(coder_map=tmp_path / "coders.csv"))


def test_own_cuts_are_the_projects_stretches(plain: Study) -> None:
    steps.import_project(plain, QUALCODER, ImportOptions(own_cuts=True))
    found = {(said, code, coder) for said, _, code, coder in held(plain)}
    pieces = {("niemand past op de kinderen.", "opvang", "anna"), ("Zonder opvang gaat het niet.", "opvang", "anna")}
    assert pieces <= found
    assert ("En de bus rijdt hier maar twee keer per dag.", "vervoer", "anna") in found


def test_whole_texts_are_reviewed_to_the_end(plain: Study) -> None:
    steps.import_project(plain, QUALCODER, ImportOptions(own_cuts=True))
    with Store.open(plain.store_url) as store:
        before = {each.id: (each.reviewed, each.fragments) for each in store.transcripts.interviews()}
    steps.import_project(open_study(plain.folder), QUALCODER, ImportOptions(whole_texts=True))
    with Store.open(plain.store_url) as store:
        after = {each.id: (each.reviewed, each.fragments) for each in store.transcripts.interviews()}
    assert any(reviewed < fragments for reviewed, fragments in before.values())
    assert all(reviewed == fragments for reviewed, fragments in after.values())


def test_dimension_with_room_for_one_takes_one_and_says_so(plain: Study, tmp_path: Path) -> None:
    book = (plain.folder / "codebook.yaml").read_text() + "      - id: blij\n        label: Blij\n"
    (plain.folder / "codebook.yaml").write_text(book)
    (tmp_path / "codes.csv").write_text("code,dimension,into\nopvang,Toon,Boos\nhulp,Toon,Blij\n")
    report = steps.import_project(open_study(plain.folder), QUALCODER, ImportOptions(code_map=tmp_path / "codes.csv"))
    assert any("room for one code" in problem.message for problem in report.problems) == (report.counts["unplaced"] > 0)
    mine = [(said, coder) for said, dimension, _, coder in held(plain) if dimension == "toon"]
    assert len(mine) == len(set(mine))


def test_machine_is_no_coder(plain: Study, tmp_path: Path) -> None:
    shutil.copytree(QUALCODER, tmp_path / "x.qda")
    with sqlite3.connect(tmp_path / "x.qda" / "data.qda") as db:
        db.execute("UPDATE code_text SET owner = 'AI Agent' WHERE owner = 'bert'")
    db.close()
    report = steps.import_project(plain, tmp_path / "x.qda")
    assert {coder for _, _, _, coder in held(plain)} == {"anna"}
    assert any("a machine gave them" in problem.message for problem in report.problems)


def test_codings_outside_respondents_words_are_listed(plain: Study, tmp_path: Path) -> None:
    question = offsets(FIRST, "Waarom zoekt u nu geen werk?")
    path = write_refi(
        tmp_path / "x.qdpx",
        inline(
            "a",
            FIRST,
            selection(*question, "hulp") + selection(*offsets(FIRST, "Zonder opvang gaat het niet."), "opvang"),
        ),
    )
    report = steps.import_project(plain, path)
    assert (report.counts["placed"], report.counts["unplaced"]) == (1, 1)
    assert f"not placed: a:{question[0]}-{question[1]}, code Houding / hulp" in " ".join(
        each.message for each in report.problems
    )
    with Store.open(plain.store_url) as store:
        assert [(each.placed, each.code) for each in store.imports.stretches()] == [(False, "hulp"), (True, "opvang")]


def test_interview_that_is_in_the_study_already_gets_the_codes(plain: Study) -> None:
    (plain.inbox / "gesprek 1.txt").write_bytes(FIRST.encode())
    steps.ingest(plain)
    report = steps.import_project(plain, QUALCODER)
    assert isinstance(report.details["stored"], dict)
    assert report.details["stored"]["interviews"] == 1
    assert any("twee keer per dag" in said for said, _, _, _ in held(plain))


def test_another_text_of_the_same_name_becomes_another_interview(plain: Study) -> None:
    (plain.inbox / "gesprek 1.txt").write_text("Interviewer: Dag.\nRespondent: Iets anders, en niet hetzelfde.\n")
    (plain.inbox / "gesprek 2.docx").write_bytes(b"not read yet")
    report = steps.import_project(plain, QUALCODER)
    told = " ".join(problem.message for problem in report.problems)
    assert "it becomes gesprek 1-2" in told
    assert "it becomes gesprek 2-2" in told
    with Store.open(plain.store_url) as store:
        assert {each.id for each in store.transcripts.interviews()} == {"gesprek 1-2", "gesprek 2-2"}


@pytest.mark.parametrize("form", ["rqda", "requal", "label studio"])
def test_other_programs(plain: Study, tmp_path: Path, form: str) -> None:
    if form == "label studio":
        path = tmp_path / "x.json"
        path.write_text(json.dumps(label_studio()))
    else:
        path = {"rqda": write_rqda, "requal": write_requal}[form](tmp_path / f"x.{form}")
    report = steps.import_project(plain, path)
    assert (report.counts["placed"], report.counts["unplaced"]) == (7, 0)
    assert {code for _, _, code, _ in held(plain)} == {"gezondheid", "vervoer", "opvang", "hulp", "werkgever"}


@pytest.mark.parametrize("name", ["../../buiten", "a/b\\c:d", ".", "x" * 300, "gesprek.docx", "\x00", "CON?"])
def test_names_of_texts_stay_in_the_inbox(plain: Study, tmp_path: Path, name: str) -> None:
    path = write_refi(
        tmp_path / "x.qdpx", inline("id", FIRST).replace('name="id"', f'name="{name.replace(chr(0), "")}"')
    )
    steps.import_project(plain, path)
    assert len(list(plain.inbox.glob("*.txt"))) == 1
    assert not list(tmp_path.glob("*.txt"))


@pytest.mark.slow
def test_our_own_project_comes_back(judged: Study, tmp_path: Path) -> None:
    [file] = [Path(each) for each in steps.export(judged, "qdpx").details["files"] if str(each).endswith(".qdpx")]  # type: ignore[attr-defined]
    steps.init(tmp_path / "again")
    again = open_study(tmp_path / "again")
    report = steps.import_project(again, file, ImportOptions(own_cuts=True))
    assert report.counts["unplaced"] == 0
    assert report.details["stored"]["new_codes"] == []  # type: ignore[index]
    assert held(again) == held(judged)


@pytest.mark.slow
def test_what_was_reviewed_without_code_comes_back(judged: Study, tmp_path: Path) -> None:
    report = steps.export(judged, "qdpx", with_reviewed=True)
    [file] = [Path(each) for each in report.details["files"] if str(each).endswith(".qdpx")]  # type: ignore[attr-defined]
    steps.init(tmp_path / "again")
    again = open_study(tmp_path / "again")
    steps.import_project(again, file, ImportOptions(own_cuts=True))
    with Store.open(judged.store_url) as store, store.snapshot() as moment:
        expected = [each[:3] for each in moment.reviewed_without_code()]
    with Store.open(again.store_url) as store, store.snapshot() as moment:
        found = [each[:3] for each in moment.reviewed_without_code()]
    assert len(expected) > 10
    assert found == expected
    assert held(again) == held(judged)


def test_our_own_table_of_codes_comes_back(judged: Study, tmp_path: Path) -> None:
    steps.export(judged, "csv", output=tmp_path / "csv")
    other = Path(shutil.copytree(judged.folder, tmp_path / "other"))
    (other / "data" / "study.sqlite").unlink()
    again = open_study(other)
    steps.ingest(again, sorted((STARTER / "interviews").glob("int_*.txt")))
    report = steps.import_project(again, tmp_path / "csv" / "codes.csv")
    assert report.details["format"] == "drempel"
    with Store.open(judged.store_url) as store:
        rows = [row for row in store.exports.rows("codes") if row["origin"] != "auto"]
    assert report.counts["codings"] == len(rows)
    assert report.counts["unplaced"] == 0
    assert {(code, coder) for _, _, code, coder in held(again)} == {(row["code"], row["coder"]) for row in rows}


def test_our_own_table_comes_back_without_the_apostrophes_of_spreadsheets(plain: Study, tmp_path: Path) -> None:
    name, words = "-gesprek", "De bus rijdt niet meer hier."
    (plain.inbox / f"{name}.txt").write_text(f"I: Zo?\nR: {words}\n")
    steps.ingest(plain)
    (tmp_path / "codes.csv").write_text(f"interview,start,end,text,toon\n{name},10,{10 + len(words)},{words},boos\n")
    steps.import_codes(plain, tmp_path / "codes.csv", coder="@jan")
    steps.publish(plain)
    steps.export(plain, "csv", output=tmp_path / "csv")
    assert "'@jan" in (tmp_path / "csv" / "codes.csv").read_text(encoding="utf-8-sig")
    before = held(plain)
    report = steps.import_project(plain, tmp_path / "csv" / "codes.csv")
    assert (report.counts["placed"], report.counts["unplaced"]) == (1, 0)
    assert held(plain) == before == {(words, "toon", "boos", "@jan")}


def test_another_table_is_refused_with_what_to_use(plain: Study, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DrempelError, match="import-codes"):
        steps.import_project(plain, tmp_path / "x.csv")


def test_our_own_table_of_fragments_takes_codes(plain: Study, tmp_path: Path) -> None:
    said = "=Zo is het. En niet anders dan zo."
    (plain.inbox / "a.txt").write_text(f"I: Zo?\nR: {said}\n")
    steps.ingest(plain)
    steps.publish(plain)
    steps.export(plain, "csv", output=tmp_path / "csv")
    lines = (tmp_path / "csv" / "fragments.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "'=Zo" in lines[1]
    table = [f"{lines[0]},toon", *(f"{line},boos" for line in lines[1:])]
    (tmp_path / "coded.csv").write_text("\n".join(table), encoding="utf-8-sig")
    report = steps.import_codes(plain, tmp_path / "coded.csv", coder="An")
    assert report.counts["codes"] == len(lines) - 1


def test_refused_project_leaves_the_study_alone(plain: Study, tmp_path: Path) -> None:
    (tmp_path / "x.qdpx").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(DrempelError):
        steps.import_project(plain, tmp_path / "x.qdpx")
    assert not list(plain.inbox.iterdir())


def test_second_talk_is_read_too(plain: Study) -> None:
    steps.import_project(plain, SAMPLES / "potato")
    with Store.open(plain.store_url) as store:
        assert store.transcripts.get("gesprek_2").text == SECOND


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("Interviewer: Ik werk niet meer.\nInterviewer: De bus rijdt niet.\n", "De bus rijdt niet."),
        ("I: Ik heb geen werk, en dat is lastig.\nR: Hoe komt dat?\nI: Door mijn rug.\n", "Door mijn rug."),
    ],
)
def test_who_is_coded_answers(plain: Study, tmp_path: Path, text: str, coded: str) -> None:
    path = write_refi(tmp_path / "x.qdpx", inline("a", text, selection(*offsets(text, coded), "hulp")))
    report = steps.import_project(plain, path)
    assert (report.counts["placed"], report.counts["unplaced"]) == (1, 0)
    assert "the speakers who are coded are read as respondents" in " ".join(each.message for each in report.problems)
    assert (coded, "houding", "hulp", "anna") in held(plain)


@pytest.mark.parametrize("form", ["qdpx", "taguette"])
def test_codings_without_a_place_go_out_again_as_they_came(plain: Study, tmp_path: Path, form: str) -> None:
    question, answer = offsets(FIRST, "Waarom zoekt u nu geen werk?"), offsets(FIRST, "Zonder opvang gaat het niet.")
    within = selection(*question, "hulp", "bert") + selection(*answer, "opvang") + selection(*answer, "hulp")
    steps.import_project(plain, write_refi(tmp_path / "x.qdpx", inline("a", FIRST, within)))
    steps.publish(plain)
    steps.export(plain, form, output=tmp_path / "uit.file")
    project = read_project(tmp_path / "uit.file")
    coders = {coder.id: coder.name for coder in project.coders}
    assert sorted(
        (each.start, each.end, project.paths[each.code][-1], coders[each.coder]) for each in project.codings
    ) == [
        (*question, "hulp", "bert"),
        (*answer, "hulp", "anna"),
        (*answer, "opvang", "anna"),
    ]
