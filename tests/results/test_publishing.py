import hashlib
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import results
from pipeline.errors import ContractBroken
from pipeline.results import publication

from .conftest import STAMP, fragments


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def publish(rows, folder):
    return results.publish(rows, folder, stamp=STAMP)


def test_every_table_is_written_and_counted(study, tmp_path):
    counts = publish(study, tmp_path)
    assert counts == {"transcripts": 2, "fragments": 3, "codes": 2, "suggestions": 3, "decisions": 2}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.parquet" for name in counts)


def test_the_same_rows_give_the_same_bytes(again, tmp_path):
    publish(again, tmp_path / "one")
    publish(again, tmp_path / "two")
    publish(again, tmp_path / "two")
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_every_file_tells_schema_version_and_codebook(study, tmp_path):
    publish(study, tmp_path)
    for path in tmp_path.glob("*.parquet"):
        metadata = pq.read_schema(path).metadata
        assert metadata[b"schema_version"] == str(results.SCHEMA_VERSION).encode()
        assert metadata[b"codebook"] == STAMP["codebook"].encode()


def test_every_column_is_described_in_the_file(study, tmp_path):
    publish(study, tmp_path)
    for path in tmp_path.glob("*.parquet"):
        assert all(field.metadata[b"description"] for field in pq.read_schema(path)), path.name


def test_a_study_without_anything_publishes_empty_tables(tmp_path):
    counts = publish(dict.fromkeys(["transcripts", "fragments", "codes", "suggestions", "decisions"], ()), tmp_path)
    assert set(counts.values()) == {0}
    assert results.read(tmp_path, "codes").empty


def broken(**cells):
    return [*fragments(2), next(fragments(1)) | cells]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (broken(words="zes"), "row 3, column 'words': is not integer but of type str"),
        (broken(words=True), "column 'words'"),
        (broken(words=2**70), "column 'words'"),
        (broken(text=None), "row 3, column 'text': is empty"),
        (broken(role="koster"), "row 3, column 'role': is none of interviewer, respondent"),
        (broken(sampling_probability=1.2), "row 3, column 'sampling_probability': is not a number from 0 to 1"),
        (broken(sampling_probability=float("nan")), "column 'sampling_probability'"),
        (broken(surprise=1), "row 3: missing [], not in the contract ['surprise']"),
        ([{"fragment": "a"}], "row 1: missing ['blind',"),
    ],
)
def test_a_row_that_breaks_the_contract_changes_nothing(again, tmp_path, rows, place):
    publish(again, tmp_path)
    before = hashes(tmp_path)
    with pytest.raises(ContractBroken) as caught:
        publish(again | {"fragments": rows}, tmp_path)
    assert place in str(caught.value)
    assert "fragments" in str(caught.value)
    assert hashes(tmp_path) == before
    assert not list(tmp_path.glob(".*"))


def test_a_time_without_a_zone_breaks_the_contract(again, tmp_path):
    again["transcripts"][1]["ingested_at"] = datetime(2026, 3, 2)  # noqa: DTZ001
    with pytest.raises(ContractBroken, match="row 2, column 'ingested_at': is not a time with a time zone"):
        publish(again, tmp_path)


def test_what_people_said_is_never_in_the_message(again, tmp_path):
    again["fragments"][0]["words"] = "zij slaapt in de auto"
    with pytest.raises(ContractBroken) as caught:
        publish(again, tmp_path)
    assert "auto" not in str(caught.value)


def test_an_unknown_or_missing_table_is_refused(again, tmp_path):
    with pytest.raises(ContractBroken, match=r"unknown tables \['geheimen'\]"):
        publish(again | {"geheimen": []}, tmp_path)
    del again["codes"]
    with pytest.raises(ContractBroken, match=r"missing tables \['codes'\]"):
        publish(again, tmp_path)


def test_files_of_others_in_the_folder_are_left_alone(again, tmp_path):
    (tmp_path / "notities.parquet").write_bytes(b"van mij")
    publish(again, tmp_path)
    assert (tmp_path / "notities.parquet").read_bytes() == b"van mij"


def test_many_rows_are_streamed_in_batches_and_stay_in_order(again, tmp_path):
    publish(again | {"fragments": fragments(20_000)}, tmp_path)
    assert pq.ParquetFile(tmp_path / "fragments.parquet").num_row_groups == 3
    assert list(results.read(tmp_path, "fragments")["start"]) == [100 * number for number in range(20_000)]


# Each fork dies at its n-th rename or removal, as a power cut would; it has no chance to tidy up.
KILLED = """
import os, sys
from pathlib import Path
from pipeline import results
from tests.results import conftest as invented
stamp = invented.STAMP | {"codebook": "2+ffffffff"}
left = 0

def counting(call):
    def counted(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return call(*args, **kwargs)
    return counted

for name in ("rename", "replace", "unlink", "rmdir"):
    setattr(os, name, counting(getattr(os, name)))
rows = dict(transcripts=invented.transcripts(), fragments=invented.fragments(6), codes=invented.codes(),
            suggestions=invented.suggestions(), decisions=invented.decisions())
for moment, folder in enumerate(sys.argv[1:]):
    left = moment
    if not (child := os.fork()):
        results.publish(rows, Path(folder), stamp=stamp)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_readers_see_one_publication_and_the_next_run_mends_it(again, tmp_path):
    publish(again, tmp_path / "old")
    results.publish(again | {"fragments": fragments(6)}, tmp_path / "new", stamp=STAMP | {"codebook": "2+ffffffff"})
    old, new = hashes(tmp_path / "old"), hashes(tmp_path / "new")
    folders = [tmp_path / f"killed-at-{moment}" for moment in range(14)]
    for folder in folders:
        publish(again, folder)
    command = [sys.executable, "-c", KILLED, *map(str, folders)]
    ended = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2]).stdout.split()
    outcomes = set()
    for folder, exit_code in zip(folders, ended, strict=True):
        seen = {results.read(folder, name).attrs["codebook"] for name in again}
        assert len(seen) == 1, f"{folder.name}: a reader sees a mixture"
        outcomes.add((exit_code, *seen))
        publication.complete_publication(folder)
        assert hashes(folder) == (old if seen == {STAMP["codebook"]} else new)
        publish(again, folder)
        assert hashes(folder) == old
        assert not list(folder.glob(".*"))
    assert outcomes == {(b"9", STAMP["codebook"]), (b"9", "2+ffffffff"), (b"0", "2+ffffffff")}
