"""The boundary editor: split, merge and move boundaries by word, within one turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.decisions import Store
from pipeline.errors import InvalidDecision
from pipeline.review.language import N_
from pipeline.review.pages.coding.view import FragmentView

_UNKNOWN = N_("The desk does not know this verdict. Reload the page and try again.")
_ALONE = N_("There is no fragment on that side in this turn.")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, and where in the transcript it begins; `first` words begin a fragment now."""

    text: str
    at: int
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEditor:
    """A fragment with the neighbours that it can be cut together with."""

    fragment: FragmentView
    previous: FragmentView | None
    next: FragmentView | None

    @property
    def words(self) -> list[Word]:
        """The words of the fragment."""
        return words_of(self.fragment)

    def across(self, other: FragmentView) -> list[Word]:
        """The words of the fragment and of a neighbour, in the order of the text."""
        first, second = sorted((self.fragment, other), key=lambda each: each.start)
        return [*words_of(first), *words_of(second)]


def boundary_editor_of(around: Mapping[int, FragmentView]) -> BoundaryEditor:
    """The fragment at 0 on the bench; those at -1 and 1 are its neighbours, if they are in the same turn."""
    turn = {step: each for step, each in around.items() if each.turn == around[0].turn}
    return BoundaryEditor(fragment=around[0], previous=turn.get(-1), next=turn.get(1))


def words_of(fragment: FragmentView) -> list[Word]:
    """The words of a fragment, each with its place in the transcript."""
    found = _WORD.finditer(fragment.text)
    return [
        Word(text=each.group(), at=fragment.start + each.start(), first=not number) for number, each in enumerate(found)
    ]


def reshape(store: Store, bench: BoundaryEditor, wanted: str, *, coder: str, decided_at: datetime) -> str:
    """Cut anew as a form says: `split 120`, `merge next`, `begin 95`, `end later`; gives the fragment to show.

    `begin` and `end` move a boundary of the fragment to a word, or by one word: `earlier`, `later`.

    Raises:
        InvalidDecision: the words say nothing, there is no such neighbour, or a fragment would be without words.
        UnknownFragment: somebody cut it anew meanwhile.
    """
    verb, _, about = wanted.partition(" ")
    act = _CUTS.get(verb)
    if act is None:
        raise InvalidDecision(_UNKNOWN)
    return act(_Act(store=store, bench=bench, coder=coder, decided_at=decided_at), about)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    store: Store
    bench: BoundaryEditor
    coder: str
    decided_at: datetime

    def split(self, about: str) -> str:
        at = _offset(about)
        first, _ = self.store.boundaries.split(self.bench.fragment.id, at, coder=self.coder, decided_at=self.decided_at)
        return first

    def merge(self, about: str) -> str:
        other = self._neighbour(about)
        return self.store.boundaries.merge(
            self.bench.fragment.id, other.id, coder=self.coder, decided_at=self.decided_at
        )

    def begin(self, about: str) -> str:
        return self._move(self._neighbour("previous"), about)[1]

    def end(self, about: str) -> str:
        return self._move(self._neighbour("next"), about)[0]

    def _neighbour(self, side: str) -> FragmentView:
        found = {"previous": self.bench.previous, "next": self.bench.next}.get(side)
        if found is None:
            raise InvalidDecision(_ALONE)
        return found

    def _move(self, other: FragmentView, about: str) -> tuple[str, str]:
        first, second = sorted((self.bench.fragment, other), key=lambda each: each.start)
        places = [word.at for word in self.bench.across(other)]
        now = next(place for place in places if place >= second.start)
        step = {"earlier": -1, "later": 1}.get(about)
        # One word beyond the last leaves nothing: the store says so.
        to = _offset(about) if step is None else [*places, second.end][places.index(now) + step]
        return self.store.boundaries.move(first.id, second.id, to, coder=self.coder, decided_at=self.decided_at)


_CUTS: dict[str, Callable[[_Act, str], str]] = {
    "split": _Act.split,
    "merge": _Act.merge,
    "begin": _Act.begin,
    "end": _Act.end,
}


def _offset(about: str) -> int:
    if not (about.isascii() and about.isdigit()):
        raise InvalidDecision(_UNKNOWN)
    return int(about)
