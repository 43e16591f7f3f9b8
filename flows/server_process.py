"""Prefect's server as a child process: prints its free loopback port, and ends when its parent ends.

Run as `python -m flows.server_process` with the environment of `flows.prefect_home`; the parent keeps its standard
input open.
"""

from __future__ import annotations

import os
import socket
import sys
import threading

from flows.prefect_home import LOOPBACK


def main() -> None:
    """Serve until stopped, or until standard input closes, so that a killed parent leaves no server behind."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.bind((LOOPBACK, int(os.environ.get("DREMPEL_PREFECT_PORT", "0"))))
    port = door.getsockname()[1]
    os.environ["PREFECT_SERVER_API_PORT"] = str(port)
    os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] = f"http://{LOOPBACK}:{port}"
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    _serve(door)


def _serve(door: socket.socket) -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(final=True), log_level="warning", timeout_graceful_shutdown=3))
    threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[door])


def _stop_with_parent(server: object) -> None:
    sys.stdin.read()
    server.should_exit = True  # type: ignore[attr-defined]
    # Hanging requests must not keep a server alive without its parent.
    threading.Timer(10, os._exit, (1,)).start()


if __name__ == "__main__":
    main()
