"""Codes made while coding: from a label that somebody types, or from the words that a participant used (in vivo)."""

from __future__ import annotations

from pipeline.codebook import Code, CodeKey, Dimension, changes
from pipeline.codebook.rows import new_id
from pipeline.errors import InvalidChange, InvalidCodebook, InvalidDecision
from pipeline.messages import Message
from pipeline.review.context import ReviewContext
from pipeline.review.language import N_
from pipeline.steps.shared.codebook_versions import change_codebook

LONGEST_LABEL = 80

NO_LABEL = N_("Type the label of the new code.")


def add_code(desk: ReviewContext, dimension: str, label: str, *, parent: str = "", coder: str) -> CodeKey:
    """Add a code with this label to a dimension, as a version of the codebook; one that has the label is used as it is.

    Raises:
        InvalidDecision: the codebook cannot take the code; nothing was changed.
    """
    desk.follow()
    label = " ".join(label.split())
    if not 0 < len(label) <= LONGEST_LABEL:
        raise InvalidDecision(NO_LABEL if not label else _too_long())
    if dimension not in desk.codebook.dimension_ids:
        raise InvalidDecision(Message("Dimension %(dimension)s is not in the codebook.", dimension=repr(dimension)))
    of = desk.codebook.dimension(dimension)
    known = _of_label(of, label)
    if known is None:
        known = new_id(label, of.code_ids, "code")
        _change(desk, dimension, {"id": known, "label": label, "parent": parent or None}, coder)
    return dimension, known


def _of_label(dimension: Dimension, label: str) -> str | None:
    """The code that has this label in a language; raises InvalidDecision where it is retired."""
    found = next((each for each in dimension.codes if label.casefold() in _labels(each)), None)
    if found is not None and found.retired:
        raise InvalidDecision(
            Message("Code %(label)s is retired. Offer it again on the Codebook page first.", label=repr(label))
        )
    return None if found is None else found.id


def _labels(code: Code) -> set[str]:
    return {code.label.nl.casefold(), code.label.en.casefold()}


def _change(desk: ReviewContext, dimension: str, code: dict[str, object], coder: str) -> None:
    try:
        change_codebook(
            desk.study,
            desk.store,
            lambda book, _: changes.add(book, dimension, code),
            coder=coder,
            why="",
            at=desk.clock(),
        )
    except (InvalidChange, InvalidCodebook) as refusal:
        raise InvalidDecision(refusal.message) from None
    desk.follow()


def _too_long() -> Message:
    return Message("A label has at most %(most)s characters.", most=LONGEST_LABEL)
