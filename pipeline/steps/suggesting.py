"""Suggesting: the current model's codes for what nobody has reviewed yet."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Report, passages
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.drifting import kept_likeness, unlikeness, warning
from pipeline.steps.handing import Handed
from pipeline.steps.model_in_use import model_in_use
from pipeline.steps.reports import Progress, silent
from pipeline.steps.scoring_afar import question, scores


def unsuggested(study: Study) -> list[str]:
    """The interviews with fragments that the model in use has not looked at; raises NoModel."""
    with held(study) as store:
        model = model_in_use(study, clock=now)
        return store.waiting_for(model.id)


def suggest(
    study: Study,
    interviews: Sequence[str] | None = None,
    *,
    handed: Handed | None = None,
    progress: Progress = silent,
    clock: Clock = now,
) -> Report:
    """Suggest codes for every fragment without a verdict that the model in use has not looked at yet.

    Interviews that are unlike those it learnt from are marked, and named among the problems. `handed` is what `score`
    made of some of them elsewhere.

    Raises:
        NoModel: there is none, and none can be made before people have coded.
        UnfitModel: the stored one must not be loaded.
    """
    counts = {"interviews": 0, "fragments": 0, "suggested": 0}
    with held(study) as store:
        model = model_in_use(study, clock=clock)
        known, strange = kept_likeness(study, model.id), []
        todo, scored = store.waiting_for(model.id, interviews), scores(study, handed)
        for done, interview in enumerate(todo):
            progress("suggesting", done, len(todo))
            cut = [each.fragment for each in store.fragments(interview)]
            spans = [(each.start, each.end) for each in cut]
            transcript = store.transcript(interview)
            frame = scored.get(question(model.id, transcript, spans))
            if frame is None:
                frame = model.suggest(passages(transcript, spans))
            store.save_suggestions(interview, model.id, frame, suggested_at=clock())
            told = unlikeness(known, interview, model.id, [each.text for each in cut], frame)
            store.mark_unlike(interview, told)
            strange += [told] if told else []
            counts["interviews"] += 1
            counts["fragments"] += len(spans)
            counts["suggested"] += int(frame["suggested"].sum())
        progress("suggesting", len(todo), len(todo))
    details = {"model": model.id, "remark": model.card["remark"]}
    return Report(step="suggest", counts=counts, problems=tuple(map(warning, strange)), details=details)
