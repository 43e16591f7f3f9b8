"""A whole workspace that the build before made opens in this one: nothing that people coded is lost.

`workspace_0011.zip` is such a workspace, made by the build whose store had version 0011: three short transcripts of the
starter study, hand codes on two of them, a model, its suggestions, and the published tables.
"""

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from pipeline import results
from pipeline.errors import NoModel, UnfitModel
from pipeline.settings import open_study
from pipeline.steps import api as steps

MADE = Path(__file__).parent / "workspace_0011.zip"


@pytest.fixture
def study(tmp_path):
    with zipfile.ZipFile(MADE) as packed:
        packed.extractall(tmp_path)
    return open_study(tmp_path)


def test_every_verdict_of_before_is_published_again(study):
    before = {table: results.read(study.folder, table) for table in ("codes", "decisions", "fragments")}
    assert steps.status(study).counts["reviewed"] == 30
    steps.publish(study)
    for table, rows in before.items():
        now = results.read(study.folder, table)
        assert len(now) == len(rows) > 0
        # Columns that came since are empty in tables of before.
        since = {column.name for column in results.TABLES[table].columns if column.since > 2}
        shared = [column for column in rows.columns if column in now.columns and column not in since]
        pd.testing.assert_frame_equal(now[shared], rows[shared], check_dtype=False, check_categorical=False)


def test_the_model_of_before_is_refused_with_the_remedy_until_one_is_trained(study):
    [problem] = steps.status(study).problems
    assert "drempel train" in problem.message
    with pytest.raises((UnfitModel, NoModel), match="drempel train"):
        steps.suggest(study)
    steps.train(study, evaluate=False)
    assert steps.suggest(study).counts["fragments"] == 13
    assert steps.status(study).problems == ()
    assert steps.check(study).counts["left"] == 0
