"""No room left: the verb ends in one clear line, and what was published and stored before is intact."""

import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from pipeline.settings import Study
from pipeline.steps import api as steps
from tests.flows.study import drop


def with_room_for(size: int, study: Study, verb: str) -> subprocess.CompletedProcess[str]:
    """The verb in a process that cannot write any file beyond that size, as on a full disk."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "-C", str(study.folder), verb],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size)),
    )


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def full(published_study: Study, starter: Path) -> Study:
    """A published study with something new in its inbox."""
    return drop(published_study, starter, ("int_28.txt",))


def test_publishing_without_room_leaves_the_tables_of_before(full):
    steps.ingest(full)  # with nothing new nothing would be written
    before = kept(full.results)
    told = with_room_for(8192, full, "publish")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert kept(full.results) == before


@pytest.mark.slow
def test_reading_without_room_leaves_the_store_whole_and_goes_on_when_there_is_room(full):
    interviews = steps.status(full).counts["interviews"]
    told = with_room_for(65536, full, "ingest")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert steps.status(full).counts["interviews"] == interviews
    assert steps.ingest(full).counts["read"] == 1
