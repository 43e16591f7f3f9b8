"""Neutral records of another program's project: texts, codes, coders, codings, memos, cases.

Offsets are code points into a text, end exclusive, whatever the program counted in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pipeline.records import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A person (or a machine, where the program says so) who coded or wrote in the project."""

    id: str
    name: str
    machine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code or a category of the project's tree; `parent` is the id of the node above it, empty at the top.

    A category groups codes and cannot be given itself: it is not `codable`.
    """

    id: str
    name: str
    parent: str = ""
    codable: bool = True
    description: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A text that can be coded: its words as the project holds them, without a byte order mark.

    `file` is its name in the project; `attributes` are the variables of the text and of the cases that it belongs to.
    `added` are the places of characters that the program does not count, such as a line end for the end of a paragraph.
    """

    id: str
    name: str
    text: str
    file: str = ""
    bom: bool = False
    added: tuple[int, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One code on one stretch of a text by one coder; `raw` are the offsets as the project's file gives them."""

    text: str
    code: str
    coder: str
    start: int
    end: int
    raw: tuple[int, int]
    place: str
    id: str = ""
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"coding at {self.place} spans {self.start}:{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A stretch that a coder read to the end and found without code."""

    text: str
    coder: str
    start: int
    end: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A coding whose stretch cannot be found: its text is missing or empty, or its offsets lie outside of it."""

    text: str
    code: str
    coder: str
    raw: tuple[int, int]
    place: str
    why: str


class About(StrEnum):
    """What a memo is about."""

    PROJECT = "project"
    TEXT = "text"
    STRETCH = "stretch"
    CODE = "code"
    CODING = "coding"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note; `target` is the id of what it is about. One on a stretch or a coding has `text`, `start` and `end`."""

    about: About
    words: str
    target: str = ""
    title: str = ""
    coder: str = ""
    at: datetime | None = None
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A unit of analysis, such as a person, with the texts that belong to it and its variables."""

    id: str
    name: str
    texts: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project of another program as it was read; `unit` says in words what its offsets count."""

    format: str
    program: str
    name: str
    unit: str
    description: str = ""
    texts: tuple[SourceText, ...] = ()
    codes: tuple[Code, ...] = ()
    coders: tuple[Coder, ...] = ()
    codings: tuple[Coding, ...] = ()
    unread: tuple[Unread, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()
    memos: tuple[Memo, ...] = ()
    cases: tuple[Case, ...] = ()
    problems: tuple[Problem, ...] = ()

    def text(self, text_id: str) -> SourceText:
        """The text with this id; KeyError if there is none."""
        for each in self.texts:
            if each.id == text_id:
                return each
        raise KeyError(text_id)

    @property
    def given(self) -> tuple[Code, ...]:
        """The codes that can be given, used or not: categories are left out."""
        return tuple(code for code in self.codes if code.codable)

    @property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """For each code the names from the top of the tree down to it."""
        by_id = {code.id: code for code in self.codes}
        found: dict[str, tuple[str, ...]] = {}
        for code in self.codes:
            names = [code.name]
            seen, above = {code.id}, code.parent
            while above in by_id and above not in seen:
                seen.add(above)
                names.append(by_id[above].name)
                above = by_id[above].parent
            found[code.id] = tuple(reversed(names))
        return found
