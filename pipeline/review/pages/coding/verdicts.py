"""Parse the verdict of a form and derive the ledger entries from it and the state of the fragment.

A verdict names the state that the coder wants (`give`, `drop`, `change`, `done`, `none`, `reopen`), so that pressing
twice, or in two windows, says it once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pipeline.codebook import Codebook
from pipeline.decisions import ShownSuggestion
from pipeline.errors import InvalidDecision
from pipeline.records import Action, Decision
from pipeline.review.language import N_
from pipeline.review.pages.coding.view import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictForm:
    """What a coder says of a fragment."""

    verb: str
    dimension: str = ""
    code: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """One entry to be, before it is known who says it and when."""

    action: Action
    dimension: str | None = None
    code: str | None = None
    instead_of: str | None = None
    offer: ShownSuggestion | None = None


def parse(said: str) -> VerdictForm:
    """The verdict in a form's words: `give barrier housing`, `change barrier housing mobility`, `done`.

    Raises:
        InvalidDecision: the words say nothing that a coder can say.
    """
    verb, *about = said.split(" ")
    if verb in _ABOUT_NOTHING and not about:
        return VerdictForm(verb=verb)
    if verb in ("give", "drop") and len(about) == 2:
        return VerdictForm(verb=verb, dimension=about[0], code=about[1])
    if verb == "change" and len(about) == 3:
        return VerdictForm(verb="change", dimension=about[0], code=about[2], instead_of=about[1])
    raise InvalidDecision(N_("The desk does not know this verdict. Reload the page and try again."))


def entries(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    """What the ledger must say; nothing when it is so already.

    Raises:
        InvalidDecision: the code is not in the codebook, or suggestions still wait where the fragment is said done.
    """
    # A retired code that holds can still be taken off.
    if verdict.dimension and not (verdict.verb == "drop" and (verdict.dimension, verdict.code) in codebook.retired):
        refusal = codebook.refusal(verdict.dimension, verdict.code)
        if refusal:
            raise InvalidDecision(refusal)
    return _MEANINGS[verdict.verb](standing, verdict, codebook)


def decisions(
    said: list[EntryDraft],
    standing: Standing,
    *,
    coder: str,
    decided_at: datetime,
    codebook: str,
    seconds: float | None,
) -> list[Decision]:
    """The entries as the ledger takes them: signed, dated, with what was on screen."""
    return [
        Decision(
            fragment_id=standing.fragment,
            coder=coder,
            action=entry.action,
            decided_at=decided_at,
            codebook=codebook,
            dimension=entry.dimension,
            code=entry.code,
            instead_of=entry.instead_of,
            blind=standing.unseen,
            probability=entry.offer.probability if entry.offer else None,
            rank=entry.offer.rank if entry.offer else None,
            model=entry.offer.model if entry.offer else None,
            seconds=seconds,
        )
        for entry in said
    ]


def _give(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    if standing.holds(verdict.dimension, verdict.code):
        return []
    offer = standing.offer(verdict.dimension, verdict.code)
    if codebook.dimension(verdict.dimension).single:
        return _give_the_only_one(standing, verdict, offer)
    return [_of(Action.ACCEPTED if offer else Action.ADDED, verdict, offer)]


def _give_the_only_one(standing: Standing, verdict: VerdictForm, offer: ShownSuggestion | None) -> list[EntryDraft]:
    """In a dimension with room for one, a code that is given takes the place of what holds or is offered."""
    cleared = [
        EntryDraft(action=Action.REMOVED, dimension=held.dimension, code=held.code)
        for held in standing.in_dimension(verdict.dimension)
    ]
    others = [each for each in standing.open if each.dimension == verdict.dimension and each is not offer]
    if offer:
        return [*cleared, *map(_rejection, others), _of(Action.ACCEPTED, verdict, offer)]
    if others:
        instead = VerdictForm(verb="change", dimension=verdict.dimension, code=verdict.code, instead_of=others[0].code)
        return [*cleared, *map(_rejection, others[1:]), _of(Action.CHANGED, instead, others[0])]
    return [*cleared, _of(Action.ADDED, verdict, None)]


def _drop(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    if standing.holds(verdict.dimension, verdict.code):
        return [_of(Action.REMOVED, verdict, None)]
    offer = standing.offer(verdict.dimension, verdict.code)
    return [_rejection(offer)] if offer else []


def _change(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    offer = standing.offer(verdict.dimension, verdict.instead_of)
    if offer is None:
        return _give(standing, verdict, codebook)
    if verdict.code == verdict.instead_of:
        return [_of(Action.ACCEPTED, VerdictForm(verb="give", dimension=verdict.dimension, code=verdict.code), offer)]
    if standing.holds(verdict.dimension, verdict.code):
        return [_rejection(offer)]
    if codebook.dimension(verdict.dimension).single:
        return _give_the_only_one(standing, verdict, standing.offer(verdict.dimension, verdict.code))
    return [_of(Action.CHANGED, verdict, offer)]


def _done(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    if standing.open:
        raise InvalidDecision(_UNANSWERED)
    return [] if standing.reviewed else [EntryDraft(action=Action.REVIEWED)]


def _none(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    """No code here: whatever holds goes, whatever is offered is rejected, and the fragment is done."""
    removed = [EntryDraft(action=Action.REMOVED, dimension=held.dimension, code=held.code) for held in standing.held]
    finished = [] if standing.reviewed else [EntryDraft(action=Action.REVIEWED)]
    return [*removed, *map(_rejection, standing.open), *finished]


def _accept_all(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    """Accept every open suggestion and finish the fragment; in a dimension with room for one, the most probable."""
    if not standing.open:
        raise InvalidDecision(_NOTHING_SUGGESTED)
    said: list[EntryDraft] = []
    for dimension in codebook:
        offers = sorted((each for each in standing.open if each.dimension == dimension.id), key=lambda each: each.rank)
        for offer in offers[:1] if dimension.single else offers:
            said += _give(standing, VerdictForm(verb="give", dimension=dimension.id, code=offer.code), codebook)
    return [*said, EntryDraft(action=Action.REVIEWED)]


def _reopen(standing: Standing, verdict: VerdictForm, codebook: Codebook) -> list[EntryDraft]:
    return [EntryDraft(action=Action.REOPENED)] if standing.reviewed else []


_UNANSWERED = N_("Suggestions of this fragment still wait for an answer. Accept, reject or change them.")
_NOTHING_SUGGESTED = N_("Nothing is suggested here that could be accepted.")
_ABOUT_NOTHING = ("done", "none", "reopen", "accept-all")
_MEANINGS: dict[str, Callable[[Standing, VerdictForm, Codebook], list[EntryDraft]]] = {
    "give": _give,
    "drop": _drop,
    "change": _change,
    "done": _done,
    "none": _none,
    "accept-all": _accept_all,
    "reopen": _reopen,
}


def _rejection(offer: ShownSuggestion) -> EntryDraft:
    return EntryDraft(action=Action.REJECTED, dimension=offer.dimension, code=offer.code, offer=offer)


def _of(action: Action, verdict: VerdictForm, offer: ShownSuggestion | None) -> EntryDraft:
    return EntryDraft(
        action=action,
        dimension=verdict.dimension,
        code=verdict.code,
        instead_of=verdict.instead_of or None if action is Action.CHANGED else None,
        offer=offer,
    )
