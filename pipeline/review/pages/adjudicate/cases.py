"""The codings of a fragment side by side, the turns around it, and the choice between them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from pipeline.decisions import Adjudication, Store
from pipeline.errors import InvalidDecision
from pipeline.records import Action, Transcript
from pipeline.review.labels import Label, Labels
from pipeline.review.language import N_
from pipeline.review.pages.coding.verdicts import EntryDraft
from pipeline.review.pages.coding.view import FragmentView, Standing

if TYPE_CHECKING:
    from pipeline.review.pages.compare.comparison import Difference

Code = tuple[str, str]

HIDDEN = N_("Finish this fragment yourself first: only then is shown what others said about it.")
OWN = N_("You are one of its coders. Choose one of the codings; to code it together, sign in under a shared name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's finished coding, under a letter; `name` is empty where judges want to weigh without names."""

    letter: str
    coder: str
    name: str
    codes: frozenset[Code]
    chosen: bool

    def held(self, labels: Labels) -> list[Label]:
        """The codes as labels, in the codebook's order."""
        return [label for label in labels if (label.dimension.id, label.code.id) in self.codes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A fragment to judge; `shared` are the codes that all gave, where a new coding begins."""

    fragment: FragmentView
    sides: tuple[Coding, ...]
    ruling: Adjudication | None
    shared: frozenset[Code]
    may_code: bool


def case_of(store: Store, fragment: FragmentView, judge: str, *, names: bool) -> Case:
    """The fragment with every finished coding of it.

    Raises:
        InvalidDecision: the judge is still to code it without having seen others.
    """
    interview = fragment.id.rpartition(":")[0]
    ruling = store.adjudication.choices(interview).get(fragment.id)
    verdicts = [each for each in store.adjudication.verdicts_on(fragment.id) if each.reviewed]
    # Without names the place must not tell whose it is: another order for each fragment, the same at each look.
    verdicts.sort(key=lambda each: each.coder if names else _drawn(fragment.id, each.coder))
    sides = tuple(
        Coding(
            letter=letter,
            coder=each.coder,
            name=each.coder if names else "",
            codes=frozenset((held.dimension, held.code) for held in each.codes),
            chosen=ruling is not None and ruling.coder == each.coder,
        )
        for letter, each in zip(ascii_uppercase, verdicts, strict=False)
    )
    return Case(
        fragment=fragment,
        sides=sides,
        ruling=ruling if ruling and ruling.coder else None,
        shared=frozenset.intersection(*(each.codes for each in sides)) if sides else frozenset(),
        may_code=judge not in {each.coder for each in sides},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnAround:
    """A turn at or beside a fragment: the words before it, the fragment's own words if they are in it, and the rest."""

    speaker: str
    before: str
    here: str = ""
    after: str = ""


def turns_around(transcript: Transcript, fragment: FragmentView) -> list[TurnAround]:
    """The turn of a fragment with the turn before and the turn after it."""
    found = []
    for turn in transcript.turns[max(fragment.turn - 1, 0) : fragment.turn + 2]:
        if turn.index != fragment.turn:
            found.append(TurnAround(speaker=turn.speaker, before=transcript.words_of(turn)))
            continue
        text, start, end = transcript.text, fragment.start, fragment.end
        found.append(
            TurnAround(
                speaker=turn.speaker, before=text[turn.start : start], here=text[start:end], after=text[end : turn.end]
            )
        )
    return found


def choices_on(store: Store, differences: Iterable[Difference]) -> dict[str, Adjudication]:
    """The choices that stand on these fragments."""
    made = store.adjudication.choices()
    found = {each.fragment: made[each.fragment] for each in differences if each.fragment in made}
    return {fragment: ruling for fragment, ruling in found.items() if ruling.coder}


def coding_at(case: Case, letter: str) -> Coding:
    """The coding under a letter; raises InvalidDecision when it is there no more."""
    found = next((each for each in case.sides if each.letter == letter), None)
    if found is None:
        raise InvalidDecision(N_("That coding is not there any more. Reload the page and look again."))
    return found


def entries_for(standing: Standing, wanted: Collection[Code], order: Sequence[Code]) -> list[EntryDraft]:
    """What the ledger must say so that exactly these codes hold and the fragment is finished."""
    held = {(each.dimension, each.code) for each in standing.held}
    gone = [_entry(Action.REMOVED, code) for code in order if code in held - set(wanted)]
    answered = [
        EntryDraft(action=action, dimension=offer.dimension, code=offer.code, offer=offer)
        for action in (Action.REJECTED, Action.ACCEPTED)
        for offer in standing.open
        if ((offer.dimension, offer.code) in wanted) == (action is Action.ACCEPTED)
    ]
    offered = {(each.dimension, each.code) for each in standing.open}
    added = [_entry(Action.ADDED, code) for code in order if code in set(wanted) - held - offered]
    finished = [] if standing.reviewed else [EntryDraft(action=Action.REVIEWED)]
    return [*gone, *answered, *added, *finished]


def _entry(action: Action, code: Code) -> EntryDraft:
    return EntryDraft(action=action, dimension=code[0], code=code[1])


def _drawn(fragment: str, coder: str) -> str:
    return hashlib.sha256(f"{fragment}\n{coder}".encode()).hexdigest()
