"""What is known of interviews stands in a table beside them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript

STARTER = Path(__file__).parents[2] / "data" / "starter"


def test_the_starter_studys_columns_by_interview():
    columns = transcripts.read_metadata(STARTER / "interviews.csv")
    assert len(columns) == 33
    assert set(columns["int_01"]) >= {"organisation", "role", "region", "date"}
    assert "interview" not in columns["int_01"]


@pytest.mark.parametrize("separator", [",", ";"])
def test_excels_separators_and_a_byte_order_mark(written, separator):
    table = "\ufeffinterview,regio,rol\nint_1,Gent,coach\nint_2,,\n".replace(",", separator)
    assert transcripts.read_metadata(written("interviews.csv", table)) == {
        "int_1": {"regio": "Gent", "rol": "coach"},
        "int_2": {},
    }


def test_an_interview_named_twice_is_refused(written):
    with pytest.raises(UnreadableTranscript, match="row 3 names 'a' a second time"):
        transcripts.read_metadata(written("interviews.csv", "interview,rol\na,x\na,y\n"))


def test_a_workbook_beside_the_interviews(tmp_path):
    book = openpyxl.Workbook()
    for row in [["Interview", "datum", "jaren"], ["int_1", datetime(2025, 5, 3), 11], [None], ["int_2", None, 2.5]]:  # noqa: DTZ001
        book.active.append(row)
    book.save(tmp_path / "interviews.xlsx")
    assert transcripts.read_metadata(tmp_path / "interviews.xlsx") == {
        "int_1": {"datum": "2025-05-03", "jaren": "11"},
        "int_2": {"jaren": "2.5"},
    }


@pytest.mark.parametrize("table", ["alleen een zin", "", "\n\n"])
def test_what_is_no_table_is_refused(written, table):
    with pytest.raises(UnreadableTranscript, match=r"interviews\.csv"):
        transcripts.read_metadata(written("interviews.csv", table))


def test_a_word_documents_properties_are_metadata_that_the_table_overrules(tmp_path):
    made = docx.Document()
    made.add_paragraph("I: Hoe?\nR: Goed.")
    made.core_properties.author = "Sofie Coder"
    made.core_properties.title = "Interview 3"
    made.core_properties.subject = "Kringloop"
    made.save(tmp_path / "a.docx")
    transcript = transcripts.read(tmp_path / "a.docx", metadata={"document_title": "3", "regio": "Gent"})
    told = transcript.metadata
    assert (told["document_title"], told["document_subject"], told["regio"]) == ("3", "Kringloop", "Gent")
    assert "Sofie Coder" not in told.values()
