"""Room 3: learns a team's coding from examples and suggests codes with calibrated probabilities."""

from pipeline.suggestions.model import TrainedModel
from pipeline.suggestions.store import load, save
from pipeline.suggestions.training import train

__all__ = ["TrainedModel", "load", "save", "train"]
