"""Room 3: learn a team's coding from examples and suggest codes with calibrated probabilities."""

from typing import TYPE_CHECKING

from pipeline.lazy import lazy_names

if TYPE_CHECKING:
    from pipeline.suggestions.cold_start import from_codebook, tells_enough
    from pipeline.suggestions.explanation import Explanation, Reason
    from pipeline.suggestions.features.embeddings import resolve
    from pipeline.suggestions.features.vector_cache import damaged_vectors, forget_vectors, vectors_kept_in
    from pipeline.suggestions.interviewer.model import INTERVIEWER_THRESHOLD, interviewer_sentences
    from pipeline.suggestions.learning.training import name_of, train
    from pipeline.suggestions.meaning_index import MeaningIndex
    from pipeline.suggestions.model import TrainedModel
    from pipeline.suggestions.registry.card import REFRESHED, codebook_speaks
    from pipeline.suggestions.registry.proposals import (
        Proposal,
        accept,
        choose_current,
        compare_with_current,
        proposal,
        propose,
        withdraw,
    )
    from pipeline.suggestions.registry.refreshed import (
        cards_refreshed,
        newest_refreshed,
        refreshed_id,
        save_refreshed,
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
    from pipeline.suggestions.updates.model_update import as_refreshed, bring_up_to_date, refreshed_model
    from pipeline.suggestions.updates.state_folder import forget_state
    from pipeline.suggestions.updates.working_state import WorkingState, read_state, write_state

__all__ = [
    "INTERVIEWER_THRESHOLD",
    "REFRESHED",
    "Explanation",
    "MeaningIndex",
    "Proposal",
    "Reason",
    "TrainedModel",
    "WorkingState",
    "accept",
    "as_refreshed",
    "attachment",
    "bring_up_to_date",
    "broken_models",
    "card_in",
    "cards",
    "cards_refreshed",
    "choose_current",
    "codebook_speaks",
    "compare_with_current",
    "damaged_vectors",
    "forget_state",
    "forget_vectors",
    "from_codebook",
    "held_out_predictions",
    "interviewer_sentences",
    "load",
    "name_of",
    "newest_refreshed",
    "proposal",
    "propose",
    "read_state",
    "refreshed_id",
    "refreshed_model",
    "resolve",
    "save",
    "save_refreshed",
    "tells_enough",
    "train",
    "trouble_with_current",
    "vectors_kept_in",
    "withdraw",
    "write_state",
]

__getattr__ = lazy_names(
    __name__,
    {
        "INTERVIEWER_THRESHOLD": "interviewer.model",
        "Explanation": "explanation",
        "MeaningIndex": "meaning_index",
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
        "resolve": "features.embeddings",
        "save": "registry.store",
        "tells_enough": "cold_start",
        "train": "learning.training",
        "trouble_with_current": "registry.store",
        "vectors_kept_in": "features.vector_cache",
        "withdraw": "registry.proposals",
        "REFRESHED": "registry.card",
        "WorkingState": "updates.working_state",
        "as_refreshed": "updates.model_update",
        "bring_up_to_date": "updates.model_update",
        "refreshed_model": "updates.model_update",
        "cards_refreshed": "registry.refreshed",
        "forget_state": "updates.state_folder",
        "newest_refreshed": "registry.refreshed",
        "read_state": "updates.working_state",
        "refreshed_id": "registry.refreshed",
        "save_refreshed": "registry.refreshed",
        "write_state": "updates.working_state",
    },
)
