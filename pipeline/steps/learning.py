"""Learning from people: hand codes into the ledger, and a model fitted on what people decided."""

from __future__ import annotations

from pathlib import Path

from pipeline import suggestions
from pipeline.decisions import read_hand_codes
from pipeline.records import Report
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.reports import Progress, silent


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

    `evaluate` judges it on interviews held out; `curve` also tells what more interviews would bring.

    Raises:
        NothingToLearn: nobody has coded anything yet.
    """
    with held(study) as store:
        examples = store.examples(study.codebook)
        model = suggestions.train(
            examples,
            study.codebook,
            trained_at=clock(),
            seed=study.settings.seed,
            prefer=study.settings.suggestions.prefer,
            evaluate=evaluate,
            curve=curve,
            progress=progress,
        )
        suggestions.save(model, study.models)
    interviews = {example.passage.transcript_id for example in examples}
    return Report(
        step="train",
        counts={"examples": len(examples), "interviews": len(interviews)},
        details={"model": model.id, "figures": model.card.get("figures", {})},
    )
