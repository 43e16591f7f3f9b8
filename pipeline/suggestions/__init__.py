"""Room 3: learns a team's coding from examples and suggests codes with calibrated probabilities."""

from pipeline.suggestions.cold_start import from_codebook, tells_enough
from pipeline.suggestions.explanation import Explanation, Reason
from pipeline.suggestions.inspecting import broken_models, choose_current, trouble_with_current
from pipeline.suggestions.kept import beside, card_in, cards, judged_by
from pipeline.suggestions.model import TrainedModel
from pipeline.suggestions.proposing import Proposal, accept, better, proposal, propose, withdraw
from pipeline.suggestions.store import load, save
from pipeline.suggestions.training import name_of, train

__all__ = [
    "Explanation",
    "Proposal",
    "Reason",
    "TrainedModel",
    "accept",
    "beside",
    "better",
    "broken_models",
    "card_in",
    "cards",
    "choose_current",
    "from_codebook",
    "judged_by",
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
