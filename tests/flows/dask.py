"""A Dask cluster on loopback: a scheduler behind a tap that keeps every byte, and workers that can be killed."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

DASK = str(Path(sys.executable).with_name("dask"))
PLAIN = {**os.environ, "DASK_DISTRIBUTED__COMM__COMPRESSION": "False"}
"""Nothing may hide from the tap."""


class Tap:
    """Passes on what is said to and by the scheduler, and keeps it."""

    def __init__(self, port: int) -> None:
        self.heard, self._port = bytearray(), port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._door.getsockname()[1]}"
        self._open = [self._door]
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                there = socket.create_connection(("127.0.0.1", self._port))
                self._open += [caller, there]
                for ends in ((caller, there), (there, caller)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while said := one.recv(1 << 16):
                self.heard += said
                other.sendall(said)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        for each in self._open:
            each.close()


class Workers:
    """A cluster: the address for clients, its processes, and what all of them logged."""

    def __init__(self, tap: Tap, logs: Path, scheduler: subprocess.Popen) -> None:
        self.tap, self.logs, self.scheduler, self.running = tap, logs, scheduler, []

    def add(self) -> None:
        """One more worker, with one thread and nobody who would start it anew."""
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--death-timeout", "60"]
        self.running.append(started(["worker", self.tap.address, *options], self.logs / f"{len(self.running)}.log"))

    def said(self) -> bytes:
        """All that went over the wire, and all that was logged."""
        return bytes(self.tap.heard) + b"".join(path.read_bytes() for path in self.logs.iterdir())


def started(call: list[str], log: Path) -> subprocess.Popen:
    with log.open("wb") as lines:
        return subprocess.Popen([DASK, *call], stdout=lines, stderr=lines, env=PLAIN)


@contextmanager
def cluster(folder: Path) -> Iterator[Workers]:
    """A scheduler and two workers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    scheduler = started(
        ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], folder / "scheduler.log"
    )
    workers = Workers(Tap(port), folder, scheduler)
    try:
        _wait_for(port, scheduler)
        workers.add()
        workers.add()
        yield workers
    finally:
        for each in (*workers.running, scheduler):
            each.kill()
            each.wait()
        workers.tap.close()


def _wait_for(port: int, scheduler: subprocess.Popen) -> None:
    while True:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        if scheduler.poll() is not None:
            pytest.fail("the scheduler did not start")
        time.sleep(0.1)
