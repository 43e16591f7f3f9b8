import csv
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline import results
from pipeline.results.exporting import export_csv, export_xlsx, harmless

from .conftest import STAMP

MADE = datetime(2026, 3, 2, tzinfo=UTC)
EVIL = ["=1+1", "+32 470", "-2", "@som(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "|calc"]


@pytest.fixture
def tables(study, tmp_path):
    results.publish(study, tmp_path / "data" / "results", stamp=STAMP)
    return {name: results.read(tmp_path, name) for name in ("transcripts", "fragments", "codes")}


@pytest.mark.parametrize("text", EVIL)
def test_text_that_could_be_a_formula_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


def test_other_text_and_numbers_stay_as_they_are():
    assert [harmless(each) for each in ("Goh, ja", "a=b", -2, None)] == ["Goh, ja", "a=b", -2, None]


@given(st.text(max_size=20))
def test_nothing_harmless_begins_like_a_formula(text):
    assert str(harmless(text)).lstrip()[:1] not in {"=", "+", "-", "@"}


def test_csv_holds_every_row_with_the_formula_disarmed(tables, tmp_path):
    export_csv(tables, tmp_path / "uit")
    with (tmp_path / "uit" / "fragments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    assert rows[2]["text"] == "'=Goh, ’t is wat 😀."
    assert rows[0]["text"] == "De bus rijdt er niet."
    assert not list((tmp_path / "uit").glob("*.partial"))


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
    assert sheet.cell(2, header.index("decided_at") + 1).value == "2026-03-02T09:30:00+00:00"


def test_characters_that_a_workbook_cannot_hold_do_not_break_it(tmp_path):
    path = export_xlsx({"t": pd.DataFrame({"text": ["a\x0bb", "c" * 40_000]})}, tmp_path / "uit.xlsx", made_at=MADE)
    sheet = load_workbook(path)["t"]
    assert sheet["A2"].value == "a\ufffdb"
    assert len(sheet["A3"].value) == 32_767
