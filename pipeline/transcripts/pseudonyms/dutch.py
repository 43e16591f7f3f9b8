"""Find persons and places in Dutch text with deduce, without its largest word lists.

Its lists of Dutch streets and care homes take two minutes to prepare and are of no use in Belgium. The other lists take
about three seconds, so they are prepared each time in a temporary folder.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Place = tuple[int, int, str]

LEFT_OUT = ("locations/lst_street", "institutions/lst_healthcare_institution")
NEEDLESS = frozenset({"dates", "ages", "identifiers", "phone_numbers", "email_addresses", "urls", "institutions"})
"""Annotators of deduce that are off: Dutch numbers, and what the module `patterns` finds for Belgium."""

KINDS = {"persoon": "person", "locatie": "place"}


def persons_and_places(text: str) -> Iterator[Place]:
    """Start, end and kind (`person` or `place`) of every person and place in the text."""
    found = _deduce().deidentify(text, disabled=set(NEEDLESS) | {"redactor"}).annotations
    for annotation in found.sorted(by=("start_char",)):
        if annotation.tag in KINDS:
            yield annotation.start_char, annotation.end_char, KINDS[annotation.tag]


@cache
def _deduce() -> Any:  # noqa: ANN401  # deduce has no types
    # Importing deduce turns on logging to standard output, unless the root logger has a handler.
    root, nobody = logging.getLogger(), logging.NullHandler()
    root.addHandler(nobody)
    try:
        import deduce

        with TemporaryDirectory() as folder:
            shutil.copytree(Path(deduce.__file__).parent / "data" / "lookup" / "src", Path(folder) / "src")
            for name in LEFT_OUT:
                _empty(Path(folder) / "src" / name)
            return deduce.Deduce(lookup_data_path=folder, cache_path=folder)
    finally:
        root.removeHandler(nobody)


def _empty(words: Path) -> None:
    for part in words.glob("lst_*"):
        shutil.rmtree(part)
    # One meaningless word: deduce refuses an empty list.
    (words / "items.txt").write_text("xqzxqz\n", encoding="utf-8")
