"""Visibility rules: what a coder may not see yet of what others coded, in fragments and in orphans."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from functools import cached_property

from pipeline.decisions import Store
from pipeline.decisions.records import Orphan


def orphans_for(store: Store, coder: str, interview: str | None = None) -> list[Orphan]:
    """The orphans of an interview, or of all.

    The words of an orphan may stand in the newer text in another form: a coder who is at work on that interview, and
    had not finished the passage, sees only what was his own.
    """
    at_work = {each.id for each in store.transcripts.interviews() if coder in each.coders}
    return [_as_seen(orphan, coder, at_work) for orphan in store.transcripts.orphans(interview)]


def _as_seen(orphan: Orphan, coder: str, at_work: Set[str]) -> Orphan:
    own = tuple(entry for entry in orphan.entries if entry.coder == coder)
    # Who only ever spoke of what is an orphan now counts as nowhere at work.
    is_coding = bool(own) or orphan.interview in at_work
    return replace(orphan, entries=own) if is_coding and coder not in orphan.finished_by else orphan


class Visibility:
    """What one coder may not see at one moment.

    A coder who is at work on an interview does not see there what others said of fragments that he has not finished.
    """

    def __init__(self, store: Store, coder: str) -> None:
        self._store, self._coder = store, coder
        self._finished: dict[str, set[str]] = {}

    @cached_property
    def hiding(self) -> set[str]:
        """The interviews of which something is hidden."""
        return self._store.coders.hidden_interviews(self._coder)

    def hides(self, interview: str, fragment: str) -> bool:
        """Whether what others said of this fragment is hidden."""
        if interview not in self.hiding:
            return False
        if interview not in self._finished:
            self._finished[interview] = self._store.coders.finished_in(interview, self._coder)
        return fragment not in self._finished[interview]

    def hidden_among(self, fragments: Iterable[tuple[str, str]]) -> set[str]:
        """Those of these fragments (interview, id), of whichever interviews, that are hidden: one question for all."""
        asked = {fragment for interview, fragment in fragments if interview in self.hiding}
        return asked - self._store.coders.finished_among(asked, self._coder)
