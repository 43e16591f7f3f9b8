"""What one coder may see of verdicts and orphans; the rule itself is in `pipeline.decisions.coders.blinding`."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from functools import cached_property

from pipeline.decisions import Store
from pipeline.decisions.records import Orphan


def orphans_for(store: Store, coder: str, interview: str | None = None) -> list[Orphan]:
    """The orphans of an interview, or of all.

    The words of an orphan may stand in the newer text in another form: where verdicts of others are hidden from this
    coder, an orphan that he had not finished shows only what he said himself.
    """
    hidden = store.coders.hidden_interviews(coder)
    waiting = store.coders.interviews_waiting_for_two()
    return [_as_seen(orphan, coder, hidden, waiting) for orphan in store.transcripts.orphans(interview)]


def _as_seen(orphan: Orphan, coder: str, hidden: Set[str], waiting: Set[str]) -> Orphan:
    own = tuple(entry for entry in orphan.entries if entry.coder == coder)
    # Whoever said something only of what is an orphan now still codes in the interview.
    is_coding = (bool(own) or orphan.interview in hidden) and coder not in orphan.finished_by
    return replace(orphan, entries=own) if is_coding or orphan.interview in waiting else orphan


class Visibility:
    """What is hidden from one coder, as the store is when it is asked first."""

    def __init__(self, store: Store, coder: str) -> None:
        self._store, self._coder = store, coder
        self._visible: dict[str, set[str]] = {}

    @cached_property
    def hiding(self) -> set[str]:
        """The interviews of which something is hidden."""
        return self._store.coders.hidden_interviews(self._coder)

    @cached_property
    def waiting_for_two(self) -> set[str]:
        """The interviews of which everything that others said is hidden."""
        return self._store.coders.interviews_waiting_for_two()

    def hides(self, interview: str, fragment: str) -> bool:
        """Whether what others said of this fragment is hidden."""
        if interview not in self.hiding:
            return False
        if interview not in self._visible:
            self._visible[interview] = self._store.coders.visible_in(interview, self._coder)
        return fragment not in self._visible[interview]

    def hidden_among(self, fragments: Iterable[tuple[str, str]]) -> set[str]:
        """Those of these fragments (interview, id), of any interviews, that are hidden; one query for all."""
        asked = {fragment for interview, fragment in fragments if interview in self.hiding}
        return asked - self._store.coders.visible_among(asked, self._coder)
