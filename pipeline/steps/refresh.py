"""Bring the model in use up to date with what people decided since, and renew the suggestions that wait for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline import suggestions
from pipeline.errors import ForgottenMeanwhile, NothingToLearn
from pipeline.records import Example, Report, passages
from pipeline.steps.shared.current_model import model_in_use
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.starter_examples import starter_examples_for
from pipeline.steps.shared.study_lock import Clock, locked_store, now
from pipeline.steps.shared.training import examples_of, fit_model, forget_what_was_encoded, refuse_forgotten

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.settings import Study

FEW = 400
"""With fewer examples the model is fitted anew: that takes a moment, and learns new words too."""

GROWN = 0.2
"""A full training is due when so many of the fragments learnt from are new to the words that the model knows."""


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What people decided, up to and with an entry of the ledger."""

    examples: list[Example]
    entry: int


def refresh(
    study: Study,
    interviews: Sequence[str] | None = None,
    *,
    leave: Collection[str] = (),
    progress: Progress = silent,
    clock: Clock = now,
) -> Report:
    """Learn the ledger as it stands, and renew suggestions on fragments without a verdict in these interviews.

    The default is all interviews with such fragments. Blind fragments and those in `leave` (on somebody's screen) keep
    the suggestions that they have. The trained model stays the current one: figures rest on it alone. Nothing is
    learnt from interviews that wait for a second coder, as in `train`.

    Raises:
        NoModel, UnfitModel: there is no model that can be used.
        ForgottenMeanwhile: an interview was removed while the model was computed.
    """
    with locked_store(study) as store:
        base = model_in_use(study, clock=clock)
        known = Ledger(examples=examples_of(store, study)[0], entry=store.ledger.newest_entry())
    name = suggestions.refreshed_id(base.id, known.examples)
    due = _due(base, known)
    try:
        model, state, done = _brought_up_to_date(study, base, known, name, clock=clock)
    except NothingToLearn:
        return Report(step="refresh", counts={"fragments": 0, "changed": 0}, details={"model": base.id, "due": due})
    renewed = _renew(study, model, interviews, leave=leave, progress=progress, clock=clock)
    if state is not None:  # written last: nobody waits for it
        _keep(study, state, known)
    held_out = model.card[suggestions.REFRESHED]["held_out"]
    details = {"model": model.id, "of": base.id, "ledger": known.entry, "held_out": held_out, "due": due, **renewed}
    changed = sum(map(len, renewed["changed"].values()))
    return Report(step="refresh", counts={**done, "changed": changed}, details=details)


def _brought_up_to_date(
    study: Study, base: suggestions.TrainedModel, known: Ledger, name: str, *, clock: Clock
) -> tuple[suggestions.TrainedModel, suggestions.WorkingState | None, dict[str, int]]:
    if name == suggestions.newest_refreshed(study.models, base.id):
        return suggestions.load(study.models, study.codebook.open, name), None, {"added": 0, "removed": 0, "full": 0}
    if len(known.examples) < FEW:
        fitted = fit_model(study, known.examples, (), evaluate=False, curve=False, progress=silent, clock=clock)
        model, state = suggestions.as_refreshed(fitted, name, base=base.id, ledger=known.entry), None
        done = {"added": len(known.examples), "removed": 0, "full": 1}
    else:
        with suggestions.vectors_kept_in(study.vectors):
            model, updated = suggestions.refreshed_model(
                base,
                known.examples,
                study.codebook.open,
                name=name,
                ledger=known.entry,
                trained_at=clock(),
                seed=study.settings.seed,
                state=suggestions.read_state(study.models, base.id),
                starter=starter_examples_for(study),
            )
        state, done = updated.state, {"added": updated.added, "removed": updated.removed, "full": updated.full}
    with locked_store(study) as store:
        _refuse_forgotten(study, store, known)
        suggestions.save_refreshed(model, study.models, known.examples)
    return model, state, done


def _keep(study: Study, state: suggestions.WorkingState, known: Ledger) -> None:
    with locked_store(study) as store:
        _refuse_forgotten(study, store, known)
        suggestions.write_state(state, study.models)


def _refuse_forgotten(study: Study, store: Store, known: Ledger) -> None:
    try:
        refuse_forgotten(store, [each.passage.transcript_id for each in known.examples])
    except ForgottenMeanwhile:
        forget_what_was_encoded(study)
        raise


def _renew(
    study: Study,
    model: suggestions.TrainedModel,
    interviews: Sequence[str] | None,
    *,
    leave: Collection[str],
    progress: Progress,
    clock: Clock,
) -> dict[str, Any]:
    changed: dict[str, list[str]] = {}
    with locked_store(study) as store, suggestions.vectors_kept_in(study.vectors):
        waiting = store.suggestions.to_refresh()
        todo = waiting if interviews is None else [each for each in waiting if each in interviews]
        for done, interview in enumerate(todo):
            progress("suggesting", done, len(todo))
            spans = [(each.fragment.start, each.fragment.end) for each in store.transcripts.fragments(interview)]
            frame = model.suggest(passages(store.transcripts.get(interview), spans))
            others = store.suggestions.refresh(interview, model.id, frame, suggested_at=clock(), leave=leave)
            if others:
                changed[interview] = others
    return {"interviews": todo, "changed": changed}


def _due(base: suggestions.TrainedModel, known: Ledger) -> bool:
    """Whether a full training would know much more: many fragments are new since, or they changed."""
    learnt = set(base.pipeline["read"].fragments_)
    new = sum(each.passage.fragment_id not in learnt for each in known.examples)
    return new > GROWN * max(len(known.examples), 1)
