"""Selected words: which fragments they are, whole or cut, and the verdicts that give codes there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.decisions.ledger.rules import CodeKey
from pipeline.decisions.passages import Passage, passage_span
from pipeline.errors import InvalidDecision, UnknownFragment
from pipeline.records import Decision, Fragment
from pipeline.review.context import ReviewContext
from pipeline.review.language import N_
from pipeline.review.pages.coding.verdicts import VerdictForm, decisions, entries
from pipeline.review.pages.coding.view import Standing, laid_out

# The same white space as in the desk's script (`selecting.js`), which counts words by it.
_WORD = re.compile(r"[^\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_ASKED = re.compile(r"(\d{1,10}-\d{1,10})(?::(\d{1,6})-(\d{1,6}))?", re.ASCII)
_UNREADABLE = N_("The desk does not know which words were selected. Reload the page and select them again.")
MOST = 200
"""How many fragments can be coded at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Selected words of an interview: passages to cut out, and fragments that are selected whole."""

    cut: list[Passage] = field(default_factory=list)
    whole: list[Standing] = field(default_factory=list)


def selection_of(desk: ReviewContext, interview: str, words: Sequence[str], coder: str) -> Selection:
    """The selection that a form names: `90-262` for a whole fragment, `90-262:3-5` for its fourth to sixth word.

    Raises:
        InvalidDecision: it names nothing that can be selected.
        UnknownFragment: a fragment is not in the study (any more).
    """
    if not 0 < len(words) <= MOST:
        raise InvalidDecision(_UNREADABLE)
    laid = {fragment.id: (fragment, standing) for fragment, standing in laid_out(desk.store, interview, coder)}
    selection = Selection()
    for each in dict.fromkeys(words):
        asked = _ASKED.fullmatch(each)
        if asked is None:
            raise InvalidDecision(_UNREADABLE)
        name = f"{interview}:{asked[1]}"
        if name not in laid:
            raise UnknownFragment(name)
        fragment, standing = laid[name]
        passage = _passage(fragment, int(asked[2]), int(asked[3])) if asked[2] else None
        if passage:
            selection.cut.append(passage)
        else:
            selection.whole.append(standing)
    return selection


def _passage(fragment: Fragment, first: int, last: int) -> Passage | None:
    """These words of a fragment; None when they are all of it."""
    words = [(each.start(), each.end()) for each in _WORD.finditer(fragment.text)]
    if not 0 <= first <= last < len(words):
        raise InvalidDecision(_UNREADABLE)
    span = passage_span(fragment.text, (0, len(fragment.text)), (words[first][0], words[last][1]))
    if span == (0, len(fragment.text)):
        return None
    return Passage(fragment_id=fragment.id, start=fragment.start + span[0], end=fragment.start + span[1])


def code_selection(
    desk: ReviewContext, interview: str, words: Sequence[str], codes: Sequence[CodeKey], coder: str
) -> list[str]:
    """Give codes to selected words, as one act; returns the ids of the fragments that hold them.

    Raises:
        InvalidDecision: the words or the codes are none that can be given.
        UnknownFragment: a fragment is not in the study (any more).
    """
    selection, now = selection_of(desk, interview, words, coder), desk.clock()
    said = [each for standing in selection.whole for each in _verdicts(desk, standing, codes, coder)]
    made = desk.store.boundaries.code_passages(
        selection.cut, codes, coder=coder, decided_at=now, codebook=desk.codebook.stamp, beside=said
    )
    return [*made, *(each.fragment for each in selection.whole)]


def _verdicts(desk: ReviewContext, standing: Standing, codes: Sequence[CodeKey], coder: str) -> list[Decision]:
    """What the ledger must say so that these codes hold on a whole fragment."""
    said = []
    for dimension, code in codes:
        verdict = VerdictForm(verb="give", dimension=dimension, code=code)
        said += entries(standing, verdict, desk.codebook)
    return decisions(said, standing, coder=coder, decided_at=desk.clock(), codebook=desk.codebook.stamp, seconds=None)
