"""Bring the model up to date in a process of its own after every so many verdicts, while people go on coding.

The desk waits for nothing. When the process is killed, or the desk is closed, nothing is lost: the next refresh learns
all that stands in the ledger.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import NoModel, UnfitModel
from pipeline.settings import Study
from pipeline.shelf import Shelf
from pipeline.suggestions.registry.store import MODEL

log = logging.getLogger("drempel.desk")

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""The other cores are for those who press keys."""

Run = Callable[[Sequence[str], Sequence[str]], "Mapping[str, Any] | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """The last refresh: with how many decisions, the model's held-out agreement then, and that of the one before."""

    decisions: int
    agreement: float | None
    before: float | None
    here: bool = False
    """Whether other codes are suggested on the fragment that is shown."""


class BackgroundRefresh:
    """Counts verdicts, begins refreshes, and remembers what they changed; thread-safe.

    `run` makes a refresh of some interviews that leaves some fragments as they are, and returns the details of its
    report; None when it failed.
    """

    def __init__(self, study: Study, *, run: Run | None = None) -> None:
        self._study, self._run = study, run or self._in_a_process
        self._every = study.settings.suggestions.refresh
        self._waiting, self._running = 0, False
        self._on_screen: dict[str, str] = {}
        self._changed: set[str] = set()
        self._last: Renewed | None = None
        self._process: subprocess.Popen[str] | None = None
        self._closed = False
        self._one_at_a_time = threading.Lock()
        self.thread: threading.Thread | None = None

    def show(self, coder: str, fragment: str) -> Renewed | None:
        """Note what a coder has on screen now; returns what is to be said of the last refresh."""
        with self._one_at_a_time:
            self._on_screen[coder] = fragment
            here = fragment in self._changed
            self._changed.discard(fragment)
            last = self._last
        if last is None:
            return None
        return Renewed(decisions=last.decisions, agreement=last.agreement, before=last.before, here=here)

    def count(self) -> None:
        """Count a verdict; begin a refresh when there are enough of them and none is going on."""
        with self._one_at_a_time:
            self._waiting += 1
            if not self._every or self._waiting < self._every or self._running or self._closed:
                return
            used, self._waiting, self._running = self._waiting, 0, True
            on_screen = sorted(set(self._on_screen.values()))
        self.thread = threading.Thread(
            target=self._refresh, args=(used, on_screen), name="drempel refresh", daemon=True
        )
        self.thread.start()

    def close(self) -> None:
        """End a refresh that is going on."""
        with self._one_at_a_time:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def _refresh(self, decisions: int, on_screen: Sequence[str]) -> None:
        interviews = sorted({each.rpartition(":")[0] for each in on_screen})
        found: Mapping[str, Any] | None = None
        try:
            found = self._run(interviews, on_screen)
        except Exception as error:  # the thread's edge: its text may hold what people said
            log.error("%s in a refresh", type(error).__name__)
        finally:
            with self._one_at_a_time:
                self._running = False
                if found is not None and "held_out" in found:
                    self._changed.update(name for names in found["changed"].values() for name in names)
                    before = self._last.agreement if self._last else None
                    self._last = Renewed(decisions=decisions, agreement=_mean(found["held_out"]), before=before)

    def _in_a_process(self, interviews: Sequence[str], leave: Sequence[str]) -> Mapping[str, Any] | None:
        if not _has_model(self._study):
            return None
        asked = [sys.executable, "-m", "pipeline", "-C", str(self._study.folder), "refresh", "--json"]
        asked += [f"--interview={each}" for each in interviews] + [f"--leave={each}" for each in leave]
        with self._one_at_a_time:
            if self._closed:
                return None
            self._process = subprocess.Popen(
                asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                text=True,
                env={**os.environ, **_ONE_THREAD},
            )
        said, _ = self._process.communicate()
        if self._process.returncode:
            return None
        details: Mapping[str, Any] = json.loads(said)["details"]
        return details


def _has_model(study: Study) -> bool:
    try:
        shelf = Shelf(study.models, MODEL)
        shelf.card(shelf.current())
    except (NoModel, UnfitModel):
        return False
    return True


def _mean(agreement: Mapping[str, float]) -> float | None:
    return sum(agreement.values()) / len(agreement) if agreement else None
