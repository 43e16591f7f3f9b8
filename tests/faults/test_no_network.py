"""Nothing leaves the machine: what would is refused by a lock on every process, and the demo does not notice."""

import os
import socket
import subprocess
import sys

import pytest

from tests import loopback

TRY = """
import socket, subprocess, sys
for reach in (
    lambda: socket.create_connection(("192.0.2.1", 9), timeout=1),
    lambda: socket.getaddrinfo("elsewhere.example", 443),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 9)),
    lambda: socket.socket().bind(("0.0.0.0", 0)),
):
    try:
        reach()
    except ConnectionRefusedError as refusal:
        print(refusal)
if len(sys.argv) < 3:
    subprocess.run([sys.executable, "-c", sys.argv[1], sys.argv[1], "again"], check=True)
socket.create_connection(("127.0.0.1", int(sys.argv[-1]) if sys.argv[-1].isdigit() else PORT)).close()
"""


def test_the_lock_holds_in_a_process_and_its_children_and_leaves_loopback_open(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as door:
        code = TRY.replace("PORT", str(door.getsockname()[1]))
        held = {**os.environ, **loopback.environment(tmp_path / "refused")}
        done = subprocess.run([sys.executable, "-c", code, code], env=held, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("only this machine may be spoken to") == 8
    assert len((tmp_path / "refused").read_text(encoding="utf-8").splitlines()) == 8


@pytest.mark.skipif("DREMPEL_KILLS" not in os.environ, reason="minutes; `watch` is held to loopback by default")
@pytest.mark.timeout(1200)
def test_the_demo_speaks_to_nobody_else(tmp_path):
    held = {**os.environ, **loopback.environment(tmp_path / "refused")}
    call = [sys.executable, "-m", "pipeline", "demo", str(tmp_path / "demo")]
    done = subprocess.run(call, env=held, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "data" / "results" / "codes.parquet").exists()
    assert not (tmp_path / "refused").exists()
