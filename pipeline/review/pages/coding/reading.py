"""What the store tells, as the desk needs it: where every fragment of an interview stands for one coder."""

from __future__ import annotations

from pipeline.decisions import Closeup, Held, Interview, Laid, Offer, Store, Suggestion
from pipeline.records import Fragment
from pipeline.review.rows import InterviewRow
from pipeline.review.standing import Standing
from pipeline.review.views import Progress

TOLD = 4
"""How many columns of `interviews.csv` the list shows."""


def laid_out(store: Store, interview: str, coder: str) -> list[tuple[Fragment, Standing]]:
    """Every fragment of an interview with where it stands for this coder, in the order of the text.

    What is hidden is left out here already, so that no page can show it by mistake.
    """
    laid = store.laid_out(interview, coder)
    # A model looks at whole interviews: where it showed nothing, that nothing is on screen too.
    looked_at = any(each.shown for each in laid)
    return [(each.fragment, _standing_in(each, looked_at=looked_at)) for each in laid]


def standing_of(closeup: Closeup) -> Standing:
    """Where one fragment stands; what is hidden is left out here too."""
    stored, verdict = closeup.stored, closeup.verdict
    hidden = stored.blind and not verdict.reviewed
    offers = () if hidden else tuple(map(_offer, closeup.shown))
    waiting = set(verdict.open)
    return Standing(
        fragment=stored.id,
        blind=stored.blind,
        reviewed=verdict.reviewed,
        held=tuple(Held(dimension=each.dimension, code=each.code, origin=each.origin) for each in verdict.codes),
        offers=offers,
        open=tuple(each for each in offers if (each.dimension, each.code) in waiting),
        seen_by_model=closeup.scored,
    )


def interview_rows(store: Store, coder: str) -> list[InterviewRow]:
    """Every interview with how far this coder is."""
    return [_row(interview, coder) for interview in store.interviews()]


def _standing_in(laid: Laid, *, looked_at: bool) -> Standing:
    hidden = laid.blind and not laid.reviewed
    return Standing(
        fragment=laid.fragment.id,
        blind=laid.blind,
        reviewed=laid.reviewed,
        held=laid.held,
        offers=() if hidden else laid.shown,
        open=() if hidden else laid.open,
        seen_by_model=looked_at,
    )


def _offer(said: Suggestion) -> Offer:
    return Offer(
        dimension=said.dimension,
        code=said.code,
        probability=said.probability,
        rank=said.rank,
        model=said.model,
    )


def _row(interview: Interview, coder: str) -> InterviewRow:
    so_far = interview.progress_of(coder)
    return InterviewRow(
        id=interview.id,
        words=interview.words,
        progress=Progress(done=so_far.reviewed, of=interview.fragments),
        open=so_far.open,
        ingested_at=interview.ingested_at,
        twice=min(2, len(interview.finished_by)) if interview.coded_twice else None,
        about=[(name, value) for name, value in interview.metadata.items() if value][:TOLD],
    )
