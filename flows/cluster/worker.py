"""Functions that run at a worker of a Dask cluster. Arguments and results are paths, hashes and counts only.

They need neither Prefect nor the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.confidential_errors import Unforeseen
from pipeline.errors import DrempelError
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.api import Handover

Done = Handover | str
"""The result files of a batch, or the reason why there are none."""


def read_and_cut(workspace: str, name: str, files: Sequence[tuple[str, str]]) -> Done:
    """Read and cut files, given with their hashes."""
    return _done(lambda: steps.read_and_cut(open_study(Path(workspace)), files, name))


def score(workspace: str, name: str, handed: Handover, model: str) -> Done:
    """Score the interviews that were handed over."""
    return _done(lambda: steps.score(open_study(Path(workspace)), handed, model, name))


def _done(work: Callable[[], Handover]) -> Done:
    # Dask logs and forwards exceptions, so none is raised here.
    try:
        return work()
    except DrempelError as mistake:
        return str(mistake)
    except OSError as trouble:
        return f"{type(trouble).__name__}: {trouble.strerror}"
    except Exception as error:
        return str(Unforeseen(error))
