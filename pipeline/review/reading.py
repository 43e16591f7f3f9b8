"""What the store tells, as the desk needs it: where every fragment of an interview stands for one coder."""

from __future__ import annotations

from collections import defaultdict

from pipeline.decisions import Closeup, Store
from pipeline.decisions.views import Interview, StoredFragment, Suggestion, Verdict
from pipeline.review.rows import InterviewRow
from pipeline.review.standing import Held, Offer, Standing
from pipeline.review.views import Progress

TOLD = 4
"""How many columns of `interviews.csv` the list shows."""


def standings(store: Store, interview: str, coder: str) -> dict[str, Standing]:
    """Where each fragment stands for this coder, by id.

    What is hidden is left out here already, so that no page can show it by mistake.
    """
    offers = defaultdict[str, list[Offer]](list)
    for suggestion in store.suggestions(interview, only_shown=True):
        offers[suggestion.fragment_id].append(_offer(suggestion))
    verdicts = {verdict.fragment_id: verdict for verdict in store.verdicts(interview, coder)}
    # A model looks at whole interviews: where it showed nothing, that nothing is on screen too.
    looked_at = bool(offers)
    return {
        stored.id: _standing(stored, verdicts[stored.id], tuple(offers[stored.id]), looked_at=looked_at)
        for stored in store.fragments(interview)
    }


def standing_of(closeup: Closeup) -> Standing:
    """Where one fragment stands; what is hidden is left out here too."""
    offers = tuple(_offer(each) for each in closeup.shown)
    return _standing(closeup.stored, closeup.verdict, offers, looked_at=closeup.scored)


def interview_rows(store: Store, coder: str) -> list[InterviewRow]:
    """Every interview with how far this coder is."""
    return [_row(interview, coder) for interview in store.interviews()]


def _standing(stored: StoredFragment, verdict: Verdict, offers: tuple[Offer, ...], *, looked_at: bool) -> Standing:
    hidden = stored.blind and not verdict.reviewed
    waiting = set(verdict.open)
    return Standing(
        fragment=stored.id,
        blind=stored.blind,
        reviewed=verdict.reviewed,
        held=tuple(Held(dimension=each.dimension, code=each.code, origin=each.origin) for each in verdict.codes),
        offers=() if hidden else offers,
        open=() if hidden else tuple(each for each in offers if (each.dimension, each.code) in waiting),
        seen_by_model=looked_at,
    )


def _offer(suggestion: Suggestion) -> Offer:
    return Offer(
        dimension=suggestion.dimension,
        code=suggestion.code,
        probability=suggestion.probability,
        rank=suggestion.rank,
        model=suggestion.model,
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
