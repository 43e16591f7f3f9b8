"""Rows about an interview are found by the rule by which they are read, and taken out without harm to the rest."""

import openpyxl
import pytest
from openpyxl.chart import BarChart

from pipeline.transcripts import read_metadata, strike

TABLES = {
    "the first column": "respondentnr,role,town\nint_05,coach,Gent\nint_06,coach,Aalst\n",
    "a column of interviews": "role,interview\ncoach,int_05\ncoach,int_06\n",
    "a column of files": "town;file\nGent;int_05.docx\nAalst;int_06.docx\n",
    "blanks and capitals": " Respondent , Role\n int_05 ,coach\nint_06,coach\n",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_what_is_read_about_an_interview_is_what_is_struck(tmp_path, table):
    path = tmp_path / "interviews.csv"
    path.write_text(table, encoding="utf-8")
    assert set(read_metadata(path)) == {"int_05", "int_06"}
    assert strike(path, "int_05") == 1
    assert set(read_metadata(path)) == {"int_06"}
    assert "Gent" not in path.read_text(encoding="utf-8")


def workbook(path, *, formula="", chart=False):
    book = openpyxl.Workbook()
    for row in (("respondent", "age"), ("int_04", 30), ("int_05", 34), ("int_06", 51), ("total", formula or 115)):
        book.active.append(row)
    if chart:
        book.active.add_chart(BarChart(), "D2")
    book.save(path)
    return path


def rows(path):
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def test_a_row_is_cut_where_nothing_counts_on_its_place(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    assert strike(path, "int_05") == 1
    assert rows(path) == [["respondent", "age"], ["int_04", 30], ["int_06", 51], ["total", 115]]


def test_a_row_is_cleared_where_formulas_would_shift(tmp_path):
    path = workbook(tmp_path / "a.xlsx", formula="=SUM(B2:B4)")
    assert strike(path, "int_05") == 1
    assert rows(path)[2:] == [[None, None], ["int_06", 51], ["total", "=SUM(B2:B4)"]]


def test_a_workbook_that_would_lose_its_charts_stays_as_it_is(tmp_path):
    path = workbook(tmp_path / "a.xlsx", chart=True)
    before = path.read_bytes()
    assert strike(path, "int_05") == 0
    assert path.read_bytes() == before
