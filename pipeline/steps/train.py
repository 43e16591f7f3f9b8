"""Train a model on what people coded, evaluate it, and make it the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import suggestions
from pipeline.errors import ForgottenMeanwhile
from pipeline.records import Report
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.segmentation import hand_cut_transcripts, learn_boundaries, save_boundaries
from pipeline.steps.shared.study_lock import Clock, locked_store, now
from pipeline.steps.shared.training import (
    examples_of,
    fit_model,
    forget_what_was_encoded,
    model_attachments,
    refuse_forgotten,
)

if TYPE_CHECKING:
    from pipeline.settings import Study

CARD_FIELDS = ("figures", "remark", "starter_interviews", "encoder", "chosen")
"""The fields of a model card in the report."""


def train(
    study: Study, *, evaluate: bool = True, curve: bool = True, progress: Progress = silent, clock: Clock = now
) -> Report:
    """Fit on every fragment that people coded, store the model with its card, and make it the current one.

    `evaluate` computes figures on held-out interviews, also for the boundaries: the study's own boundary model is used
    from then on if it is at least as good as the shipped one. `curve` also estimates the gain from more interviews.

    Raises:
        NothingToLearn: nobody has coded anything yet, and the starter study is not asked for.
        UnusableEncoder: the encoder that the settings name is not on this machine.
        ForgottenMeanwhile: a training interview was removed while the model was computed.
    """
    with locked_store(study) as store:
        examples, around = examples_of(store, study)
        cuts = hand_cut_transcripts(store) if evaluate else []
    # Training takes minutes and holds no lock: `status`, `report` and `run` need not wait for it.
    model = fit_model(
        study, examples, around if evaluate else (), evaluate=evaluate, curve=curve, progress=progress, clock=clock
    )
    boundaries = learn_boundaries(cuts, progress=progress) if evaluate else None
    with locked_store(study) as store:
        try:
            refuse_forgotten(store, [each.passage.transcript_id for each in examples], [each.id for each, _ in cuts])
        except ForgottenMeanwhile:
            forget_what_was_encoded(study)
            raise
        suggestions.save(model, study.models, beside=model_attachments(model, examples))
        # Trained on everything there is, it supersedes any proposal.
        suggestions.withdraw(study.models)
        learnt = save_boundaries(study, boundaries, cuts, trained_at=clock()) if boundaries else {}
    return Report(
        step="train",
        counts={"examples": len(examples), "interviews": len({each.passage.transcript_id for each in examples})},
        details={"model": model.id, **{name: model.card[name] for name in CARD_FIELDS}, "cuts": learnt},
    )
