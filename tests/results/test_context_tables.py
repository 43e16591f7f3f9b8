"""The tables `codebook` and `memos`, and what DuckDB reads of empty cells in columns of a few words."""

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline import results
from pipeline.codebook import load_codebook

from .conftest import STAMP, WHEN


def memo(number, about, **cells):
    empty = dict.fromkeys(["interview", "fragment", "dimension", "code"])
    return {"number": number, "about": about, "coder": "An", "written_at": WHEN, "text": "Let op 😀.", **empty, **cells}


@pytest.fixture
def folder(study, starter, tmp_path):
    study["codebook"] = results.codebook_rows(load_codebook(starter / "codebook.yaml"))
    study["memos"] = [memo(1, "study"), memo(2, "code", dimension="barrier", code="housing")]
    results.publish(study, tmp_path, stamp=STAMP)
    return tmp_path


def test_the_codebook_has_a_row_per_code_with_labels_in_both_languages(folder, starter):
    book, table = load_codebook(starter / "codebook.yaml"), results.read(folder, "codebook")
    assert list(zip(table["dimension"], table["code"], strict=True)) == [
        (dimension.id, code) for dimension in book for code in dimension.code_ids
    ]
    first = book.dimensions[0].codes[0]
    assert table[["label_nl", "label_en", "definition_nl"]].iloc[0].tolist() == [
        first.label.nl, first.label.en, first.definition.nl,
    ]  # fmt: skip
    assert table["position"].tolist() == list(range(len(table)))
    assert set(table["codebook"]) == {book.stamp}
    assert not table["retired"].any()


def test_memos_keep_their_subject_and_leave_the_rest_empty(folder):
    memos = results.read(folder, "memos")
    assert memos["about"].tolist() == ["study", "code"]
    assert memos["interview"].isna().all()
    assert memos["code"].tolist()[1] == "housing"
    assert memos["text"][0] == "Let op 😀."


def test_duckdb_finds_no_largest_value_that_no_row_has(folder):
    """`max()` of a dictionary column with an empty cell comes from the file's statistics, with unused values."""
    compared = 0
    for path in folder.glob("*.parquet"):
        rows = pq.read_table(path)
        for column in rows.schema.names:
            if rows.schema.field(column).type != "string":
                continue
            said = [value for value in rows[column].to_pylist() if value is not None]
            found = duckdb.sql(f"SELECT max({column}), min({column}) FROM '{path}'").fetchall()
            assert found == [(max(said, default=None), min(said, default=None))], (path.name, column)
            compared += 1
    assert compared > 40


def test_the_trap_that_the_tables_avoid_is_there(tmp_path):
    """If this fails, DuckDB or pyarrow no longer has the fault, and the docs may drop the warning."""
    few = pd.Categorical(["a", None], categories=["a", "z"])
    pd.DataFrame({"code": few}).to_parquet(tmp_path / "few.parquet")
    assert duckdb.sql(f"SELECT max(code) FROM '{tmp_path / 'few.parquet'}'").fetchall() == [("z",)]
