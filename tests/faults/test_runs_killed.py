"""Killed at any moment and run again, every step leaves what an undisturbed one leaves: nothing twice, no stray file.

`DREMPEL_KILLS` says how many moments are tried for each step; one by default, a hundred before a release.
`DREMPEL_KILLS_SEED` draws other moments: a hundred can be tried in parts.
"""

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from pipeline.settings import open_study
from tests.faults.killing import Forker, forker
from tests.flows.study import drop

KILLS = int(os.environ.get("DREMPEL_KILLS", "1"))
pytestmark = [pytest.mark.timeout(300 + 60 * KILLS), pytest.mark.slow]
SEED = os.environ.get("DREMPEL_KILLS_SEED", "7")
STEPS = ("ingest", "suggest", "publish", "train")


@pytest.fixture(scope="module")
def forking():
    with forker() as made:
        yield made


@pytest.fixture(scope="module")
def stages(trained_folder: Path, starter: Path, forking: Forker, tmp_path_factory: pytest.TempPathFactory):
    """Gives for a step: the study before it, what an undisturbed one leaves, and the seconds that it took."""
    root = tmp_path_factory.mktemp("stages")
    folder = Path(shutil.copytree(trained_folder, root / "now"))
    study = drop(open_study(folder), starter)
    (study.inbox / "leeg.txt").write_text("", encoding="utf-8")
    stages, to_come = {}, list(STEPS)

    def stage(wanted: str) -> tuple[Path, dict[str, bytes], float]:
        while wanted not in stages:
            step = to_come.pop(0)
            before = Path(shutil.copytree(folder, root / step))
            began = time.monotonic()
            done(forking, step, folder)
            took = time.monotonic() - began
            done(forking, "publish", folder)
            stages[step] = (before, left(folder), took)
        return stages[wanted]

    return stage


def done(forking: Forker, step: str, folder: Path) -> None:
    forking.start(step, folder)
    assert forking.ended() == 0


def left(folder: Path) -> dict[str, bytes]:
    """Every file but the store's own, which is compared as the tables that it publishes."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("study.sqlite")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("step", [STEPS[0], *(pytest.param(step, marks=pytest.mark.slow) for step in STEPS[1:])])
def test_a_step_killed_at_any_moment_and_run_again_leaves_what_an_undisturbed_one_does(step, stages, forking, tmp_path):
    before, undisturbed, took = stages(step)
    chance = random.Random(f"{step} {SEED}")
    struck = 0
    for number in range(KILLS):
        folder = Path(shutil.copytree(before, tmp_path / str(number)))
        pid = forking.start(step, folder)
        time.sleep(chance.uniform(0, took))
        struck += forking.kill(pid) != 0
        done(forking, step, folder)
        done(forking, "publish", folder)
        disturbed = left(folder)
        assert sorted(disturbed) == sorted(undisturbed)
        assert [name for name in disturbed if disturbed[name] != undisturbed[name]] == []
        shutil.rmtree(folder)
    assert struck or KILLS < 3  # a single moment may come just after the end
