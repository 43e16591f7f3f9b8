"""What is known of interviews stands in a table beside them."""

from __future__ import annotations

from pathlib import Path

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
