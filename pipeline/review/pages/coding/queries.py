"""What the coding pages show of an interview or a fragment, and what they record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.codebook import Dimension
from pipeline.decisions import Memo
from pipeline.errors import UnknownFragment
from pipeline.records import Transcript
from pipeline.review.context import ReviewContext
from pipeline.review.pages.coding.boundaries import BoundaryEditor, boundary_editor_of
from pipeline.review.pages.coding.card import Card, card_of
from pipeline.review.pages.coding.conflicts import refuse_if_renewed
from pipeline.review.pages.coding.explanation import ExplainedSuggestion, why
from pipeline.review.pages.coding.verdicts import VerdictForm, decisions, entries
from pipeline.review.pages.coding.view import (
    FragmentContext,
    FragmentView,
    InterviewView,
    Progress,
    fragment_context_of,
    laid_out,
    standing_of,
    turns_of,
    view_of,
)
from pipeline.review.pages.memos.memos import memos_on, on_fragments, visible
from pipeline.review.pages.queue.queues import queues_of

LONGEST_LOOK = 3600.0
"""Seconds after which a fragment counts as left open, not as looked at."""


def interview_view(desk: ReviewContext, interview: str, coder: str) -> InterviewView:
    """One interview with its fragments, as this coder left it.

    Raises:
        UnknownInterview: it is not in the study.
    """
    transcript = desk.store.transcripts.get(interview)
    memos = visible(desk.store.notes.memos(interview), desk.visibility(coder), coder)
    fragments = _fragments(desk, transcript, coder, memos)
    return InterviewView(
        id=transcript.id,
        metadata=dict(transcript.metadata),
        turns=turns_of(transcript, fragments),
        fragments=fragments,
        progress=Progress(done=sum(each.standing.reviewed for each in fragments), of=len(fragments)),
        roles_guessed=transcript.roles_from in ("guessed", "proposed"),
        orphans=desk.store.transcripts.orphan_count(interview),
        unlike=interview in desk.store.suggestions.drift_marks(),
        memos=tuple(memo for memo in memos if memo.topic.fragment_id is None),
    )


def fragment_context(desk: ReviewContext, fragment: str, coder: str) -> FragmentContext:
    """One fragment with its neighbours, as this coder left it; raises UnknownFragment, UnknownInterview."""
    detail = desk.store.queries.fragment(fragment, coder)
    interview = detail.state.fragment.transcript_id
    memos = visible(desk.store.notes.memos(interview), desk.visibility(coder), coder)
    return fragment_context_of(detail, desk.labels, memos_on(memos, detail.state.fragment))


def boundary_editor(desk: ReviewContext, fragment: str, coder: str) -> BoundaryEditor:
    """One fragment with the neighbours that it can be re-cut with; raises UnknownFragment, UnknownInterview."""
    interview = fragment.rpartition(":")[0]
    laid = laid_out(desk.store, interview, coder)
    at = next((nth for nth, (each, _) in enumerate(laid) if each.id == fragment), None)
    if at is None:
        raise UnknownFragment(fragment)
    near = range(max(at - 1, 0), min(at + 2, len(laid)))
    return boundary_editor_of({nth - at: view_of(laid[nth][0], nth + 1, laid[nth][1], desk.labels, ()) for nth in near})


def coding_card(desk: ReviewContext, nearby: FragmentContext, coder: str, *, queue: str = "") -> Card:
    """The card of a fragment; in a queue, the fragment after it is the next of the queue."""
    card = card_of(nearby, desk.codebook, desk.labels, shown_at=desk.clock().timestamp())
    renewed = desk.refresh.show(coder, nearby.fragment.id)
    card = replace(card, by_codebook=_by_codebook(desk, card), renewed=renewed)
    if not queue:
        return card
    queues = queues_of(desk)
    onward = queues.next_in(queue, coder, after=nearby.fragment.id) if nearby.fragment.standing.reviewed else None
    order, through = queues.name_of(queue)
    return replace(card, queue=queue, order=order, through=through, onward=onward)


def _by_codebook(desk: ReviewContext, card: Card) -> tuple[Dimension, ...]:
    """The dimensions of a card whose suggestions no coded interview stands behind yet."""
    offers = [each.offer for each in card.offers]
    spoken = {each.dimension for each in offers if each.dimension in desk.models.codebook_speaks(each.model)}
    return tuple(dimension for dimension in desk.codebook if dimension.id in spoken)


def explanations(desk: ReviewContext, nearby: FragmentContext, coder: str) -> list[ExplainedSuggestion]:
    """Why the model suggests the codes that are on screen at a fragment."""
    return why(desk.store, desk.models, nearby.fragment, desk.labels, visibility=desk.visibility(coder))


def record_verdict(
    desk: ReviewContext, fragment: str, coder: str, verdict: VerdictForm, *, shown_at: float = 0.0
) -> list[int]:
    """Write a verdict into the ledger, in one transaction; returns the numbers of its entries.

    Raises:
        UnknownFragment: the fragment is not in the study (any more).
        InvalidDecision: the codebook or the fragment's state does not allow the verdict.
    """
    standing = standing_of(desk.store.queries.fragment(fragment, coder).state)
    refuse_if_renewed(desk.store, fragment, standing, shown_at)
    said = decisions(
        entries(standing, verdict, desk.codebook),
        standing,
        coder=coder,
        decided_at=desk.clock(),
        codebook=desk.codebook.stamp,
        seconds=_seconds_since(desk, shown_at),
    )
    if not said:
        return []
    recorded = desk.store.ledger.record(said)
    desk.refresh.count()
    return recorded


def _seconds_since(desk: ReviewContext, shown_at: float) -> float | None:
    seconds = desk.clock().timestamp() - shown_at
    return round(seconds, 1) if 0 <= seconds <= LONGEST_LOOK else None


def _fragments(
    desk: ReviewContext, transcript: Transcript, coder: str, memos: Sequence[Memo]
) -> tuple[FragmentView, ...]:
    laid = laid_out(desk.store, transcript.id, coder)
    noted = on_fragments(memos, [fragment for fragment, _ in laid])
    return tuple(
        view_of(each, number, standing, desk.labels, noted.get(each.id, ()))
        for number, (each, standing) in enumerate(laid, 1)
    )
