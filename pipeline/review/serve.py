"""Opens the desk on this machine alone, and says where it is."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import uvicorn

from pipeline.errors import PortTaken
from pipeline.review.app import create_app
from pipeline.settings import Study

HOST = "127.0.0.1"


def serve(
    study: Study,
    port: int | None = None,
    open_browser: bool = True,
    *,
    say: Callable[[str], None] = print,
) -> None:
    """Run the desk until it is stopped; `say` gets its address once it can be visited.

    Raises:
        PortTaken: another program listens there.
        StoreUnusable: the study's store cannot be opened.
    """
    door = _listen(port or study.settings.review.port)
    try:
        app = create_app(study, clock=lambda: datetime.now(UTC))
        address = f"http://{HOST}:{door.getsockname()[1]}/"
        say(f"The desk of {study.folder.name} is open at {address} (stop it with Ctrl+C)")
        if open_browser:
            webbrowser.open(address)
        # No access log: addresses can hold what somebody searched for.
        config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False)
        with suppress(KeyboardInterrupt):  # how people stop it
            uvicorn.Server(config).run(sockets=[door])
    finally:
        door.close()


def _listen(port: int) -> socket.socket:
    """Take the port before anything is promised: whoever comes at once finds the desk, or waits for it."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
    except OSError as error:
        door.close()
        raise PortTaken(port) from error
    door.listen()
    return door
