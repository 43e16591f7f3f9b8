"""What is exchanged: a study's texts, codes and memos, each coding placed in the units that programs count in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import numpy as np

from pipeline.records import sha256_of

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.codebook import Codebook

_OURS = UUID("6f9e2f6c-0d3b-5a52-9c55-2f3d5be1a9f4")
_WIDER = {"utf16": (0xFFFF,), "utf8": (0x7F, 0x7FF, 0xFFFF)}
"""Above these code points a character takes one unit more."""
_SIDES = ((0, "start"), (1, "end"))


@dataclass(frozen=True, kw_only=True)
class Note:
    """A memo as it goes along; `about` is a fragment, an interview, `dimension.code`, or empty for the study."""

    coder: str
    at: datetime
    text: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A study to be exchanged: `texts` are its interviews as they stand, `transcripts` that published table.

    `coded` goes through the rows of the table `codes`, each time anew, an interview at a time in the order of names:
    of a large study neither they nor the texts need be in memory together.
    """

    codebook: Codebook
    texts: Mapping[str, str]
    transcripts: pd.DataFrame
    coded: Callable[[], Iterable[tuple[str, pd.DataFrame]]]
    notes: tuple[Note, ...] = ()
    origin: str = "drempel"

    def codings(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """The codes of each interview in the order of its text, with where each lies, also in UTF-16 and UTF-8 units.

        `coding` is its id in the project; `text_sha256` that of the text as UTF-8.
        """
        for interview, codes in self.coded():
            yield interview, _measured(self._placed(codes), self.texts[interview])

    def _placed(self, codes: pd.DataFrame) -> pd.DataFrame:
        codes = codes.astype({"fragment": "str", "interview": "str", "coder": "str"})
        spans = [fragment.rpartition(":")[2].split("-") for fragment in codes["fragment"]]
        placed = codes.assign(**{side: np.array([int(span[at]) for span in spans], np.int64) for at, side in _SIDES})
        placed = placed.sort_values(["start", "coder"], kind="stable", ignore_index=True)
        keys = zip(placed["fragment"], placed["coder"], placed["dimension"], placed["code"], strict=True)
        return placed.assign(coding=[self.guid("coding", *key) for key in keys])

    @cached_property
    def notes_about(self) -> Mapping[str, list[Note]]:
        """The memos by what they are about."""
        found: dict[str, list[Note]] = {}
        for note in self.notes:
            found.setdefault(note.about, []).append(note)
        return found

    def guid(self, *named: str) -> str:
        """The id of a thing in the project: the same study always gives the same."""
        return str(uuid5(_OURS, "\x1f".join((self.codebook.study, *named))))


def _measured(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    """The rows of one interview with their places in what NVivo (UTF-16) and Taguette (UTF-8) count."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    found = rows.assign(text_sha256=sha256_of(text.encode()))
    for unit, limits in _WIDER.items():
        widths = 1 + sum((points > limit).astype(np.int64) for limit in limits)
        before = np.concatenate([[0], np.cumsum(widths)])
        for _, side in _SIDES:
            found[f"{unit}_{side}"] = before[rows[side].to_numpy()]
    return found
