"""Steps in processes of their own that can be killed at any moment: one process imports once and forks for each."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FORKER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline import fragments, results, review, suggestions, transcripts
from pipeline.steps import api as steps
from pipeline.settings import open_study

NOON = lambda: datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
STEPS = {
    "ingest": lambda study: steps.ingest(study, clock=NOON),
    "suggest": lambda study: steps.suggest(study, clock=NOON),
    "train": lambda study: steps.train(study, evaluate=False, clock=NOON),
    "publish": lambda study: steps.publish(study),
    "run": lambda study: steps.run(study, clock=NOON),
    "review": lambda study: review.serve(study, open_browser=False, say=lambda words: None),
}
for line in sys.stdin:
    step, folder = line.rstrip("\\n").split(" ", 1)
    child = os.fork()
    if not child:
        STEPS[step](open_study(Path(folder)))
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Forker:
    """Starts steps one after the other; each can be waited for or killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def start(self, step: str, folder: Path) -> int:
        """The process id of the step, which is at work now."""
        self.process.stdin.write(f"{step} {folder}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def ended(self) -> int:
        """How it ended: 0, or minus the number of the signal."""
        return int(self.process.stdout.readline())

    def kill(self, pid: int) -> int:
        """Kill it, as a power cut would; the exit code tells whether it had ended before."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return self.ended()


@contextmanager
def forker() -> Iterator[Forker]:
    """A forker for as long as it is needed."""
    with subprocess.Popen(
        [sys.executable, "-c", FORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Forker(process)
        process.stdin.close()
