"""The desk itself: joins the store and the codebook for people. Routes ask it; it knows nothing of pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from fastapi import Request

from pipeline.decisions import LastAct, Memo, Store
from pipeline.decisions.records import Entry
from pipeline.errors import UnknownFragment
from pipeline.records import Transcript
from pipeline.review.labels import Labels
from pipeline.review.model_access import ModelAccess
from pipeline.review.pages.coding import view
from pipeline.review.pages.coding.boundaries import BoundaryEditor, bench_of
from pipeline.review.pages.coding.card import Card, card_of
from pipeline.review.pages.coding.explanation import ExplainedSuggestion, why
from pipeline.review.pages.coding.verdicts import VerdictForm, decisions, entries
from pipeline.review.pages.coding.view import (
    FragmentContext,
    FragmentView,
    InterviewView,
    Progress,
    nearby_of,
    turns_of,
    view_of,
)
from pipeline.review.pages.compare.comparison import BackgroundComparison
from pipeline.review.pages.interviews.view import InterviewRow, interview_rows
from pipeline.review.pages.memos.memos import memos_on, on_fragments, visible
from pipeline.review.pages.queue.queues import Queues
from pipeline.review.visibility import Visibility
from pipeline.settings import Study

Clock = Callable[[], datetime]

LONGEST_LOOK = 3600.0
"""Seconds after which a fragment was not looked at, but left open."""


class ReviewContext:
    """What people ask of a study, and say of it."""

    def __init__(self, study: Study, store: Store, *, clock: Clock) -> None:
        self.study, self.store, self.clock = study, store, clock
        self.codebook = study.codebook
        store.ledger.keep_codebook(self.codebook)
        self.labels = Labels(study.codebook)
        self.comparing = BackgroundComparison(store, study.codebook)
        self.thinking = ModelAccess(study, store)
        self.queues = Queues(store, self.labels, self.thinking)

    @property
    def title(self) -> str:
        """The study's name."""
        return self.codebook.study

    @property
    def pseudonyms(self) -> bool:
        """Whether names in this study's transcripts are replaced; those in memos never are."""
        return self.study.settings.transcripts.pseudonyms == "required" or self.study.pseudonyms.is_dir()

    def coders(self) -> list[str]:
        """Everybody who is known by name in this study."""
        return [each.name for each in self.store.coders.all()]

    def interviews(self, coder: str) -> list[InterviewRow]:
        """Every interview, with how far this coder is."""
        return interview_rows(self.store, coder)

    def interview(self, interview: str, coder: str) -> InterviewView:
        """One interview as this coder left it.

        Raises:
            UnknownInterview: it is not in the study.
        """
        transcript = self.store.transcripts.get(interview)
        memos = visible(self.store.notes.memos(interview), self.veil(coder), coder)
        fragments = self._fragments(transcript, coder, memos)
        return InterviewView(
            id=transcript.id,
            metadata=dict(transcript.metadata),
            turns=turns_of(transcript, fragments),
            fragments=fragments,
            progress=Progress(done=sum(each.standing.reviewed for each in fragments), of=len(fragments)),
            roles_guessed=transcript.roles_from == "guessed",
            orphans=self.store.transcripts.orphan_count(interview),
            unlike=interview in self.store.suggestions.drift_marks(),
            memos=tuple(memo for memo in memos if memo.topic.fragment_id is None),
        )

    def around(self, fragment: str, coder: str) -> BoundaryEditor:
        """One fragment with the neighbours that it can be cut together with; raises as `near` does."""
        interview = fragment.rpartition(":")[0]
        laid = view.laid_out(self.store, interview, coder)
        at = next((nth for nth, (each, _) in enumerate(laid) if each.id == fragment), None)
        if at is None:
            raise UnknownFragment(fragment)
        near = range(max(at - 1, 0), min(at + 2, len(laid)))
        return bench_of({nth - at: view_of(laid[nth][0], nth + 1, laid[nth][1], self.labels, ()) for nth in near})

    def near(self, fragment: str, coder: str) -> FragmentContext:
        """One fragment as this coder left it; raises UnknownFragment, UnknownInterview."""
        closeup = self.store.queries.fragment(fragment, coder)
        interview = closeup.stored.fragment.transcript_id
        memos = visible(self.store.notes.memos(interview), self.veil(coder), coder)
        return nearby_of(closeup, self.labels, memos_on(memos, closeup.stored.fragment))

    def card(self, nearby: FragmentContext, coder: str, *, queue: str = "") -> Card:
        """The card of a fragment; in a queue, what comes after it is the queue's next."""
        shown_at = self.clock().timestamp()
        card = card_of(nearby, self.codebook, self.labels, shown_at=shown_at)
        if not queue:
            return card
        finished = nearby.fragment.standing.reviewed
        onward = self.queues.next_in(queue, coder, after=nearby.fragment.id) if finished else None
        order, through = self.queues.name_of(queue)
        return replace(card, queue=queue, order=order, through=through, onward=onward)

    def why(self, nearby: FragmentContext, coder: str) -> list[ExplainedSuggestion]:
        """Why the model suggests what is on screen at a fragment."""
        return why(self.store, self.thinking, nearby.fragment, self.labels, veil=self.veil(coder))

    def judge(
        self, interview: str, anchor: str, coder: str, verdict: VerdictForm, *, shown_at: float = 0.0
    ) -> list[int]:
        """Write a verdict into the ledger, in one transaction, and give back the numbers of its entries.

        Raises:
            UnknownFragment: the fragment is not in the study (any more).
            InvalidDecision: the verdict cannot be meant here.
        """
        standing = view.standing_of(self.store.queries.fragment(f"{interview}:{anchor}", coder))
        said = decisions(
            entries(standing, verdict, self.codebook),
            standing,
            coder=coder,
            decided_at=self.clock(),
            codebook=self.codebook.stamp,
            seconds=self._looked(shown_at),
        )
        return self.store.ledger.record(said) if said else []

    def history(self, fragment: str, coder: str) -> list[Entry]:
        """The ledger entries of a fragment that this coder may see: all of them once he has finished it.

        While the interview waits for two coders, only his own.
        """
        entries = self.store.ledger.history(fragment)
        waiting = fragment.rpartition(":")[0] in self.veil(coder).waiting_for_two
        sees_all = self._finished(fragment, coder) and not waiting
        return entries if sees_all else [entry for entry in entries if entry.coder == coder]

    def veil(self, coder: str) -> Visibility:
        """What this coder may not see yet of what others said."""
        return Visibility(self.store, coder)

    def undo(self, coder: str, *, since: str) -> LastAct | None:
        """Take back this coder's last act; gives what it was, or None if there is none since then."""
        last = self.store.ledger.last_act(coder)
        if last is None or last.at < datetime.fromisoformat(since):
            return None
        self.store.ledger.undo_last(coder, decided_at=self.clock())
        return last

    def redo(self, coder: str) -> LastAct | None:
        """Bring back what this coder undid last; gives what it was, or None if there is nothing."""
        if not self.store.ledger.redo_last(coder, decided_at=self.clock()):
            return None
        deed = self.store.ledger.last_act(coder)
        return replace(deed, fragments=deed.made) if deed and deed.cut else deed

    def _finished(self, fragment: str, coder: str) -> bool:
        try:
            return self.store.queries.fragment(fragment, coder).verdict.reviewed
        except UnknownFragment:  # it was cut anew since
            return False

    def _looked(self, shown_at: float) -> float | None:
        seconds = self.clock().timestamp() - shown_at
        return round(seconds, 1) if 0 <= seconds <= LONGEST_LOOK else None

    def _fragments(self, transcript: Transcript, coder: str, memos: list[Memo]) -> tuple[FragmentView, ...]:
        laid = view.laid_out(self.store, transcript.id, coder)
        noted = on_fragments(memos, [fragment for fragment, _ in laid])
        return tuple(
            view_of(each, number, standing, self.labels, noted.get(each.id, ()))
            for number, (each, standing) in enumerate(laid, 1)
        )


def review_context(request: Request) -> ReviewContext:
    """The desk that got this request."""
    desk: ReviewContext = request.app.state.desk
    return desk
