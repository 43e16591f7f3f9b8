"""Load the current model: the trained one, or before anybody has coded one from the starter study or the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import suggestions
from pipeline.errors import NoModel, UnfitModel
from pipeline.steps.shared.starter_examples import starter_examples_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records import Example
    from pipeline.settings import Study
    from pipeline.steps.shared.study_lock import Clock


def model_in_use(study: Study, *, clock: Clock) -> suggestions.TrainedModel:
    """Return the current model.

    Without codes of the team, build one from the starter study or the codebook and store it.

    Raises:
        NoModel: there is none, and the settings allow none before people have coded, or the codebook has no keywords.
        UnfitModel: the stored one must not be loaded.
    """
    try:
        return suggestions.load(study.models, study.codebook.open)
    except NoModel:
        return _without_own_codes(study, clock)
    except UnfitModel:
        if _own_interviews(study):
            raise
        return _without_own_codes(study, clock)


def refreshed_of(study: Study, model: str) -> list[str]:
    """Return the ids of the models that this one became when it was refreshed (`pipeline/steps/refresh.py`)."""
    return sorted(suggestions.cards_refreshed(study.models, model))


def _without_own_codes(study: Study, clock: Clock) -> suggestions.TrainedModel:
    starter = starter_examples_for(study)
    if not study.settings.suggestions.cold_start or not (starter or suggestions.tells_enough(study.codebook.open)):
        raise NoModel(study.models)
    with suggestions.vectors_kept_in(study.vectors):
        model = _from_starter_or_codebook(study, starter, clock)
    suggestions.save(model, study.models)
    return model


def _from_starter_or_codebook(study: Study, starter: Sequence[Example], clock: Clock) -> suggestions.TrainedModel:
    if starter:
        settings = study.settings
        prefer, encoder = settings.suggestions.prefer, study.encoder
        return suggestions.train(
            [],
            study.codebook.open,
            trained_at=clock(),
            seed=settings.seed,
            prefer=prefer,
            encoder=encoder,
            starter=starter,
        )
    return suggestions.from_codebook(study.codebook.open, trained_at=clock(), encoder=study.encoder)


def _own_interviews(study: Study) -> bool:
    card = suggestions.card_in(study.models)
    return card is None or bool(card.get("interviews", True))
