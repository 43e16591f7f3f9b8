import csv
import io
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline import results
from pipeline.errors import ContractBroken, UnreadableResults
from pipeline.results.spreadsheets import escape_formula, export_csv, export_xlsx

from .conftest import STAMP

MADE = datetime(2026, 3, 2, tzinfo=UTC)
EVIL = ["=1+1", "+32 470", "-2", "@som(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "|calc"]


@pytest.fixture
def tables(study, tmp_path):
    results.publish(study, tmp_path / "data" / "results", stamp=STAMP)
    return {name: results.TableParts.of(tmp_path, name) for name in ("transcripts", "fragments", "codes")}


def table(*frames):
    """A table whose parts are these."""
    return results.TableParts(rows=sum(map(len, frames)), frames=lambda: iter(frames))


@pytest.mark.parametrize("text", EVIL)
def test_text_that_could_be_a_formula_is_made_harmless(text):
    assert escape_formula(text) == f"'{text}"


def test_other_text_and_numbers_stay_as_they_are():
    assert [escape_formula(each) for each in ("Goh, ja", "a=b", -2, None)] == ["Goh, ja", "a=b", -2, None]


@pytest.mark.slow
@given(st.text(max_size=20))
def test_nothing_harmless_begins_like_a_formula(text):
    assert str(escape_formula(text)).lstrip()[:1] not in {"=", "+", "-", "@"}


def test_csv_holds_every_row_with_the_formula_disarmed(tables, tmp_path):
    export_csv(tables, tmp_path / "uit")
    with (tmp_path / "uit" / "fragments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    assert rows[2]["text"] == "'=Goh, ’t is wat 😀."
    assert rows[0]["text"] == "De bus rijdt er niet."
    assert not list((tmp_path / "uit").glob("*.partial"))


@given(words=st.text(st.sampled_from(";=+-@|\t\n\r\"', a\xa0"), max_size=12))
def test_no_cell_is_a_formula_where_a_spreadsheet_divides_at_semicolons(words, tmp_path_factory):
    folder = tmp_path_factory.mktemp("uit")
    export_csv({"codes": table(pd.DataFrame({"a": ["x"], "text": [words], "b": ["y"]}))}, folder)
    text = (folder / "codes.csv").read_text(encoding="utf-8-sig")
    for delimiter in ";\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            assert not [cell for cell in row[1:] if cell.lstrip(" \xa0").startswith(("=", "+", "-", "@", "|"))]
        for line in text.splitlines():
            cells = line.split(delimiter)
            assert not [cell for cell in cells if cell.lstrip(" \xa0").startswith(("=", "+", "-", "@", "|"))]


def test_csv_opens_in_excel_as_utf_8(tables, tmp_path):
    export_csv(tables, tmp_path / "uit")
    assert (tmp_path / "uit" / "codes.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_xlsx_has_a_sheet_per_table_and_no_formula(tables, tmp_path):
    path = export_xlsx(tables, tmp_path / "uit.xlsx", made_at=MADE)
    book = load_workbook(path)
    assert book.sheetnames == ["transcripts", "fragments", "codes"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    said = [cell for cell in cells if cell.value == "=Goh, ’t is wat 😀."]
    assert [(cell.data_type, cell.style_id != 0 or cell.quotePrefix) for cell in said] == [("s", True)]


def test_xlsx_keeps_numbers_as_numbers_and_empty_cells_empty(tables, tmp_path):
    sheet = load_workbook(export_xlsx(tables, tmp_path / "uit.xlsx", made_at=MADE))["codes"]
    header = [cell.value for cell in sheet[1]]
    assert [sheet.cell(row, header.index("probability") + 1).value for row in (2, 3)] == [0.75, None]
    assert sheet.cell(2, header.index("decided_at") + 1).value == datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001


def test_characters_that_a_workbook_cannot_hold_do_not_break_it(tmp_path):
    said = pd.DataFrame({"text": ["a\x0bb", "c" * 40_000]})
    path = export_xlsx({"t": table(said)}, tmp_path / "uit.xlsx", made_at=MADE)
    sheet = load_workbook(path)["t"]
    assert sheet["A2"].value == "a\ufffdb"
    assert len(sheet["A3"].value) == 32_767


def as_csv(tables, folder):
    return [path.read_bytes() for path in export_csv(tables, folder)]


def as_cells(tables, folder):
    sheets = load_workbook(export_xlsx(tables, folder.with_suffix(".xlsx"), made_at=MADE))
    return [[[cell.value for cell in row] for row in sheet] for sheet in sheets]


@pytest.mark.parametrize("exported", [as_csv, as_cells])
def test_the_parts_that_a_table_comes_in_make_no_difference(study, tmp_path, monkeypatch, exported):
    def in_parts_of(rows_in_a_part):
        monkeypatch.setattr("pipeline.results.validation.BATCH", rows_in_a_part)
        results.publish(again, tmp_path / "data" / "results", stamp=STAMP)
        tables = {name: results.TableParts.of(tmp_path, name) for name in again}
        return exported(tables, tmp_path / "uit")

    again = {name: list(rows) for name, rows in study.items()}
    assert in_parts_of(1) == in_parts_of(8192)


def test_a_table_that_is_damaged_in_the_middle_leaves_the_export_of_before(tables, tmp_path):
    export_csv(tables, tmp_path / "uit")
    before = {path.name: path.read_bytes() for path in (tmp_path / "uit").iterdir()}

    def damaged():
        yield pd.DataFrame({"text": ["a"]})
        raise UnreadableResults("codes.parquet", "it is damaged")

    broken = results.TableParts(rows=2, frames=damaged)
    with pytest.raises(UnreadableResults):
        export_csv({**tables, "codes": broken}, tmp_path / "uit")
    assert {path.name: path.read_bytes() for path in (tmp_path / "uit").iterdir()} == before


def test_a_table_with_more_rows_than_a_sheet_holds_is_refused_before_anything_is_written(tmp_path):
    def never():
        raise AssertionError("it was read")

    with pytest.raises(ContractBroken, match="1200000 rows, a sheet holds 1048575: export CSV instead"):
        export_xlsx({"t": results.TableParts(rows=1_200_000, frames=never)}, tmp_path / "uit.xlsx", made_at=MADE)
    assert not list(tmp_path.iterdir())
