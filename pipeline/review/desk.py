"""The desk itself: joins the store and the codebook for people. Routes ask it; it knows nothing of pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import Request

from pipeline.decisions import Deed, Memo, Store
from pipeline.decisions.views import Entry
from pipeline.errors import UnknownFragment
from pipeline.records import Transcript
from pipeline.review import reading
from pipeline.review.across import Across
from pipeline.review.cards import Card, card_of
from pipeline.review.comparing import Comparison
from pipeline.review.memos import memos_on, visible
from pipeline.review.rows import InterviewRow
from pipeline.review.standing import Standing
from pipeline.review.veil import Veil
from pipeline.review.verdicts import Verdict, decisions, entries
from pipeline.review.views import FragmentView, InterviewView, Labels, Mark, Progress, turns_of
from pipeline.settings import Study

Clock = Callable[[], datetime]

FRESH = 10.0
"""Seconds for which a look across interviews serves, when nobody at this desk said anything since."""
LONGEST_LOOK = 3600.0
"""Seconds after which a fragment was not looked at, but left open."""


class Desk:
    """What people ask of a study, and say of it."""

    def __init__(self, study: Study, store: Store, *, clock: Clock) -> None:
        self.study, self.store, self.clock = study, store, clock
        self.codebook = study.codebook
        store.keep_codebook(self.codebook)
        self.labels = Labels(study.codebook)
        self._across: dict[str, tuple[int, datetime, Across]] = {}
        self._compared: tuple[int, datetime, Comparison] | None = None
        self._said = 0

    @property
    def title(self) -> str:
        """The study's name."""
        return self.codebook.study

    def coders(self) -> list[str]:
        """Everybody who gave a verdict in this study."""
        return sorted({coder for each in self.store.interviews() for coder in each.coders})

    def interviews(self, coder: str) -> list[InterviewRow]:
        """Every interview, with how far this coder is."""
        return reading.interview_rows(self.store, coder)

    def interview(self, interview: str, coder: str) -> InterviewView:
        """One interview as this coder left it.

        Raises:
            UnknownInterview: it is not in the study.
        """
        transcript = self.store.transcript(interview)
        memos = visible(self.store.memos(interview), self.veil(coder), coder)
        fragments = self._fragments(transcript, coder, memos)
        return InterviewView(
            id=transcript.id,
            metadata=dict(transcript.metadata),
            turns=turns_of(transcript, fragments),
            fragments=fragments,
            progress=Progress(done=sum(each.standing.reviewed for each in fragments), of=len(fragments)),
            roles_guessed=transcript.roles_from == "guessed",
            orphans=len(self.store.orphans(interview)),
            memos=tuple(memo for memo in memos if memo.topic.fragment_id is None),
        )

    def card(self, view: InterviewView, fragment: FragmentView | None) -> Card | None:
        """The card of a fragment of this interview; None when there is nothing to code."""
        if fragment is None:
            return None
        return card_of(view, fragment, self.codebook, self.labels, shown_at=self.clock().timestamp())

    def judge(self, interview: str, anchor: str, coder: str, verdict: Verdict, *, shown_at: float = 0.0) -> list[int]:
        """Write a verdict into the ledger, in one transaction, and give back the numbers of its entries.

        Raises:
            UnknownFragment: the fragment is not in the study (any more).
            InvalidDecision: the verdict cannot be meant here.
        """
        standing = self._standing(interview, anchor, coder)
        said = decisions(
            entries(standing, verdict, self.codebook),
            standing,
            coder=coder,
            decided_at=self.clock(),
            codebook=self.codebook.stamp,
            seconds=self._looked(shown_at),
        )
        numbers = self.store.record(said) if said else []
        self._said += 1
        return numbers

    def history(self, fragment: str, coder: str) -> list[Entry]:
        """The ledger entries of a fragment that this coder may see: all of them once he has finished it."""
        interview = fragment.rpartition(":")[0]
        entries = self.store.history(fragment)
        standing = reading.standings(self.store, interview, coder).get(fragment)
        finished = standing is not None and standing.reviewed
        return entries if finished else [entry for entry in entries if entry.coder == coder]

    def across(self, coder: str) -> Across:
        """All fragments as this coder may see them: at most `FRESH` seconds old, with every verdict given here."""
        now, known = self.clock(), self._across.get(coder)
        if known and known[0] == self._said and (now - known[1]).total_seconds() < FRESH:
            return known[2]
        seen = Across(self.store, coder)
        self._across[coder] = (self._said, now, seen)
        return seen

    def comparison(self) -> Comparison:
        """How coders compare; as fresh as `across`."""
        now, known = self.clock(), self._compared
        if known and known[0] == self._said and (now - known[1]).total_seconds() < FRESH:
            return known[2]
        self._compared = (self._said, now, Comparison(self.store, self.codebook))
        return self._compared[2]

    def veil(self, coder: str) -> Veil:
        """What this coder may not see yet of what others said."""
        return Veil(self.store, coder)

    def changed(self) -> None:
        """Something was written beside `judge`: what was seen across interviews is no longer fresh."""
        self._said += 1

    def undo(self, coder: str, *, since: str) -> Deed | None:
        """Take back this coder's last act; gives what it was, or None if there is none since then."""
        last = self.store.last_deed(coder)
        if last is None or last.at < datetime.fromisoformat(since):
            return None
        self.store.undo_last(coder, decided_at=self.clock())
        self._said += 1
        return last

    def redo(self, coder: str) -> Deed | None:
        """Bring back what this coder undid last; gives what it was, or None if there is nothing."""
        if not self.store.redo_last(coder, decided_at=self.clock()):
            return None
        self._said += 1
        return self.store.last_deed(coder)

    def _standing(self, interview: str, anchor: str, coder: str) -> Standing:
        fragment = f"{interview}:{anchor}"
        standing = reading.standings(self.store, interview, coder).get(fragment)
        if standing is None:
            raise UnknownFragment(fragment)
        return standing

    def _looked(self, shown_at: float) -> float | None:
        seconds = self.clock().timestamp() - shown_at
        return round(seconds, 1) if 0 <= seconds <= LONGEST_LOOK else None

    def _fragments(self, transcript: Transcript, coder: str, memos: list[Memo]) -> tuple[FragmentView, ...]:
        standings = reading.standings(self.store, transcript.id, coder)
        stored = [each.fragment for each in self.store.fragments(transcript.id)]
        return tuple(
            FragmentView(
                id=fragment.id,
                number=number,
                turn=fragment.turn,
                start=fragment.start,
                end=fragment.end,
                text=fragment.text,
                speaker=fragment.speaker,
                standing=standings[fragment.id],
                marks=self._marks(standings[fragment.id]),
                memos=tuple(memos_on(memos, fragment, stored)) if memos else (),
            )
            for number, fragment in enumerate(stored, 1)
        )

    def _marks(self, standing: Standing) -> tuple[Mark, ...]:
        """The labels in the margin: in the codebook's order, what holds before what is offered."""
        held = {(each.dimension, each.code): each for each in standing.held}
        offered = {(each.dimension, each.code): each for each in standing.open}
        marks = []
        for label in self.labels:
            key = (label.dimension.id, label.code.id)
            if key in held or key in offered:
                marks.append(Mark(label=label, held=held.get(key), offer=offered.get(key)))
        return tuple(marks)


def desk_of(request: Request) -> Desk:
    """The desk that got this request."""
    desk: Desk = request.app.state.desk
    return desk
