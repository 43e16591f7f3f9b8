"""A disk that is really full, a small one in memory: each verb ends in one clear line, and nothing is lost."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.settings import Study
from pipeline.steps import api as steps
from tests.flows.study import drop

# In a mount namespace of its own: the disk is gone with the process, whatever becomes of the test.
ALONE = ["unshare", "--user", "--map-root-user", "--mount"]

ROOM = "200m"

FILLED = """
import json, os, shutil, subprocess, sys
from pathlib import Path
from pipeline.steps import api as steps
from pipeline.settings import open_study

disk, source, room = map(Path, sys.argv[1:4])
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "none", disk], check=True)
folder = Path(shutil.copytree(source, disk / "study"))
study = open_study(folder)
# One spare page is left at first; after that not even that one.
told = {}
for verb, spare in (("ingest", 4096), ("train", 4096), ("publish", 65536), ("backup", 65536), ("suggest", 0)):
    with (disk / "ballast").open("wb") as ballast:
        ballast.write(b"x" * max(0, shutil.disk_usage(disk).free - spare))
    done = subprocess.run([sys.executable, "-m", "pipeline", "-C", folder, verb], capture_output=True, text=True)
    (disk / "ballast").unlink()
    told[verb] = [done.returncode, done.stderr]
checked = steps.check(study)
again = steps.ingest(study).counts["read"]
steps.suggest(study)
tables = len(steps.publish(study).counts)
hidden = [str(path.relative_to(folder)) for path in folder.rglob("*partial*")]
print(json.dumps({"told": told, "left": checked.counts["left"], "read": again, "tables": tables, "hidden": hidden}))
"""


def may_mount() -> bool:
    return shutil.which("unshare") is not None and not subprocess.run([*ALONE, "true"], capture_output=True).returncode


@pytest.mark.skipif(not may_mount(), reason="this machine gives nobody a disk of their own")
def test_every_verb_on_a_full_disk_says_so_and_loses_nothing(trained: Study, starter: Path, tmp_path: Path):
    steps.publish(trained)
    drop(trained, starter, ("int_28.txt",))
    (tmp_path / "disk").mkdir()
    call = [*ALONE, sys.executable, "-c", FILLED, str(tmp_path / "disk"), str(trained.folder), ROOM]
    done = subprocess.run(call, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for verb, (code, said) in found.pop("told").items():
        assert code == 1, (verb, said)
        assert "Traceback" not in said, (verb, said)
        assert len(said.splitlines()) == 1, (verb, said)
        assert "full" in said or "No space left" in said, (verb, said)
    assert found == {"left": 0, "read": 1, "tables": 8, "hidden": []}
