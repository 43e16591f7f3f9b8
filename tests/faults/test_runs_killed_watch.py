"""A power cut during a scheduled run: watch starts again, closes what was left open, and does the rest once."""

import json
import os
import signal
import time
from datetime import UTC, datetime

import pytest

from pipeline.steps import api as steps
from tests.flows.study import drop
from tests.flows.test_watch import ask, is_alive, with_token
from tests.flows.watching import address, journal, until, watch

pytestmark = [pytest.mark.slow, pytest.mark.timeout(500)]

MANY = tuple(f"int_{number:02}.txt" for number in (*range(1, 23), 24, 25, 26))


def runs(study) -> list[dict[str, str]]:
    there = address(study)
    return json.loads(ask(there.url, **with_token(there.url, there.key))[1]) if there else []


def states(study) -> list[str]:
    return [each["state_type"] for each in runs(study)]


def test_what_a_killed_watch_left_running_is_closed_and_done_once(study, starter):
    drop(study, starter, MANY)
    with watch(study) as child:
        until(lambda: "RUNNING" in states(study), child)
        there = address(study)
        os.killpg(child.pid, signal.SIGKILL)
    last = time.monotonic() + 30
    while is_alive(there.pid):
        assert time.monotonic() < last, "the server outlived its killed parent"
        time.sleep(0.2)

    with watch(study) as child:
        until(lambda: "marked as crashed" in journal(study), child)
        until(lambda: "Published" in journal(study).partition("marked as crashed")[2], child)
        assert "CRASHED" in states(study)
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=60) == 0
    assert steps.status(study).counts["interviews"] == len(MANY)


def test_a_machine_that_slept_catches_up_once(study):
    with watch(study, every=10) as child:
        until(lambda: "Published" in journal(study), child)
        sleepers = (child.pid, address(study).pid)
        for pid in sleepers:
            os.kill(pid, signal.SIGSTOP)
        slept = datetime.now(UTC)
        time.sleep(60)
        woke = datetime.now(UTC)
        for pid in reversed(sleepers):
            os.kill(pid, signal.SIGCONT)
        # Six runs were due in that minute. One was planned before it, perhaps a second one; the others never were.
        until(lambda: any(due(each) > woke and each["state_type"] == "COMPLETED" for each in runs(study)), child)
        assert len([each for each in runs(study) if slept < due(each) <= woke]) <= 2
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=60) == 0


def due(run: dict[str, str]) -> datetime:
    return datetime.fromisoformat(run["expected_start_time"].replace("Z", "+00:00"))
