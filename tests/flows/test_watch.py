"""A real server and a really scheduled run: what would notice if the pinned versions stopped fitting each other."""

import base64
import http.client
import json
import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from flows.prefect_home import Home
from pipeline.steps import api as steps
from tests import loopback
from tests.flows.study import assert_wordless, drop
from tests.flows.watching import address, journal, until, watch

pytestmark = pytest.mark.slow


def ask(url: str, method: str = "POST", path: str = "/flow_runs/filter", **headers: str) -> tuple[int, bytes]:
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        line.request(method, parts.path + path, body=b"{}", headers={"Content-Type": "application/json", **headers})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def with_key(key: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(key.encode()).decode()}"}


def with_token(url: str, key: str) -> dict[str, str]:
    told = json.loads(ask(url, "GET", "/csrf-token?client=test", **with_key(key))[1])
    return {**with_key(key), "Prefect-Csrf-Token": told["token"], "Prefect-Csrf-Client": "test"}


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_dropped_file_is_read_by_a_scheduled_run_behind_a_closed_door(study, starter, tmp_path):
    refused = tmp_path / "refused"
    with watch(study, more=loopback.environment(refused)) as child:
        until(lambda: "Next run" in journal(study), child)
        there = address(study)
        drop(study, starter, ("int_28.txt",))
        until(lambda: "1 interviews read" in journal(study), child)

        # The server is for this user's processes alone: not for a page that is open in the browser.
        assert ask(there.url, "GET", "/admin/version")[0] == 401
        assert ask(there.url, "GET", "/admin/version", **with_key("drempel:guessed"))[0] == 401
        assert ask(there.url)[0] == 403
        assert ask(there.url, **with_key(there.key))[0] == 403
        allowed = with_token(there.url, there.key)
        status, told = ask(there.url, **allowed)
        assert status == 200
        runs = json.loads(told)
        assert "read, suggest and publish, on schedule" in {each["name"] for each in runs}
        assert all(each["deployment_id"] and each["auto_scheduled"] for each in runs)
        foreign = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
        assert ask(there.url, "OPTIONS", **foreign)[0] == 400
        mode = (Home(study.folder).folder / "watch.json").stat().st_mode & 0o777
        assert mode == 0o600

        # Who runs something by hand meanwhile does so on the same server.
        by_hand = [sys.executable, "-m", "flows", "ingest", str(study.folder), "--json"]
        told = subprocess.run(by_hand, capture_output=True, text=True, check=True).stdout
        assert json.loads(told.splitlines()[-1])["counts"]["read"] == 0
        names = {each["name"] for each in json.loads(ask(there.url, **allowed)[1])}
        assert "read new interviews, by hand" in names

        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=60) == 0
    assert not is_alive(there.pid)
    assert address(study) is None
    assert "Stopped." in journal(study)
    assert steps.status(study).counts["interviews"] == 1
    assert_wordless(Home(study.folder).folder, study)
    assert not refused.exists(), "watch tried to speak to another machine"
