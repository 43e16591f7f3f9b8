"""Suggesting: the current model's codes for what nobody has reviewed yet."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Report, passages
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.model_in_use import model_in_use
from pipeline.steps.reports import Progress, silent


def unsuggested(study: Study) -> list[str]:
    """The interviews with fragments that the model in use has not looked at; raises NoModel."""
    with held(study) as store:
        model = model_in_use(study, clock=now)
        return store.waiting_for(model.id)


def suggest(
    study: Study, interviews: Sequence[str] | None = None, *, progress: Progress = silent, clock: Clock = now
) -> Report:
    """Suggest codes for every fragment without a verdict that the model in use has not looked at yet.

    Raises:
        NoModel: there is none, and none can be made before people have coded.
        UnfitModel: the stored one must not be loaded.
    """
    counts = {"interviews": 0, "fragments": 0, "suggested": 0}
    with held(study) as store:
        model = model_in_use(study, clock=clock)
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
    return Report(step="suggest", counts=counts, details={"model": model.id, "remark": model.card["remark"]})
