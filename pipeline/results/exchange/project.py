"""The contents of an exported project: texts, codes and memos, with offsets in the units of other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid5

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook
from pipeline.records import sha256_of

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["study", "interview", "fragment", "code"]

_OURS = UUID("6f9e2f6c-0d3b-5a52-9c55-2f3d5be1a9f4")
_WIDER = {"utf16": (0xFFFF,), "utf8": (0x7F, 0x7FF, 0xFFFF)}
"""Code points above these take one unit more."""
_SIDES = ((0, "start"), (1, "end"))


@dataclass(frozen=True, kw_only=True)
class Note:
    """A memo of the project; `about` names the interview or the fragment, or dimension and code."""

    coder: str
    at: datetime
    text: str
    kind: Kind = "study"
    about: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """The offsets that an imported coding had in another program; the export uses these instead of the fragments'."""

    coder: str
    dimension: str
    code: str
    start: int
    end: int
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A fragment that a coder reviewed and found without code."""

    fragment: str
    coder: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Project:
    """A study to export: `texts` are its interviews as stored, `transcripts` the published table of that name.

    `coded` iterates over the rows of the table `codes`, one interview at a time in the order of names, and can be
    called again: a large study need not fit in memory. `stretches` are those of imported codings by interview,
    `unplaced` those that found no fragment and so are in no table; `bare` are the fragments that were reviewed and have
    no code, if they are exported too.
    """

    codebook: Codebook
    texts: Mapping[str, str]
    transcripts: pd.DataFrame
    coded: Callable[[], Iterable[tuple[str, pd.DataFrame]]]
    notes: tuple[Note, ...] = ()
    stretches: Mapping[str, Sequence[Stretch]] | None = None
    unplaced: Mapping[str, Sequence[Stretch]] | None = None
    bare: Mapping[str, Sequence[Reviewed]] | None = None
    language: str = "en"
    origin: str = "drempel"

    def codings(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the codings of each interview in the order of its text, with their offsets.

        `start` and `end` count in the study's own text, `file_start` and `file_end` in the file of the project, which
        has other line ends; the offsets in UTF-16 and UTF-8 do too. `text_sha256` is the hash of that file. `coding` is
        the id in the project.
        """
        for interview, codes in self.coded():
            yield interview, _measured(self._placed(interview, codes), self.texts[interview])

    def _placed(self, interview: str, codes: pd.DataFrame) -> pd.DataFrame:
        codes = codes.astype({"fragment": "str", "interview": "str", "coder": "str"})
        spans = [span_of(fragment) for fragment in codes["fragment"]]
        placed = codes.assign(**{side: np.array([span[at] for span in spans], np.int64) for at, side in _SIDES})
        placed = self._as_they_came(interview, placed)
        placed = placed.sort_values(["start", "coder"], kind="stable", ignore_index=True)
        names = ("fragment", "coder", "dimension", "code", "start", "end")
        keys = zip(*(placed[name].astype("str") for name in names), strict=True)
        return placed.assign(coding=[self.guid("coding", *self.named(interview), *key) for key in keys])

    def _as_they_came(self, interview: str, placed: pd.DataFrame) -> pd.DataFrame:
        """Give imported codings their own offsets: one row each, however many fragments they cover."""
        ours = (self.stretches or {}).get(interview, ())
        if not ours:
            return placed
        by_code: dict[tuple[str, str, str], list[Stretch]] = {}
        for each in ours:
            by_code.setdefault((each.coder, each.dimension, each.code), []).append(each)
        rows: dict[tuple[object, ...], dict[str, object]] = {}
        for named in placed.to_dict("records"):
            row = {str(name): value for name, value in named.items()}
            said = (row["coder"], row["dimension"], row["code"])
            known = by_code.get((str(said[0]), str(said[1]), str(said[2])), ())
            inside = [each for each in known if each.start < row["end"] and row["start"] < each.end]
            for each in inside:
                at = {} if each.at is None else {"decided_at": each.at}
                rows.setdefault((*said, each.start, each.end), {**row, "start": each.start, "end": each.end, **at})
            if not inside:
                rows.setdefault((*said, row["start"], row["end"]), row)
        return type(placed)(list(rows.values()), columns=placed.columns).astype(placed.dtypes.to_dict())

    def unplaced_in(self, interview: str) -> Sequence[Stretch]:
        """Return the imported codings of an interview that found no fragment."""
        return (self.unplaced or {}).get(interview, ())

    @cached_property
    def unplaced_codes(self) -> set[tuple[str, str]]:
        """Return the dimension and code of each such coding."""
        return {(each.dimension, each.code) for listed in (self.unplaced or {}).values() for each in listed}

    @cached_property
    def notes_about(self) -> Mapping[tuple[str, ...], list[Note]]:
        """Return the memos by the kind and the name of what they are about."""
        found: dict[tuple[str, ...], list[Note]] = {}
        for note in self.notes:
            found.setdefault((note.kind, *note.about), []).append(note)
        return found

    @cached_property
    def note_ids(self) -> Mapping[int, str]:
        """Return the id of each memo by its index; memos with equal contents have different ids."""
        seen: dict[tuple[str, ...], int] = {}
        found = {}
        for place, note in enumerate(self.notes):
            key = (note.kind, *note.about, note.coder, note.at.isoformat(), note.text)
            seen[key] = seen.get(key, 0) + 1
            found[place] = self.guid("note", *key, *([str(seen[key])] if seen[key] > 1 else []))
        return found

    @cached_property
    def _hashes(self) -> Mapping[str, str]:
        table = self.transcripts
        return {str(name): str(sha256) for name, sha256 in zip(table["interview"], table["sha256"], strict=True)}

    def named(self, interview: str) -> tuple[str, str]:
        """Return an interview with the hash of its file: another study may have another text of the same name."""
        return interview, self._hashes.get(interview, "")

    def guid(self, *named: str) -> str:
        """Return the id of an element of the project; the same study always gives the same id."""
        return str(uuid5(_OURS, "\x1f".join((self.codebook.study, *named))))


def span_of(fragment: str) -> tuple[int, int]:
    """Return the offsets of a fragment in its interview, from its id."""
    start, _, end = fragment.rpartition(":")[2].partition("-")
    return int(start), int(end)


def as_file(text: str) -> str:
    """Convert line ends to one character each, which all programs count alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def file_offsets(text: str) -> npt.NDArray[np.int64]:
    """Return for each offset in a text the offset in the file of the project."""
    points = _points(text)
    gone = np.zeros(len(points) + 1, np.int64)
    gone[1:-1] = (points[:-1] == 13) & (points[1:] == 10)
    return np.arange(len(points) + 1, dtype=np.int64) - np.cumsum(gone)


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _measured(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    """Add offsets in the file to the rows of one interview, also in UTF-16 (NVivo) and UTF-8 (Taguette) units."""
    file, places = as_file(text), file_offsets(text)
    points = _points(file)
    found = rows.assign(text_sha256=sha256_of(file.encode("utf-8", "surrogatepass")))
    for _, side in _SIDES:
        found[f"file_{side}"] = places[rows[side].to_numpy()]
    for unit, limits in _WIDER.items():
        widths = 1 + sum((points > limit).astype(np.int64) for limit in limits)
        before = np.concatenate([[0], np.cumsum(widths)])
        for _, side in _SIDES:
            found[f"{unit}_{side}"] = before[found[f"file_{side}"].to_numpy()]
    return found
