"""One fragment on the desk with what stands around it: what a verdict changes, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.decisions import Closeup, Memo
from pipeline.records import Fragment
from pipeline.review.reading import standing_of
from pipeline.review.standing import Standing
from pipeline.review.views import FragmentView, InterviewView, Labels, Mark, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a fragment stands, as an address names it."""

    interview: str
    anchor: str

    @property
    def fragment(self) -> str:
        """The fragment's id."""
        return f"{self.interview}:{self.anchor}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A fragment of the interview `id`, how far that is, its neighbours, and the next fragment that waits."""

    id: str
    fragment: FragmentView
    progress: Progress
    previous: Place | None
    next: Place | None
    onward: Place | None


def nearby_of(closeup: Closeup, labels: Labels, memos: Sequence[Memo]) -> Nearby:
    """A closeup as the desk draws it."""
    fragment = closeup.stored.fragment
    return Nearby(
        id=fragment.transcript_id,
        fragment=view_of(fragment, closeup.number, standing_of(closeup), labels, memos),
        progress=Progress(done=closeup.done, of=closeup.of),
        previous=place_of(closeup.previous),
        next=place_of(closeup.next),
        onward=place_of(closeup.onward),
    )


def nearby_in(interview: InterviewView, fragment: FragmentView) -> Nearby:
    """The same, of a fragment of an interview that was read whole: nothing is asked again."""
    every, at = interview.fragments, fragment.number - 1
    waiting = (each for each in (*every[at + 1 :], *every[:at]) if not each.standing.reviewed)
    before, after = every[at - 1 : at] if at else (), every[at + 1 : at + 2]
    return Nearby(
        id=interview.id,
        fragment=fragment,
        progress=interview.progress,
        previous=_first_of(before),
        next=_first_of(after),
        onward=_first_of(waiting),
    )


def _first_of(fragments: Iterable[FragmentView]) -> Place | None:
    return place_of(next((each.id for each in fragments), None))


def place_of(fragment: str | None) -> Place | None:
    """Where the fragment of this id stands."""
    if fragment is None:
        return None
    interview, _, anchor = fragment.rpartition(":")
    return Place(interview=interview, anchor=anchor)


def view_of(fragment: Fragment, number: int, standing: Standing, labels: Labels, memos: Sequence[Memo]) -> FragmentView:
    """A fragment with its labels in the margin."""
    return FragmentView(
        id=fragment.id,
        number=number,
        turn=fragment.turn,
        start=fragment.start,
        end=fragment.end,
        text=fragment.text,
        speaker=fragment.speaker,
        standing=standing,
        marks=_marks(standing, labels),
        memos=tuple(memos),
    )


def _marks(standing: Standing, labels: Labels) -> tuple[Mark, ...]:
    """The labels in the margin, in the codebook's order."""
    held = {(each.dimension, each.code): each for each in standing.held}
    offered = {(each.dimension, each.code): each for each in standing.open}
    return tuple(
        Mark(label=label, held=held.get(key), offer=offered.get(key))
        for key, label in labels.among({**held, **offered})
    )
