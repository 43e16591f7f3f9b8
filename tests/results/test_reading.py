import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import results
from pipeline.errors import NothingPublished, UnknownTable, UnreadableResults
from pipeline.results.column_types import Column, Table
from pipeline.results.reader import conform
from pipeline.results.schema import TABLES

from .conftest import STAMP

DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_results_of_the_first_schema_version_stay_readable():
    # Written by a drempel that knew neither certificates nor interviews unlike the rest.
    folder = Path(__file__).parent / "version_1"
    codes, suggestions = results.read(folder, "codes"), results.read(folder, "suggestions")
    assert codes.attrs["schema_version"] == "1"
    assert codes["decision"].tolist() == [1, 2]
    assert codes["certificate"].isna().all()
    assert suggestions["unlike"].isna().all()
    assert list(codes.columns) == results.TABLES["codes"].names


@pytest.fixture
def workspace(study, tmp_path):
    results.publish(study, tmp_path / "data" / "results", stamp=STAMP)
    return tmp_path


def test_frames_are_typed(workspace):
    codes = results.read(workspace, "codes")
    assert isinstance(codes["code"].dtype, pd.CategoricalDtype)
    assert list(codes["origin"].cat.categories) == ["manual", "accepted", "changed", "auto"]
    assert str(codes["decided_at"].dtype) == "datetime64[us, UTC]"
    assert str(codes["rank"].dtype) == "Int64"
    assert codes["probability"].dtype == "float64"
    assert codes["final"].dtype == "bool"
    assert codes["rank"].isna().tolist() == [False, True]
    assert codes.attrs["codebook"] == STAMP["codebook"]


@pytest.mark.parametrize("rows_in_a_group", [1, 8192])
def test_some_rows_are_read_as_they_stand_in_the_whole(study, tmp_path, monkeypatch, rows_in_a_group):
    monkeypatch.setattr("pipeline.results.validation.BATCH", rows_in_a_group)
    results.publish(study, tmp_path, stamp=STAMP)
    whole = results.read(tmp_path, "fragments")
    for wanted in (set(whole["fragment"][1:]), {whole["fragment"][0], "nowhere:0-1"}, set()):
        some = results.read(tmp_path, "fragments", only={"fragment": wanted}, without=["text"])
        assert set(some["fragment"]) == wanted - {"nowhere:0-1"}
        assert list(some) == [name for name in whole if name != "text"]
        there = whole[whole["fragment"].isin(wanted)].drop(columns="text").reset_index(drop=True)
        assert some.astype(object).equals(there.astype(object))
        assert some.attrs == whole.attrs


def test_times_keep_their_moment(workspace):
    assert results.read(workspace, "codes")["decided_at"][1] == pd.Timestamp("2026-03-02T10:31:00+01:00")


def test_text_comes_back_as_it_was_said(workspace):
    fragments = results.read(workspace, "fragments")
    assert fragments["text"][2] == "=Goh, ’t is wat 😀."
    assert (fragments["end"] - fragments["start"] == fragments["text"].str.len()).all()


def test_metadata_is_a_map_and_a_column_per_key(workspace):
    transcripts = results.read(str(workspace), "transcripts")
    assert transcripts["metadata"][1] == {"role": "jobcoach", "region": "Gent"}
    assert transcripts["meta_role"].tolist() == ["coördinator", "jobcoach"]
    assert transcripts["meta_region"].isna().tolist() == [True, False]


def test_pandas_alone_reads_every_table(workspace):
    for table, contract in TABLES.items():
        path = workspace / "data" / "results" / f"{table}.parquet"
        if path.exists():
            assert set(contract.names) <= set(pd.read_parquet(path).columns)


def test_duckdb_answers_who_decided_what(workspace):
    found = duckdb.sql(
        f"""
        SELECT c.code, c.origin, t.meta_role, f.text
        FROM '{workspace}/data/results/codes.parquet' c
        JOIN '{workspace}/data/results/fragments.parquet' f USING (fragment)
        JOIN '{workspace}/data/results/transcripts.parquet' t ON t.interview = c.interview
        ORDER BY c.decision
        """
    ).fetchall()
    assert found == [
        ("mobility", "accepted", "coördinator", "De bus rijdt er niet."),
        ("childcare", "manual", "jobcoach", "Zij wil wel, maar er is geen crèche."),
    ]


def test_nothing_published_yet_names_the_folder_and_the_remedy(tmp_path):
    with pytest.raises(NothingPublished) as caught:
        results.read(tmp_path, "codes")
    assert str(tmp_path / "data" / "results") in str(caught.value)
    assert "drempel publish" in str(caught.value)


def test_an_unknown_table_lists_what_there_is(workspace):
    with pytest.raises(UnknownTable, match="transcripts, fragments, codes"):
        results.read(workspace, "code")


def rewritten(workspace, metadata):
    path = workspace / "data" / "results" / "codes.parquet"
    pq.write_table(pq.read_table(path).replace_schema_metadata(metadata), path)


def test_a_newer_schema_is_refused_with_both_versions(workspace):
    rewritten(workspace, {"schema_version": "999", "table": "codes"})
    with pytest.raises(UnreadableResults, match="schema version is 999, this drempel knows up to"):
        results.read(workspace, "codes")


def test_a_file_that_drempel_did_not_write_is_refused(workspace):
    rewritten(workspace, {})
    with pytest.raises(UnreadableResults, match="tells no schema version"):
        results.read(workspace, "codes")


def test_a_damaged_file_is_refused_with_the_remedy(workspace):
    path = workspace / "data" / "results" / "codes.parquet"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableResults, match="drempel publish"):
        results.read(workspace, "codes")


def test_a_column_that_came_later_reads_as_empty_in_an_older_file():
    grown = Table(
        name="codes",
        row="a code",
        columns=(
            Column(name="fragment", kind="text", description="."),
            Column(name="certificate", kind="text", description=".", optional=True, since=2),
        ),
    )
    older = conform(pa.table({"fragment": ["a:0-3"]}), grown)
    assert older.to_pylist() == [{"fragment": "a:0-3", "certificate": None}]


def test_the_data_dictionary_in_the_docs_is_the_schema():
    assert DICTIONARY.read_text(encoding="utf-8") == results.data_dictionary()


def test_the_data_dictionary_tells_every_column():
    page = results.data_dictionary()
    for table in TABLES.values():
        section = page.split(f"## {table.name}\n")[1].split("\n## ")[0]
        assert all(f"| `{column.name}` |" in section for column in table.columns)
        assert all(len(column.description) > 3 for column in table.columns)


def test_the_module_prints_the_data_dictionary():
    printed = subprocess.run([sys.executable, "-m", "pipeline.results"], capture_output=True, check=True)
    assert printed.stdout.decode() == results.data_dictionary()
