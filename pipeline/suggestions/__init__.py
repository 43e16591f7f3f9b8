"""Room 3: learn a team's coding from examples and suggest codes with calibrated probabilities."""

from typing import TYPE_CHECKING

from pipeline.lazy import lazy_names

if TYPE_CHECKING:
    from pipeline.suggestions.cold_start import from_codebook, tells_enough
    from pipeline.suggestions.explanation import Explanation, Reason
    from pipeline.suggestions.features.vector_cache import damaged_vectors, forget_vectors, vectors_kept_in
    from pipeline.suggestions.interviewer.model import INTERVIEWER_THRESHOLD, interviewer_sentences
    from pipeline.suggestions.learning.training import name_of, train
    from pipeline.suggestions.model import TrainedModel
    from pipeline.suggestions.registry.card import codebook_speaks
    from pipeline.suggestions.registry.proposals import (
        Proposal,
        accept,
        choose_current,
        compare_with_current,
        proposal,
        propose,
        withdraw,
    )
    from pipeline.suggestions.registry.store import (
        attachment,
        broken_models,
        card_in,
        cards,
        held_out_predictions,
        load,
        save,
        trouble_with_current,
    )

__all__ = [
    "INTERVIEWER_THRESHOLD",
    "Explanation",
    "Proposal",
    "Reason",
    "TrainedModel",
    "accept",
    "attachment",
    "broken_models",
    "card_in",
    "cards",
    "choose_current",
    "codebook_speaks",
    "compare_with_current",
    "damaged_vectors",
    "forget_vectors",
    "from_codebook",
    "held_out_predictions",
    "interviewer_sentences",
    "load",
    "name_of",
    "proposal",
    "propose",
    "save",
    "tells_enough",
    "train",
    "trouble_with_current",
    "vectors_kept_in",
    "withdraw",
]

__getattr__ = lazy_names(
    __name__,
    {
        "INTERVIEWER_THRESHOLD": "interviewer.model",
        "Explanation": "explanation",
        "Proposal": "registry.proposals",
        "Reason": "explanation",
        "TrainedModel": "model",
        "accept": "registry.proposals",
        "attachment": "registry.store",
        "broken_models": "registry.store",
        "card_in": "registry.store",
        "cards": "registry.store",
        "choose_current": "registry.proposals",
        "codebook_speaks": "registry.card",
        "compare_with_current": "registry.proposals",
        "damaged_vectors": "features.vector_cache",
        "forget_vectors": "features.vector_cache",
        "from_codebook": "cold_start",
        "held_out_predictions": "registry.store",
        "interviewer_sentences": "interviewer.model",
        "load": "registry.store",
        "name_of": "learning.training",
        "proposal": "registry.proposals",
        "propose": "registry.proposals",
        "save": "registry.store",
        "tells_enough": "cold_start",
        "train": "learning.training",
        "trouble_with_current": "registry.store",
        "vectors_kept_in": "features.vector_cache",
        "withdraw": "registry.proposals",
    },
)
