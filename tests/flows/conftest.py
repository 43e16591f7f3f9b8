"""One Prefect for all flow tests in this process: on loopback, silent to the world."""

import os
from collections.abc import Iterator

import pytest

from flows.prefect_home import SETTINGS

# Prefect reads its settings when it is imported, and its server in the harness inherits them.
os.environ.update(
    {name: SETTINGS[name] for name in ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_SERVER_UI_ENABLED")}
)


@pytest.fixture(scope="session")
def prefect() -> Iterator[None]:
    """A server with a database of its own, for flows that are really run; some seconds, so once."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
