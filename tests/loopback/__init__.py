"""Processes that can reach this machine alone."""

import os
from pathlib import Path

HERE = Path(__file__).parent


def environment(refused: Path) -> dict[str, str]:
    """The variables of a process that is held to loopback, its children too; what it tried beyond is in `refused`."""
    path = os.pathsep.join([str(HERE), str(HERE.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {"PYTHONPATH": path, "DREMPEL_REFUSED": str(refused)}
