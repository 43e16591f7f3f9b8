"""What the codebook itself knows: how often its keywords and patterns stand in a text, per code."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from pipeline.codebook import Code, Dimension
from pipeline.suggestions.targets import Matrix

_NEVER = re.compile(r"(?!)")


def search_for(code: Code) -> re.Pattern[str]:
    """One pattern for a code: a keyword counts where a word begins with it, so that inflections are found."""
    keywords = [rf"\b{re.escape(keyword)}" for keyword in sorted(code.keywords, key=lambda each: (-len(each), each))]
    alternatives = [*keywords, *(f"(?:{pattern})" for pattern in code.patterns)]
    return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else _NEVER


def count_keywords(dimension: Dimension, texts: Sequence[str]) -> Matrix:
    """Hits per text (row) and code (column, in the codebook's order)."""
    searches = [search_for(code) for code in dimension.codes]
    return np.array([[sum(1 for _ in search.finditer(text)) for search in searches] for text in texts], dtype=float)
