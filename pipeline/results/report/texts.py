"""Texts of the report in Dutch and English, read from `wording.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the texts by name; any language but `nl` gives English."""
    both = yaml.safe_load(files("pipeline.results.report").joinpath("wording.yaml").read_text(encoding="utf-8"))
    chosen = "nl" if language == "nl" else "en"
    return {str(name): each[chosen] for name, each in both.items()}
