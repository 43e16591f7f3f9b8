"""What a coder may not see yet: what others said of a fragment that is still to be judged without looking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from pipeline.decisions import Store


class Veil:
    """One coder's blindfold at one moment.

    A coder who is at work on an interview does not see there what others said of fragments that he has not finished.
    """

    def __init__(self, store: Store, coder: str) -> None:
        self._store, self._coder = store, coder
        self._finishers: dict[str, Mapping[str, frozenset[str]]] = {}

    @cached_property
    def begun(self) -> set[str]:
        """The interviews that the coder is at work on, or that still wait for two coders."""
        anew = Counter(fragment.rpartition(":")[0] for fragment, by in self._store.coded_anew() if by == self._coder)
        # Who only judged there, having seen what others said, has nothing left to judge without looking.
        return {
            each.id
            for each in self._store.interviews()
            if each.waits_for_two
            or (
                self._coder in each.progress
                and (each.id not in anew or each.progress[self._coder].reviewed > anew[each.id])
            )
        }

    def hides(self, interview: str, fragment: str) -> bool:
        """Whether what others said of this fragment is hidden."""
        return interview in self.begun and self._coder not in self.finishers(interview, fragment)

    def finishers(self, interview: str, fragment: str) -> frozenset[str]:
        """Who finished the fragment."""
        if interview not in self._finishers:
            self._finishers[interview] = self._store.finishers(interview)
        return self._finishers[interview].get(fragment, frozenset())
