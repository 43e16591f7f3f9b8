"""The verb `import`: a report for people and one for machines, and exit codes."""

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import DrempelError
from tests.projects.invented import SAMPLES

SAMPLE = str(SAMPLES / "qualcoder.qda")


def call(study, *words):
    return CliRunner().invoke(app, ["-C", str(study.folder), "import", *words])


def test_report_for_machines_has_these_facts(study):
    told = json.loads(call(study, SAMPLE, "--dry-run", "--json").stdout)
    assert list(told) == ["format", "counts", "unit", "problems"]
    assert told["format"] == "qualcoder"
    assert told["counts"] == {"texts": 3, "codings": 7, "codes": 6, "coders": 2, "memos": 9, "placed": 7, "unplaced": 0}
    assert "leeg.txt: the text is empty" in told["problems"]


@pytest.mark.slow
def test_dry_run_says_that_nothing_was_stored(study):
    told = call(study, SAMPLE, "--dry-run")
    assert "Nothing was stored" in told.stdout
    assert "! leeg.txt: the text is empty" in told.stderr
    assert "2 interviews" in call(study, SAMPLE).stdout
    assert json.loads(call(study, SAMPLE, "--json").stdout)["stored"]["interviews"] == 0


def test_project_that_is_none_is_failed_work(study, tmp_path):
    (tmp_path / "x.qdpx").write_bytes(b"no project")
    ended = call(study, str(tmp_path / "x.qdpx"))
    assert isinstance(ended.exception, DrempelError)
    assert ended.exception.exit_code == 1


def test_missing_project_is_a_wrong_call(study, tmp_path):
    assert call(study, str(tmp_path / "none.qdpx")).exit_code == 2
