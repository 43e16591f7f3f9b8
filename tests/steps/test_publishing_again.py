"""A run publishes again only where something changed; a publication that was asked for is always written."""

import shutil

import pytest

from pipeline.decisions import Store
from pipeline.steps import api as steps

pytestmark = pytest.mark.slow


@pytest.fixture
def published(published_study):
    """A published study, and the moment at which each table was written."""
    steps.run(published_study)
    return published_study, written(published_study)


def written(study):
    return {path.name: path.stat().st_mtime_ns for path in study.results.glob("*.parquet")}


def test_a_second_run_writes_nothing_and_tells_the_same_counts(published):
    study, before = published
    first = steps.publish(study, anew=False)
    assert written(study) == before
    assert first.counts == steps.publish(study).counts
    assert all(written(study)[name] != moment for name, moment in before.items())


def test_a_new_interview_is_published(published, starter):
    study, before = published
    shutil.copy(starter / "interviews" / "int_01.txt", study.inbox)
    assert steps.run(study).counts["publish.transcripts"] == 5
    assert all(written(study)[name] != moment for name, moment in before.items())


def test_what_somebody_described_is_published(published):
    study, before = published
    with Store.open(study.store_url) as store:
        store.transcripts.set_columns("int_02", {"role": "buurtwerker"})
    steps.run(study)
    assert written(study) != before


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"PAR1")])
def test_a_table_that_is_gone_or_cut_short_is_written_again(published, damage):
    study, before = published
    damage(study.results / "codes.parquet")
    steps.run(study)
    assert written(study).keys() == before.keys()
    assert steps.publish(study, anew=False).counts["codes"] > 0


def test_a_study_without_interviews_is_published_too(study):
    counts = steps.run(study).counts
    assert (counts["publish.transcripts"], counts["publish.agreement"]) == (0, 0)
    assert counts["publish.prevalence"] > 0
    assert steps.check(study).counts["found"] == 0
