"""`watch`: run a Prefect server and the deployments on their schedules until stopped."""

from __future__ import annotations

import asyncio
import signal
from contextlib import ExitStack

from flows.console import say
from flows.prefect_home import Home
from flows.server import Server, server
from pipeline.errors import StoreBusy
from pipeline.messages import Message
from pipeline.settings import Study


def watch(study: Study, *, every: int | None = None, ui_port: int | None = None) -> int:
    """Serve the study's deployments until SIGINT or SIGTERM, then end all children; returns the exit code.

    Raises:
        StoreBusy: another watch, or a run by hand, uses Prefect in this workspace.
    """
    home = Home(study.folder)
    # A shell makes background programs ignore Ctrl-C; restore it, and react to SIGTERM of a service manager.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _stop)
    with ExitStack() as until_stopped:
        if not until_stopped.enter_context(home.held()):
            raise StoreBusy(home.folder / "server.lock")
        home.withdraw()
        say(
            Message(
                "Watching %(inbox)s; what happens is kept in %(journal)s. Ctrl-C stops.",
                inbox=study.inbox,
                journal=home.journal,
            ),
            home.journal,
        )
        try:
            _serve(study, home, until_stopped.enter_context(server(home, ui_port=ui_port)), every)
        except KeyboardInterrupt:
            say(Message("Stopped."), home.journal)
        finally:
            home.withdraw()
    return 0


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _serve(study: Study, home: Home, serving: Server, every: int | None) -> None:
    home.enter(serving.address)
    # Imported after the settings of Prefect are in place.
    from flows.deployments import serve

    serving.wait_until_ready()
    home.announce(serving.address)
    asyncio.run(serve(study, home, every))
