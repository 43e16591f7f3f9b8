"""Base class of transformers from text: its tags tell scikit-learn that the input is text, not tables."""

from __future__ import annotations

from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags


class TextTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A transformer from texts, or passages, to a row of numbers each."""

    def __sklearn_tags__(self) -> Tags:
        """No table goes in."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags
