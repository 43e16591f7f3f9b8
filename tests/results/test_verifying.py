"""Published tables against each other and the ledger, read in parts: a fault is seen in whichever part it stands."""

import pyarrow.parquet as pq
import pytest

from pipeline import results

from .conftest import STAMP

INTERVIEWS = ("gesprek_0", "gesprek_1")


@pytest.fixture(params=[1, 8192])
def published(again, tmp_path, monkeypatch, request):
    """The folder, with tables in parts of so many rows."""
    monkeypatch.setattr("pipeline.results.validation.BATCH", request.param)
    results.publish(again, tmp_path, stamp=STAMP)
    return tmp_path


def faults(folder, again, interviews=INTERVIEWS):
    return results.faults(folder, interviews=interviews, ledger=iter(again["decisions"]))


def test_tables_that_fit_have_no_faults(published, again):
    assert faults(published, again) == {}


def test_a_ledger_that_went_on_makes_the_tables_older_not_wrong(published, again):
    later = {**again, "decisions": [*again["decisions"], again["decisions"][-1] | {"number": 9}]}
    assert faults(published, later) == {}


def test_an_entry_that_is_another_in_the_ledger_is_seen_at_the_end_too(published, again):
    changed = {**again, "decisions": [*again["decisions"][:-1], again["decisions"][-1] | {"coder": "Bo"}]}
    assert list(faults(published, changed)) == ["decisions"]
    assert list(faults(published, {**again, "decisions": again["decisions"][:-1]})) == ["decisions"]


def test_a_code_on_a_fragment_that_is_nowhere_is_seen_and_an_interview_that_left(published, again):
    rest = [row for row in again["fragments"] if row["fragment"] != again["codes"][-1]["fragment"]]
    results.publish(again | {"fragments": rest}, published, stamp=STAMP)
    assert list(faults(published, again)) == ["codes"]
    assert list(faults(published, again, interviews=INTERVIEWS[:1])) == ["codes", "transcripts"]


def test_a_part_that_is_damaged_is_seen(published, again):
    path = published / "suggestions.parquet"
    contents = bytearray(path.read_bytes())
    last = pq.ParquetFile(path).metadata.row_group(pq.ParquetFile(path).num_row_groups - 1).column(0)
    at = last.dictionary_page_offset or last.data_page_offset
    contents[at : at + last.total_compressed_size] = bytes(last.total_compressed_size)
    path.write_bytes(bytes(contents))
    assert list(faults(published, again)) == ["suggestions"]
