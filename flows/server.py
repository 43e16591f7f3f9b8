"""Provide a Prefect server while it is needed: the server of `watch` if there is one, else a child process."""

from __future__ import annotations

import base64
import http.client
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows.prefect_home import LOOPBACK, Address, Home
from pipeline.errors import DrempelError, StoreBusy

PATIENCE = 120.0
"""Seconds that a server may take to start. Creating its database took up to half a minute on two slow cores."""


class ServerFailed(DrempelError):
    """Prefect's server did not start."""

    def __init__(self, log: Path, why: str) -> None:
        super().__init__(
            f"Prefect's server {why}; what it said stands in {log}. Try again, or do without it: "
            "`drempel run --no-prefect`."
        )


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server with a known address, which answers some seconds later."""

    address: Address
    log: Path
    child: subprocess.Popen[bytes] | None = None

    def wait_until_ready(self) -> None:
        """Wait until the server answers; raises ServerFailed if it does not."""
        until = time.monotonic() + PATIENCE
        while not answers(self.address):
            if self.child is not None and self.child.poll() is not None:
                raise ServerFailed(self.log, "ended while it started")
            if time.monotonic() > until:
                raise ServerFailed(self.log, f"did not answer within {PATIENCE:.0f} seconds")
            time.sleep(0.1)


def answers(address: Address) -> bool:
    """Whether that server answers and accepts our key."""
    token = base64.b64encode(address.key.encode()).decode()
    parts = urlsplit(address.url)
    line = http.client.HTTPConnection(parts.hostname or LOOPBACK, parts.port, timeout=2)
    try:
        line.request("GET", f"{parts.path}/admin/version", headers={"Authorization": f"Basic {token}"})
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


@contextmanager
def server(home: Home, *, ui_port: int | None = None) -> Iterator[Server]:
    """Run Prefect's API on loopback in a child process until the end; the caller holds the home."""
    key = f"drempel:{secrets.token_urlsafe(24)}"
    environment = {**home.environment(), "PREFECT_SERVER_API_AUTH_STRING": key, "PREFECT_API_AUTH_STRING": key}
    if ui_port is not None:
        environment |= {"PREFECT_SERVER_UI_ENABLED": "true", "DREMPEL_PREFECT_PORT": str(ui_port)}
    with home.server_log.open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "flows.server_process"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            # Ctrl-C in the terminal is for this process; the server ends after the runs that it serves. Windows has no
            # sessions, but groups of processes.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    try:
        yield Server(address=_address_of(child, key, home), log=home.server_log, child=child)
    finally:
        _end(child)


def _address_of(child: subprocess.Popen[bytes], key: str, home: Home) -> Address:
    assert child.stdout is not None
    port = child.stdout.readline().strip()
    if not port:
        raise ServerFailed(home.server_log, "ended before it began")
    return Address(url=f"http://{LOOPBACK}:{port.decode()}/api", key=key, pid=child.pid)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


@contextmanager
def any_server(home: Home) -> Iterator[Server]:
    """The server of `watch` in this workspace, or a temporary one.

    Raises:
        StoreBusy: another process keeps using a server of its own.
    """
    until = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        while not stack.enter_context(home.held()):
            watching = home.announced()
            if watching is not None and answers(watching):
                yield Server(address=watching, log=home.server_log)
                return
            if time.monotonic() > until:
                raise StoreBusy(home.folder / "server.lock")
            time.sleep(0.5)
        yield stack.enter_context(server(home))
