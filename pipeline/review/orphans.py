"""Orphans as one coder may see them: what others said only where that gives nothing away."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from pipeline.decisions import Store
from pipeline.decisions.views import Orphan


def orphans_for(store: Store, coder: str, interview: str | None = None) -> list[Orphan]:
    """The orphans of an interview, or of all.

    The words of an orphan may stand in the newer text in another form: a coder who is at work on that interview, and
    had not finished the passage, sees only what was his own.
    """
    at_work = {each.id for each in store.interviews() if coder in each.coders}
    return [_as_seen(orphan, coder, at_work) for orphan in store.orphans(interview)]


def _as_seen(orphan: Orphan, coder: str, at_work: Set[str]) -> Orphan:
    own = tuple(entry for entry in orphan.entries if entry.coder == coder)
    # Who only ever spoke of what is an orphan now counts as nowhere at work.
    is_coding = bool(own) or orphan.interview in at_work
    return replace(orphan, entries=own) if is_coding and coder not in orphan.finished_by else orphan
