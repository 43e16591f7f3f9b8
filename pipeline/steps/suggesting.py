"""Suggesting: the current model's codes for what nobody has reviewed yet."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import suggestions
from pipeline.records import Report, passages
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.reports import Progress, silent


def unsuggested(study: Study) -> list[str]:
    """The interviews with fragments that the current model has not looked at; raises NoModel."""
    model = suggestions.load(study.models, study.codebook)
    with held(study) as store:
        return store.waiting_for(model.id)


def suggest(
    study: Study, interviews: Sequence[str] | None = None, *, progress: Progress = silent, clock: Clock = now
) -> Report:
    """Suggest codes for every fragment without a verdict that the current model has not looked at yet.

    Raises:
        NoModel: there is none; train first.
        UnfitModel: the stored one must not be loaded.
    """
    model = suggestions.load(study.models, study.codebook)
    counts = {"interviews": 0, "fragments": 0, "suggested": 0}
    with held(study) as store:
        todo = store.waiting_for(model.id)
        todo = todo if interviews is None else [each for each in todo if each in set(interviews)]
        for done, interview in enumerate(todo):
            progress("suggesting", done, len(todo))
            spans = [(each.fragment.start, each.fragment.end) for each in store.fragments(interview)]
            frame = model.suggest(passages(store.transcript(interview), spans))
            store.save_suggestions(interview, model.id, frame, suggested_at=clock())
            counts["interviews"] += 1
            counts["fragments"] += len(spans)
            counts["suggested"] += int(frame["suggested"].sum())
        progress("suggesting", len(todo), len(todo))
    return Report(step="suggest", counts=counts, details={"model": model.id})
