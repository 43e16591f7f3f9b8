"""Train a model as the settings say: gather examples, fit, and build the files stored with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline import suggestions
from pipeline.errors import ForgottenMeanwhile, InvalidSettings
from pipeline.messages import Message
from pipeline.records import SPEAKER, Example, Passage, passages
from pipeline.settings import SETTINGS_FILE, Study
from pipeline.steps.shared.drift import FILE, reference_of
from pipeline.steps.shared.starter_examples import starter_examples_for

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.steps.shared.reports import Progress
    from pipeline.steps.shared.study_lock import Clock


def refuse_unknown_columns(store: Store, study: Study) -> None:
    """Raise InvalidSettings if the settings name an interview column that does not exist."""
    wanted = study.settings.suggestions.read_columns
    if not wanted:
        return
    there = sorted({SPEAKER, *(name for columns in store.transcripts.columns().values() for name in columns)})
    unknown = [name for name in wanted if name not in there]
    if unknown:
        why = Message(
            "no interview has a column %(column)s; there are %(columns)s",
            column=repr(unknown[0]),
            columns=", ".join(there),
        )
        raise InvalidSettings(study.folder / SETTINGS_FILE, "suggestions.read_columns", why)


def fit_model(
    study: Study,
    examples: Sequence[Example],
    around: Sequence[Passage],
    *,
    evaluate: bool,
    curve: bool,
    progress: Progress,
    clock: Clock,
) -> suggestions.TrainedModel:
    """Fit a model to these examples as the study's settings say; stores no model."""
    with suggestions.vectors_kept_in(study.vectors):
        return suggestions.train(
            examples,
            study.codebook.open,
            trained_at=clock(),
            seed=study.settings.seed,
            prefer=study.settings.suggestions.prefer,
            encoder=study.encoder,
            starter=starter_examples_for(study),
            columns=study.settings.suggestions.read_columns,
            evaluate=evaluate,
            curve=curve,
            beside=around,
            progress=progress,
        )


def model_attachments(model: suggestions.TrainedModel, examples: Sequence[Example]) -> dict[str, bytes]:
    """Return the files to store beside a model."""
    return {FILE: reference_of((example.passage for example in examples), model.held_out)}


def name_of(study: Study, examples: Sequence[Example]) -> str:
    """Return the id that `fit_model` would give the model."""
    return suggestions.name_of(
        examples,
        study.codebook.open,
        seed=study.settings.seed,
        prefer=study.settings.suggestions.prefer,
        encoder=study.encoder,
        starter=starter_examples_for(study),
        columns=study.settings.suggestions.read_columns,
    )


def refuse_forgotten(store: Store, *interviews: Iterable[str]) -> None:
    """Refuse to store a model trained on an interview that is not in the study any more.

    Raises:
        ForgottenMeanwhile: one was removed since the examples were read.
    """
    gone = {name for names in interviews for name in names} - {each.id for each in store.transcripts.interviews()}
    if gone:
        raise ForgottenMeanwhile(len(gone))


def forget_what_was_encoded(study: Study) -> None:
    """Remove the kept vectors: some are of texts that were removed while they were being encoded."""
    suggestions.forget_vectors(study.vectors)


def examples_of(store: Store, study: Study) -> tuple[list[Example], list[Passage]]:
    """Return what people coded, and every fragment of the interviews in which they did.

    Raises:
        InvalidSettings: the settings name a column that does not exist.
    """
    refuse_unknown_columns(store, study)
    examples = store.exports.training_examples(study.codebook)
    return examples, _fragments_of(store, {example.passage.transcript_id for example in examples})


def _fragments_of(store: Store, interviews: Collection[str]) -> list[Passage]:
    """Return all fragments of some interviews: shares are estimated from scores for each of them, coded or not."""
    found: list[Passage] = []
    for interview in sorted(interviews):
        spans = [(each.fragment.start, each.fragment.end) for each in store.transcripts.fragments(interview)]
        found += passages(store.transcripts.get(interview), spans)
    return found
