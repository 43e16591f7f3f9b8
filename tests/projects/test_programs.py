"""Every program's project gives the same codings: files that the programs wrote, and files in their shape."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.projects import Project, read_project
from pipeline.projects.records import About
from tests.projects.invented import (
    CODED,
    CODES,
    FIRST,
    SAMPLES,
    TEXTS,
    coded_in,
    inline,
    label_studio,
    offsets,
    selection,
    source,
    write_refi,
    write_requal,
    write_rqda,
)


def said(project: Project) -> list[tuple[str, str, str]]:
    """The codings in words, code and coder, with line ends as the invented talks have them."""
    coders = {coder.id: coder.name for coder in project.coders}
    texts = {text.id: text.text for text in project.texts}
    return sorted(
        (
            texts[each.text][each.start : each.end].replace("\r\n", "\n"),
            project.paths[each.code][-1],
            coders.get(each.coder, ""),
        )
        for each in project.codings
    )


def problems(project: Project) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in project.problems)


def as_label_studio(path: Path, unit: str = "code points") -> Path:
    path.write_text(json.dumps(label_studio(unit), ensure_ascii=False), encoding="utf-8")
    return path


WRITTEN: dict[str, Callable[[Path], Path]] = {
    "taguette": lambda _: SAMPLES / "taguette.sqlite3",
    "qualcoder": lambda _: SAMPLES / "qualcoder.qda",
    "qualcoder's database": lambda _: SAMPLES / "qualcoder.qda" / "data.qda",
    "qualcoder's REFI-QDA": lambda _: SAMPLES / "qualcoder.qdpx",
    "qualcoder's REFI-QDA for MAXQDA": lambda _: SAMPLES / "qualcoder_for_maxqda.qdpx",
    "potato": lambda _: SAMPLES / "potato",
    "potato's REFI-QDA": lambda _: SAMPLES / "potato.qdpx",
    "inception": lambda _: SAMPLES / "inception.zip",
    "rqda": lambda tmp: write_rqda(tmp / "study.rqda"),
    "requal": lambda tmp: write_requal(tmp / "study.requal"),
    "label studio": lambda tmp: as_label_studio(tmp / "export.json"),
    "an older label studio": lambda tmp: as_label_studio(tmp / "export.json", "utf-16"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_codings_are_the_quotes_with_their_code_and_coder(name: str, tmp_path: Path) -> None:
    project = read_project(WRITTEN[name](tmp_path))
    expected = [*CODED, (*CODED[4][:1], "opvang", "bert")] if name == "taguette" else CODED
    assert said(project) == sorted(expected)
    assert not project.unread
    assert {"anna", "bert"} == {coder.name for coder in project.coders}


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("taguette", "UTF-8 bytes, from 0, end exclusive"),
        ("qualcoder", "code points, from 0, end exclusive"),
        ("qualcoder's REFI-QDA", "code points, from 0, end exclusive"),
        ("qualcoder's REFI-QDA for MAXQDA", "code points, from 0, end exclusive, CRLF counted as one"),
        ("potato's REFI-QDA", "code points, from 0, end inclusive"),
        ("inception", "UTF-16 code units, from 0, end exclusive"),
        ("requal", "code points, from 1, end inclusive"),
        ("an older label studio", "UTF-16 code units, from 0, end exclusive"),
    ],
)
def test_unit_is_said(name: str, unit: str, tmp_path: Path) -> None:
    assert read_project(WRITTEN[name](tmp_path)).unit == unit


@pytest.mark.parametrize("name", ["cas.xmi", "cas.json"])
def test_one_document_of_uima_has_no_coder(name: str) -> None:
    assert said(read_project(SAMPLES / name)) == sorted((words, code, "") for words, code, _ in CODED[:5])


def test_categories_are_no_codes_and_unused_codes_are() -> None:
    project = read_project(SAMPLES / "qualcoder.qda")
    assert {code.name for code in project.given} == {code for codes in CODES.values() for code in codes} | {"los"}
    assert {code.name for code in project.codes} - {code.name for code in project.given} == set(CODES)
    opvang = next(code for code in project.codes if code.name == "opvang")
    assert project.paths[opvang.id] == ("Drempel", "opvang")


def test_unused_labels_of_potato_and_inception_are_codes() -> None:
    assert "nooit" in {code.name for code in read_project(SAMPLES / "potato").given}
    assert "nooit" in {code.name for code in read_project(SAMPLES / "inception.zip").given}


def test_qualcoder_keeps_memos_on_all_levels() -> None:
    project = read_project(SAMPLES / "qualcoder.qda")
    assert {memo.about for memo in project.memos} == set(About)
    noted = next(memo for memo in project.memos if memo.about is About.STRETCH)
    assert project.text(noted.text).text[noted.start : noted.end] == "Interviewer"
    coding = next(memo for memo in project.memos if memo.about is About.CODING)
    assert any(each.id == coding.target and each.start == coding.start for each in project.codings)


def test_attributes_of_files_and_cases_describe_the_text() -> None:
    project = read_project(SAMPLES / "qualcoder.qda")
    assert project.texts[0].attributes == {"leeftijd": "52", "plaats": "Gent"}
    assert project.texts[1].attributes == {"plaats": "Brugge"}


def test_dates_have_a_time_zone() -> None:
    for sample in ("taguette.sqlite3", "qualcoder.qda", "qualcoder.qdpx"):
        dates = [each.at for each in read_project(SAMPLES / sample).codings]
        assert all(date is not None and date.tzinfo is not None and date.year == 2026 for date in dates)


def test_rows_whose_file_or_code_was_deleted_do_not_count_and_are_named(tmp_path: Path) -> None:
    for project in (read_project(SAMPLES / "qualcoder.qda"), read_project(write_rqda(tmp_path / "x.rqda"))):
        assert len(project.codings) == len(CODED)
        assert problems(project).count("was deleted; the coding does not count") == 2
    assert "weg" not in {code.name for code in project.codes} | {text.name for text in project.texts}


def test_empty_text_and_picture_are_named_and_not_fatal() -> None:
    told = problems(read_project(SAMPLES / "qualcoder.qda"))
    assert "leeg.txt: the text is empty" in told
    assert "foto.png: it is a picture or a recording without words" in told


def test_taguette_without_line_ends_between_paragraphs_keeps_its_lines() -> None:
    project = read_project(SAMPLES / "taguette.sqlite3")
    assert project.texts[0].text == FIRST
    assert "the highlight has no tag" in problems(project)


def test_requal_keeps_memo_on_a_stretch_without_code(tmp_path: Path) -> None:
    project = read_project(write_requal(tmp_path / "x.requal"))
    assert sorted((memo.about, memo.start, memo.end) for memo in project.memos) == [
        (About.PROJECT, 0, 0),
        (About.STRETCH, 0, 11),
    ]
    assert project.description == "Een verzonnen studie"


def test_rqda_dates_and_memos(tmp_path: Path) -> None:
    project = read_project(write_rqda(tmp_path / "x.rqda"))
    assert {each.at.isoformat() for each in project.codings if each.at} == {"2026-03-02T10:00:00+00:00"}
    assert sorted(memo.words for memo in project.memos) == ["Begonnen", "Over het project", "twijfel"]
    assert project.texts[0].attributes == {"leeftijd": "52"}


def test_label_studio_suggestions_and_cancelled_answers_do_not_count(tmp_path: Path) -> None:
    tasks = label_studio()
    tasks[0]["predictions"] = [{"result": tasks[0]["annotations"][0]["result"]}]  # type: ignore[index]
    tasks[1]["annotations"][0]["was_cancelled"] = True  # type: ignore[index]
    (tmp_path / "x.json").write_text(json.dumps(tasks))
    project = read_project(tmp_path / "x.json")
    assert said(project) == sorted(each for each in CODED if each[0] != CODED[5][0])
    assert "suggestions are no codes" in problems(project)
    assert "skipped or cancelled" in problems(project)


def test_label_studio_short_export(tmp_path: Path) -> None:
    rows = []
    for name, text in TEXTS.items():
        spans = []
        for words, code, _ in coded_in(name):
            start, end = offsets(text, words)
            spans.append({"start": start, "end": end, "text": words, "labels": [code]})
        rows.append(
            {"text": text, "title": name, "id": len(rows), "label": spans, "annotator": 7, "annotation_id": len(rows)}
        )
    (tmp_path / "x.json").write_text(json.dumps(rows))
    assert said(read_project(tmp_path / "x.json")) == sorted((words, code, "7") for words, code, _ in CODED)


def test_label_studio_dialogue(tmp_path: Path) -> None:
    turns = [dict(zip(("author", "text"), line.split(": ", 1), strict=True)) for line in FIRST.splitlines()]
    start = turns[3]["text"].index(CODED[3][0])
    value = {
        "start": "3",
        "end": "3",
        "startOffset": start,
        "endOffset": start + len(CODED[3][0]),
        "text": CODED[3][0],
        "paragraphlabels": ["opvang"],
    }
    result = {"id": "r", "from_name": "code", "to_name": "talk", "type": "paragraphlabels", "value": value}
    (tmp_path / "x.json").write_text(
        json.dumps(
            [{"id": 1, "data": {"talk": turns}, "annotations": [{"id": 1, "completed_by": 3, "result": [result]}]}]
        )
    )
    project = read_project(tmp_path / "x.json")
    assert project.texts[0].text == FIRST
    assert said(project) == [(CODED[3][0], "opvang", "3")]


def test_qualcoder_offsets_of_qt_after_an_emoji(tmp_path: Path) -> None:
    copy = tmp_path / "x.qda"
    shutil.copytree(SAMPLES / "qualcoder.qda", copy)
    with sqlite3.connect(copy / "data.qda") as db:
        db.execute("UPDATE code_text SET pos0 = pos0 + 1, pos1 = pos1 + 1 WHERE fid = 1 AND pos0 > 139")
    db.close()
    project = read_project(copy)
    assert said(project) == sorted(CODED)
    assert project.unit == "UTF-16 code units, from 0, end exclusive"


def test_webanno_tsv(tmp_path: Path) -> None:
    text = "De bus 🙂 rijdt niet.\nDe opvang is vol."
    lines = ["#FORMAT=WebAnno TSV 3.3", "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue"]
    lines += ["#T_SP=webanno.custom.Code|label|note", "", ""]
    at = 0
    given = {
        "bus": ("vervoer[1]", "_"),
        "rijdt": ("vervoer[1]|hulp[2]", "_"),
        "niet": ("vervoer[1]", "_"),
        "opvang": ("opvang", r"wel \| niet"),
    }
    for number, sentence in enumerate(text.split("\n"), start=1):
        lines.append(f"#Text={sentence}")
        for position, token in enumerate(sentence.rstrip(".").split(" "), start=1):
            start = len(text[: text.index(token, at)].encode("utf-16-le")) // 2
            end = start + len(token.encode("utf-16-le")) // 2
            at = text.index(token, at)
            label, note = given.get(token, ("_", "_"))
            lines.append(f"{number}-{position}\t{start}-{end}\t{token}\tN\t{label}\t{note}\t")
        lines.append("")
    (tmp_path / "x.tsv").write_text("\n".join(lines), encoding="utf-8")
    project = read_project(tmp_path / "x.tsv")
    assert project.texts[0].text == text
    assert said(project) == [("bus 🙂 rijdt niet", "vervoer", ""), ("opvang", "opvang", ""), ("rijdt", "hulp", "")]
    assert [memo.words for memo in project.memos] == ["wel | niet"]


def test_brat(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        lines = [
            f"T{at}\t{code} {' '.join(map(str, offsets(text, words)))}\t{words}"
            for at, (words, code, _) in enumerate(coded_in(name))
        ]
        (tmp_path / f"{name}.ann").write_text(
            "\n".join([*lines, "#1\tAnnotatorNotes T0\ttwijfel", "R1\tOver Arg1:T0 Arg2:T1"]), encoding="utf-8"
        )
    project = read_project(tmp_path)
    assert said(project) == sorted((words, code, "") for words, code, _ in CODED)
    assert [memo.words for memo in project.memos] == ["twijfel", "twijfel"]
    assert "it is no code on a stretch" in problems(project)


@pytest.mark.parametrize(("end", "bom"), [("\n", False), ("\r\n", False), ("\r\n", True)])
def test_nvivo_counts_utf_16(tmp_path: Path, end: str, bom: bool) -> None:
    sources, files = "", {}
    for name, text in TEXTS.items():
        text = text.replace("\n", end)
        spans = [(*offsets(text, words, "utf-16"), code, coder) for words, code, coder in coded_in(name)]
        sources += source(name, "".join(selection(*span) for span in spans))
        files[f"Sources/{name}.txt"] = text.encode("utf-8-sig" if bom else "utf-8")
    project = read_project(write_refi(tmp_path / "x.qdpx", sources, origin="NVivo 12", files=files))
    assert said(project) == sorted(CODED)
    assert project.unit == "UTF-16 code units, from 0, end exclusive"


def test_texts_in_the_xml(tmp_path: Path) -> None:
    sources = "".join(
        inline(
            name, text, "".join(selection(*offsets(text, words), code, coder) for words, code, coder in coded_in(name))
        )
        for name, text in TEXTS.items()
    )
    assert said(read_project(write_refi(tmp_path / "x.qdpx", sources))) == sorted(CODED)
