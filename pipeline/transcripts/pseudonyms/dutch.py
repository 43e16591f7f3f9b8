"""Persons and places as deduce finds them in Dutch, with as many of its word lists as an interview needs.

Its lists of Dutch streets and care homes take two minutes to make ready and name nobody in Belgium; the others take
some three seconds, so they are made ready each time and nothing is kept on disk.
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
"""What is not asked of deduce: Dutch numbers, and what `patterns` knows better for Belgium."""

KINDS = {"persoon": "person", "locatie": "place"}


def persons_and_places(text: str) -> Iterator[Place]:
    """Where a person or a place is named, with its kind, `person` or `place`."""
    found = _deduce().deidentify(text, disabled=set(NEEDLESS) | {"redactor"}).annotations
    for annotation in found.sorted(by=("start_char",)):
        if annotation.tag in KINDS:
            yield annotation.start_char, annotation.end_char, KINDS[annotation.tag]


@cache
def _deduce() -> Any:  # noqa: ANN401  # deduce has no types
    # Importing deduce would turn on the logging of everything, to standard output, unless somebody logs already.
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
    # One word that nobody says: deduce refuses a list without any.
    (words / "items.txt").write_text("xqzxqz\n", encoding="utf-8")
