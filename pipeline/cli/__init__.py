"""The command line: one module per verb; user errors end in one line of text, never a traceback."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

# Each of these modules registers its verb.
from pipeline.cli import (  # noqa: F401
    about,
    backup,
    check,
    codebook,
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
    refresh,
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
    """Run the command line; exit code 0 for success, 1 for a failure, 2 for a wrong call."""
    write_utf8()
    try:
        app()
    except DrempelError as mistake:
        _end(str(mistake), mistake.exit_code, problems=getattr(mistake, "problems", ()))
    except OSError as trouble:
        # A full disk or a read-only folder: stores and tables are written whole or not at all, so nothing is damaged.
        _end(f"{trouble.filename or 'The machine'}: {trouble.strerror or trouble}. Fix that and run it again.", 1)


def _end(message: str, code: int, *, problems: Sequence[str] = ()) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(
            json.dumps({"error": message, **({"problems": list(problems)} if problems else {})}, ensure_ascii=False)
            + "\n"
        )
    sys.stderr.write(f"{message}\n")
    sys.exit(code)
