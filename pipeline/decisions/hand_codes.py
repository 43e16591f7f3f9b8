"""A file of hand codes is read whole, or every row that cannot be read is named."""

from __future__ import annotations

from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.records import HandCoded


def read_hand_codes(path: Path, codebook: Codebook, *, coder: str = "") -> list[HandCoded]:
    """The rows of a CSV file of hand codes; a row without a coder gets `coder`, else the file's name.

    Raises:
        InvalidCodes: the file cannot be read, lacks columns, or rows cannot be meant; names each.
    """
    raise KeyError
