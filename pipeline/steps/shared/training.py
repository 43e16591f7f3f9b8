"""What is known about interviews beside their words, as far as suggestions may rest on it."""

from __future__ import annotations

from pipeline.decisions import Store
from pipeline.errors import InvalidSettings
from pipeline.records import SPEAKER
from pipeline.settings import SETTINGS_FILE, Study


def refuse_unknown_columns(store: Store, study: Study) -> None:
    """Raises InvalidSettings where a column that the settings want read is not there."""
    wanted = study.settings.suggestions.read_columns
    if not wanted:
        return
    there = sorted({SPEAKER, *(name for columns in store.columns().values() for name in columns)})
    unknown = [name for name in wanted if name not in there]
    if unknown:
        why = f"no interview has a column {unknown[0]!r}; there are {', '.join(there)}"
        raise InvalidSettings(study.folder / SETTINGS_FILE, "suggestions.read_columns", why)
