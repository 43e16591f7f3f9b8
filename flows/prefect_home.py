"""Prefect's home in the workspace: its settings, and the lock on its server. Does not import Prefect."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

LOOPBACK = "127.0.0.1"

SETTINGS: Mapping[str, str] = {
    # Nothing leaves the machine: no heartbeat of the server, no analytics of the client, no page with an outside host.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    # Any page in the user's browser can reach loopback: require the key and the token.
    "PREFECT_SERVER_API_HOST": LOOPBACK,
    "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
    # Results are not needed and would be pickles; the store records what was done.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 3600),
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P30D",
    # Schedule one run ahead: after the laptop slept there is one late run to catch up with, not nine.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT1S",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "15",
    # No temporary server of Prefect: it would share the database with ours.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Runs log to the server; people see the output of drempel.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """URL and key of a Prefect server."""

    url: str
    key: str
    pid: int


class Home:
    """The folder `.prefect/` of a workspace; it can be deleted when nothing is running."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace.resolve()
        self.folder = self.workspace / ".prefect"

    @property
    def server_log(self) -> Path:
        """The log of the Prefect server."""
        return self.folder / "server.log"

    @property
    def journal(self) -> Path:
        """The log of `watch` for people."""
        return self.folder / "watch.log"

    def environment(self) -> dict[str, str]:
        """Environment of a process that imports Prefect: our settings, without other PREFECT_ variables of the user."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        # A proxy must not be used for our own machine.
        beside = ",".join(filter(None, (inherited.get("NO_PROXY") or inherited.get("no_proxy"), LOOPBACK)))
        proxies = {"NO_PROXY": beside, "no_proxy": beside}
        return {**inherited, **proxies, **SETTINGS, "PREFECT_HOME": str(self.folder)}

    def enter(self, address: Address) -> None:
        """Make this process a client of that server; call it before Prefect is imported."""
        for name in [name for name in os.environ if name.startswith("PREFECT_")]:
            del os.environ[name]
        os.environ.update(self.environment())
        os.environ.update(PREFECT_API_URL=address.url, PREFECT_API_AUTH_STRING=address.key)

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Try to lock the home; yields whether this process holds it and may start a server on its database."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "server.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def announce(self, address: Address) -> None:
        """Write the address of the server of `watch` for other processes of this user."""
        partial = self._told.with_suffix(".partial")
        # The file holds the key of the server, so restrict its permissions before writing.
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(asdict(address)), encoding="utf-8")
        partial.replace(self._told)

    def withdraw(self) -> None:
        """Remove the announced address."""
        self._told.unlink(missing_ok=True)

    def announced(self) -> Address | None:
        """The announced address of the server of `watch`; the server may have stopped since."""
        try:
            return Address(**json.loads(self._told.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @property
    def _told(self) -> Path:
        return self.folder / "watch.json"
