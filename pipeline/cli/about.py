"""The verb `about`: print the versions for a bug report, without anything that identifies the machine."""

from __future__ import annotations

import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version

from pipeline.cli.app import Json, app
from pipeline.cli.output.terminal import show
from pipeline.records import Report

PACKAGES = (
    "drempel",
    "prefect",
    "spacy",
    "scikit-learn",
    "numpy",
    "scipy",
    "pandas",
    "pyarrow",
    "sqlalchemy",
    "fastapi",
    "pydantic",
    "tzdata",
)
"""The packages whose versions explain most differences between machines."""

EXTRAS = ("psycopg", "prefect-dask", "model2vec", "sentence-transformers", "s3fs", "adlfs", "gcsfs")
"""Optional packages, listed only if installed."""


@app.command(epilog="Example: `drempel about`, to paste in a bug report")
def about(json: Json = False) -> None:
    """Print the versions that matter for a bug report: no path, no name of a person, nothing of a study."""
    show(Report(step="about", details=dict(versions())), as_json=json)


def versions() -> dict[str, str]:
    """Return the versions of the program, its platform and its packages, by name."""
    release = platform.release() if sys.platform in ("win32", "darwin") else ""
    return {
        **{name: _version(name) for name in PACKAGES},
        **{name: found for name in EXTRAS if (found := _version(name)) != NOT_INSTALLED},
        "python": f"{platform.python_version()} ({platform.python_implementation()})",
        "sqlite": sqlite3.sqlite_version,
        "system": " ".join(filter(None, (platform.system(), release, platform.machine()))),
        "text encoding": sys.getfilesystemencoding(),
    }


NOT_INSTALLED = "not installed"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return NOT_INSTALLED
