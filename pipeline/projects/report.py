"""What a project holds and what became of it, as the facts that people and programs get."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from pipeline.messages import Message
from pipeline.projects.placement import Placement, Unplaced
from pipeline.projects.records import Project
from pipeline.records import Problem


class Told(TypedDict):
    """The report of an import, as `drempel import --json` prints it."""

    format: str
    counts: dict[str, int]
    unit: str
    problems: list[str]


def named(project: Project, placement: Placement, more: Iterable[Problem] = ()) -> list[Problem]:
    """Everything that is not as it should be: what was left out or read otherwise, then what found no place."""
    return [*project.problems, *more, *(_unplaced(each) for each in placement.unplaced)]


def _unplaced(each: Unplaced) -> Problem:
    return Problem(place=each.file, message=Message("not placed: %(what)s", what=str(each)))


def report(project: Project, placement: Placement, more: Iterable[Problem] = ()) -> Told:
    """Count what is in a project, and name what is not as it should be.

    `codes` are all that can be given, used or not; `codings` a code on a stretch; `placed` and `unplaced` add up to
    them.
    """
    told = [f"{problem.place}: {problem.message}" for problem in (*project.problems, *more)]
    return Told(
        format=project.format,
        counts={
            "texts": len(project.texts),
            "codings": len(project.codings) + len(project.unread),
            "codes": len(project.given),
            "coders": len(project.coders),
            "memos": len(project.memos),
            "placed": len(placement.placed),
            "unplaced": len(placement.unplaced),
        },
        unit=project.unit,
        problems=[*told, *(_unplaced(each).message for each in placement.unplaced)],
    )
