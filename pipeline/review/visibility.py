"""What a coder may not see yet: what others said of a fragment that is still to be judged without looking."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pipeline.decisions import Store


class Veil:
    """One coder's blindfold at one moment.

    A coder who is at work on an interview does not see there what others said of fragments that he has not finished.
    """

    def __init__(self, store: Store, coder: str) -> None:
        self._store, self._coder = store, coder
        self._finished: dict[str, set[str]] = {}

    @cached_property
    def hiding(self) -> set[str]:
        """The interviews of which something is hidden."""
        return self._store.hiding(self._coder)

    def hides(self, interview: str, fragment: str) -> bool:
        """Whether what others said of this fragment is hidden."""
        if interview not in self.hiding:
            return False
        if interview not in self._finished:
            self._finished[interview] = self._store.finished_by(interview, self._coder)
        return fragment not in self._finished[interview]

    def hidden_among(self, fragments: Iterable[tuple[str, str]]) -> set[str]:
        """Those of these fragments (interview, id), of whichever interviews, that are hidden: one question for all."""
        asked = {fragment for interview, fragment in fragments if interview in self.hiding}
        return asked - self._store.finished_among(asked, self._coder)
