"""Report, export, explain and evaluate as people call them, on a study with a few decisions."""

import csv
import json
import zipfile
from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from pipeline import results
from pipeline.cli import app
from pipeline.decisions import Quote, Store
from pipeline.errors import NothingPublished, UnknownColumn, UnknownFormat, UnknownFragment
from pipeline.projects import read_project
from pipeline.steps import api as steps

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def published(published_study):
    return published_study


def drempel(study, *words):
    ended = CliRunner().invoke(app, ["-C", str(study.folder), *words], env={"COLUMNS": "300"}, catch_exceptions=False)
    assert ended.exit_code == 0
    return ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("language", "heard"), [("nl", "Bijlage: methode"), ("en", "Appendix: methods")])
def test_the_report_is_one_page_in_the_language_asked_for(published, tmp_path, language, heard):
    page = tmp_path / "verslag.html"
    told = drempel(published, "report", "--language", language, "--output", str(page), "--json")
    assert json.loads(told)["details"]["file"] == str(page)
    assert heard in page.read_text(encoding="utf-8")


def test_the_report_holds_nothing_that_was_said(published):
    steps.report(published, clock=lambda: NOON)
    page = (published.folder / "data" / "report.html").read_text(encoding="utf-8")
    said = results.read(published.folder, "fragments")["text"]
    assert not [text for text in said if len(text) > 25 and text in page]


def test_a_workbook_has_a_sheet_per_table(published, tmp_path):
    drempel(published, "export", "xlsx", "--output", str(tmp_path / "alles.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "alles.xlsx", read_only=True)
    assert book.sheetnames == list(results.TABLES)[: len(book.sheetnames)]
    assert sum(1 for _ in book["codes"].rows) == len(results.read(published.folder, "codes")) + 1


def test_csv_files_lie_in_exports_unless_told_otherwise(published):
    drempel(published, "export", "csv")
    path = published.folder / "data" / "exports" / "csv" / "codes.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == len(results.read(published.folder, "codes"))


@pytest.mark.parametrize("form", ["wide", "matrix"])
def test_tables_for_analysts_are_of_the_type_that_the_file_name_says(published, tmp_path, form):
    drempel(published, "export", form, "--output", str(tmp_path / "tabel.parquet"), "--language", "nl")
    frame = pd.read_parquet(tmp_path / "tabel.parquet")
    fragments = results.read(published.folder, "fragments")
    codes = sum(len(dimension.codes) for dimension in published.codebook)
    rows = {"wide": len(fragments), "matrix": codes * fragments.loc[fragments["reviewed"], "interview"].nunique()}
    assert len(frame) == rows[form]


def test_quotes_are_those_that_somebody_released_and_all_come_with_a_warning(published, tmp_path):
    [row, *_] = results.as_rows(results.read(published.folder, "codes"))
    quote = Quote(
        fragment_id=row["fragment"], interview=row["interview"], dimension=row["dimension"], code=row["code"],
        coder=row["coder"], at=NOON, text="Zo gezegd.",
    )  # fmt: skip
    with Store.open(published.store_url) as store:
        store.notes.release_quote(quote)
    path = tmp_path / "citaten.csv"
    told = drempel(published, "export", "quotes", "--output", str(path))
    assert pd.read_csv(path)["text"].tolist() == ["Zo gezegd."]
    assert "not released" not in told
    told = drempel(published, "export", "quotes", "--all", "--as", "csv", "--output", str(path))
    assert len(pd.read_csv(path)) == results.read(published.folder, "codes")["final"].sum()
    assert "not released by anybody" in told


@pytest.mark.parametrize(("form", "file"), [("codebook", "codebook.xlsx"), ("qdc", "codebook.qdc")])
def test_the_codebook_alone_is_exported(published, form, file):
    told = drempel(published, "export", form)
    assert str(published.folder / "data" / "exports" / file) in told.replace("\n", "")
    assert (published.folder / "data" / "exports" / file).stat().st_size > 500


def test_taguette_gets_every_code(published, tmp_path):
    told = drempel(published, "export", "taguette", "--output", str(tmp_path / "studie.sqlite3"))
    assert "studie.sqlite3" in told.replace("\n", "")
    with Store.open(published.store_url) as store:
        codes = list(store.exports.rows("codes"))
    assert len(read_project(tmp_path / "studie.sqlite3").codings) == len(codes) > 10


def test_a_matrix_by_a_column_that_is_not_there_names_those_that_are(published):
    with pytest.raises(UnknownColumn, match=r"'weer'; there is interview, code, "):
        steps.export(published, "matrix", by="weer")


def test_another_program_finds_every_code_at_the_words_it_was_given_to(published, tmp_path):
    drempel(published, "export", "qdpx", "--output", str(tmp_path / "studie.qdpx"))
    with zipfile.ZipFile(tmp_path / "studie.qdpx") as archive:
        tree = fromstring(archive.read("project.qde"))
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    coded = {
        texts["sources/" + source.get("plainTextPath").removeprefix("internal://")][
            int(selection.get("startPosition")) : int(selection.get("endPosition"))
        ]
        for source in tree.iter("{urn:QDA-XML:project:1.0}TextSource")
        for selection in source.iter("{urn:QDA-XML:project:1.0}PlainTextSelection")
    }
    codes, fragments = (results.read(published.folder, name) for name in ("codes", "fragments"))
    assert coded == set(fragments.loc[fragments["fragment"].isin(codes["fragment"]), "text"])


def test_an_unknown_format_names_those_there_are(published):
    with pytest.raises(UnknownFormat, match=r"'pdf'; there is .*xlsx"):
        steps.export(published, "pdf")


@pytest.mark.parametrize("ask", [steps.report, lambda study: steps.export(study, "csv")])
def test_before_anything_was_published_the_remedy_is_named(trained, ask):
    with pytest.raises(NothingPublished, match="drempel publish"):
        ask(trained)


def test_a_code_is_traced_to_ledger_file_and_codebook(published):
    code = results.as_rows(results.read(published.folder, "codes"))[0]
    told = drempel(published, "explain", code["fragment"])
    sha256 = results.read(published.folder, "transcripts").set_index("interview")["sha256"]
    assert f"entry {code['decision']}: added" in told
    assert sha256[code["interview"]] in told
    assert code["codebook"] in told


def test_what_was_said_is_told_only_when_asked_for(published):
    fragment = results.read(published.folder, "fragments").iloc[0]
    assert fragment["text"] not in drempel(published, "explain", fragment["fragment"], "--json")
    assert fragment["text"] in drempel(published, "explain", fragment["fragment"], "--show-text")


def test_a_fragment_that_is_not_published_is_said_so(published):
    with pytest.raises(UnknownFragment):
        steps.explain(published, "int_02:1-2")


def test_evaluate_tells_agreement_also_of_a_study_with_one_coder(trained):
    assert "No agreement to tell" in drempel(trained, "evaluate")
    assert json.loads(drempel(trained, "evaluate", "--json"))["details"]["agreement"] == []
