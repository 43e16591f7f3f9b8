"""Pages take as long as their own work: none waits for what the process does beside."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURNS = 0.0005
"""Seconds that other work goes on before it lets a page have its turn."""


@contextmanager
def evenly() -> Iterator[None]:
    """While the desk is open, leave what is loaded out of every search for garbage, and let pages go first."""
    # What is loaded by now stays loaded: going over it for garbage takes longer than drawing a page.
    gc.collect()
    gc.freeze()
    usual = sys.getswitchinterval()
    # A page asks the store dozens of times, and each time stands in line behind figures that are made meanwhile.
    sys.setswitchinterval(TURNS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
        gc.unfreeze()
