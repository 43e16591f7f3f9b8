"""The report's words, from `wording.yaml`, in Dutch or English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml


@cache
def words(language: str) -> Mapping[str, str]:
    """The words by name; any language but `nl` gets English."""
    both = yaml.safe_load(files("pipeline.results.report").joinpath("wording.yaml").read_text(encoding="utf-8"))
    chosen = "nl" if language == "nl" else "en"
    return {str(name): each[chosen] for name, each in both.items()}
