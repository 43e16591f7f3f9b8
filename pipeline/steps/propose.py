"""Propose a model: the schedule trains it, and a person decides whether it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline import suggestions
from pipeline.errors import NothingToLearn
from pipeline.records import Example, Problem, Report
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.study_lock import Clock, locked_store, now
from pipeline.steps.shared.training import examples_of, fit_model, model_attachments, name_of, refuse_forgotten

if TYPE_CHECKING:
    from pipeline.settings import Study


def propose(study: Study, *, progress: Progress = silent, clock: Clock = now) -> Report:
    """Train and evaluate a model on all that people coded, and propose it if it beats the current one.

    Both are compared on the same held-out fragments. Counts `examples`, `interviews` and `proposed` (0 or 1); a study
    without any codes only gets a notice.
    """
    # The lock is not held during training: that may take an hour, and the nightly run should not wait for it.
    with locked_store(study) as store:
        examples, around = examples_of(store, study)
    if examples and name_of(study, examples) == _known(study):
        return _report(examples, None)  # nothing was coded since the current model was trained
    try:
        model = fit_model(study, examples, around, evaluate=True, curve=False, progress=progress, clock=clock)
    except NothingToLearn as too_little:
        return Report(step="propose", problems=(Problem(place="models", message=too_little.message),))
    with locked_store(study) as store:
        refuse_forgotten(store, [each.passage.transcript_id for each in examples])
        proposal = suggestions.compare_with_current(model, study.models, examples, study.codebook.open)
        if proposal is not None:
            suggestions.propose(model, study.models, proposal, beside=model_attachments(model, examples))
    return _report(examples, proposal)


def _known(study: Study) -> str | None:
    card = suggestions.card_in(study.models)
    return None if card is None else str(card["id"])


def _report(examples: Sequence[Example], proposal: suggestions.Proposal | None) -> Report:
    interviews = {example.passage.transcript_id for example in examples}
    counts = {"examples": len(examples), "interviews": len(interviews), "proposed": int(proposal is not None)}
    return Report(step="propose", counts=counts, details={"proposal": in_figures(proposal)})


def accept_proposal(study: Study) -> Report:
    """Make the proposed model the current one; raises NoProposal."""
    with locked_store(study):
        model = suggestions.accept(study.models)
    return Report(step="accept", details={"model": model})


def in_figures(proposal: suggestions.Proposal | None) -> dict[str, object] | None:
    """Return a proposal as plain values."""
    if proposal is None:
        return None
    names = ("model", "figure", "current", "fragments", "interviews")
    return {name: getattr(proposal, name) for name in names}
