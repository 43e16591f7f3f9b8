"""The command line: a verb for each thing that people do; a mistake ends in one clear line, never a traceback."""

from __future__ import annotations

import json
import sys

# Each of these registers its verb.
from pipeline.cli import (  # noqa: F401
    about,
    backup,
    check,
    demo,
    evaluate,
    explain,
    export,
    forget,
    import_codes,
    import_project,
    ingest,
    init,
    preview,
    pseudonymise,
    publish,
    report,
    review,
    run,
    status,
    suggest,
    train,
    watch,
)
from pipeline.cli.app import app
from pipeline.cli.output.terminal import write_utf8
from pipeline.errors import DrempelError

__all__ = ["app", "main"]


def main() -> None:
    """Run the verb that was asked for; exit 0 when done, 1 when the work failed, 2 on a wrong call."""
    write_utf8()
    try:
        app()
    except DrempelError as mistake:
        _end(str(mistake), mistake.exit_code)
    except OSError as trouble:
        # A full disk or a read-only folder: stores and tables are written whole or not at all, so nothing is torn.
        _end(f"{trouble.filename or 'The machine'}: {trouble.strerror or trouble}. Mend that and run it again.", 1)


def _end(message: str, code: int) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": message}, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{message}\n")
    sys.exit(code)
