"""`python -m flows VERB WORKSPACE`: run a flow once, or watch. An error prints one line, never a traceback.

Exit code 0 when done, 1 when the work failed, 2 on a wrong call. Prefect is imported after its settings are in place.
"""

from __future__ import annotations

import argparse
import atexit
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from flows.confidential_errors import Unforeseen
from flows.prefect_home import Home
from flows.server import any_server
from pipeline.cli.output.terminal import progress_bar, show, write_utf8
from pipeline.errors import DrempelError
from pipeline.records import Report
from pipeline.settings import Study, open_study

ONCE = ("ingest", "train", "propose", "publish", "run")


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, run the verb and return the exit code."""
    write_utf8()
    asked = _parser().parse_args(arguments)
    try:
        study = open_study(asked.workspace)
        if asked.verb == "watch":
            return _watch(study, asked)
        show(run_once(study, asked.verb, as_json=asked.json, on_word=asked.on_word), as_json=asked.json)
    except DrempelError as mistake:
        return _end(str(mistake), mistake.exit_code)
    except OSError as trouble:
        return _end(f"{trouble.filename or 'The machine'}: {trouble.strerror or trouble}. Mend that, run it again.", 1)
    except KeyboardInterrupt:
        return _end("Stopped. Nothing is half stored; run it again to go on.", 1)
    except Exception as error:  # an error of Prefect, such as a killed server: its message is not useful here
        return _end(str(Unforeseen(error)), 1)
    return 0


def run_once(study: Study, verb: str, *, as_json: bool = False, on_word: bool = False) -> Report:
    """Run a flow once, on the server of `watch` if there is one, else on a server of its own.

    With `on_word` it prepares and begins at a line on standard input; at the end of input it stops as at Ctrl-C.
    """
    home = Home(study.folder)
    until_exit = ExitStack()
    # Registered before Prefect is imported, so it runs after Prefect has sent its last logs to the server.
    atexit.register(until_exit.close)
    server = until_exit.enter_context(any_server(home))
    home.enter(server.address)
    # The import and the start of the server both take seconds: let them overlap.
    from flows.console import shown_by
    from flows.flows import VERBS

    server.wait_until_ready()
    if on_word and not sys.stdin.readline():
        raise KeyboardInterrupt
    with progress_bar(as_json=as_json) as progress, shown_by(progress):
        return VERBS[verb](workspace=str(study.folder))


def _watch(study: Study, asked: argparse.Namespace) -> int:
    from flows.watch import watch

    return watch(study, every=asked.every, ui_port=asked.ui)


def _end(message: str, code: int) -> int:
    sys.stderr.write(f"{message}\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m flows", description="Run drempel's Prefect flows.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in ONCE:
        once = verbs.add_parser(verb, help=f"{verb}, once")
        once.add_argument("workspace", type=Path)
        once.add_argument("--json", action="store_true", help="print JSON")
        once.add_argument("--on-word", action="store_true", help="get ready, then begin at a line on standard input")
    watching = verbs.add_parser("watch", help="serve the flows on their schedules until stopped")
    watching.add_argument("workspace", type=Path)
    watching.add_argument("--every", type=int, metavar="SECONDS", help="this often, instead of the cron")
    watching.add_argument("--ui", type=int, metavar="PORT", help="also serve Prefect's own pages on this port")
    return parser
