"""Room 3: learns a team's coding from examples and suggests codes with calibrated probabilities."""

from pipeline.suggestions.cold_start import from_codebook, tells_enough
from pipeline.suggestions.explanation import Explanation, Reason
from pipeline.suggestions.learning.training import name_of, train
from pipeline.suggestions.model import TrainedModel
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
    "compare_with_current",
    "from_codebook",
    "held_out_predictions",
    "load",
    "name_of",
    "proposal",
    "propose",
    "save",
    "tells_enough",
    "train",
    "trouble_with_current",
    "withdraw",
]
