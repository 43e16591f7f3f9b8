"""Learning from people: hand codes into the ledger, and a model fitted on what people decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from pipeline import suggestions
from pipeline.decisions import Store, read_hand_codes
from pipeline.records import Example, Passage, Report, passages
from pipeline.settings import Study
from pipeline.steps.about import refuse_unknown_columns
from pipeline.steps.access import Clock, held, now
from pipeline.steps.cutting import learn_boundaries
from pipeline.steps.drifting import FILE, likeness
from pipeline.steps.reports import Progress, silent
from pipeline.steps.starter import starter_examples_for

TOLD = ("figures", "remark", "starter_interviews")
"""What a report tells of a model's card."""


def import_codes(study: Study, path: Path, *, coder: str = "", clock: Clock = now) -> Report:
    """Store hand-coded fragments from a file: all of its rows, or none.

    Raises:
        InvalidCodes: rows do not fit the codebook or the transcripts; each is named.
    """
    coded = read_hand_codes(path, study.codebook, coder=coder)
    with held(study) as store:
        counts = store.import_codes(coded, study.codebook, source=path.name, decided_at=clock())
    return Report(step="import-codes", counts=counts)


def train(
    study: Study, *, evaluate: bool = True, curve: bool = True, progress: Progress = silent, clock: Clock = now
) -> Report:
    """Fit on every fragment that people coded, store the model with its card, and make it the current one.

    `evaluate` judges it on interviews held out, and does the same for where people cut: the study's own boundaries
    cut from then on if they are at least as good as the shipped ones. `curve` also tells what more interviews would
    bring.

    Raises:
        NothingToLearn: nobody has coded anything yet, and the starter study is not asked for.
        UnusableEncoder: the encoder that the settings name is not on this machine.
    """
    with held(study) as store:
        examples, around = examples_of(store, study)
        model = learnt_from(
            study, examples, around if evaluate else (), evaluate=evaluate, curve=curve, progress=progress, clock=clock
        )
        suggestions.save(model, study.models, beside=kept_beside(model, examples))
        # It rests on all that is there: what was proposed before has nothing over it.
        suggestions.withdraw(study.models)
        cuts = learn_boundaries(study, store, trained_at=clock(), progress=progress) if evaluate else {}
    return Report(
        step="train",
        counts={"examples": len(examples), "interviews": len({each.passage.transcript_id for each in examples})},
        details={"model": model.id, **{name: model.card[name] for name in TOLD}, "cuts": cuts},
    )


def learnt_from(
    study: Study,
    examples: Sequence[Example],
    around: Sequence[Passage],
    *,
    evaluate: bool,
    curve: bool,
    progress: Progress,
    clock: Clock,
) -> suggestions.TrainedModel:
    """A model of these examples as the study's settings want it; nothing is stored."""
    return suggestions.train(
        examples,
        study.codebook,
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


def kept_beside(model: suggestions.TrainedModel, examples: Sequence[Example]) -> dict[str, bytes]:
    """The files that a stored model has beside it."""
    return {FILE: likeness((example.passage for example in examples), model.held_out)}


def name_of(study: Study, examples: Sequence[Example]) -> str:
    """The id that `learnt_from` would give the model."""
    return suggestions.name_of(
        examples,
        study.codebook,
        seed=study.settings.seed,
        prefer=study.settings.suggestions.prefer,
        encoder=study.encoder,
        starter=starter_examples_for(study),
        columns=study.settings.suggestions.read_columns,
    )


def examples_of(store: Store, study: Study) -> tuple[list[Example], list[Passage]]:
    """What people coded, and every fragment of the interviews in which they did.

    Raises:
        InvalidSettings: a column that is to be read is not there.
    """
    refuse_unknown_columns(store, study)
    examples = store.examples(study.codebook)
    return examples, _fragments_of(store, {example.passage.transcript_id for example in examples})


def _fragments_of(store: Store, interviews: Collection[str]) -> list[Passage]:
    """All fragments of some interviews: shares are estimated from scores for each of them, coded or not."""
    found: list[Passage] = []
    for interview in sorted(interviews):
        spans = [(each.fragment.start, each.fragment.end) for each in store.fragments(interview)]
        found += passages(store.transcript(interview), spans)
    return found
