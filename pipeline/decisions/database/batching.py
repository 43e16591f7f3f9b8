"""Split long lists: a database limits the number of values in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

AT_ONCE = 500

T = TypeVar("T")


def batched(values: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The values in lists of at most `size`, in their order."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part
