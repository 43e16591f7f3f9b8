"""Dates as the programs write them, read as moments with a time zone; one without a zone is taken as UTC."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime

_MOST_SECONDS = 253_402_300_799
_TWO_ZONES = re.compile(r"([+-]\d\d:\d\d)Z$")
"""A date with its zone and a Z behind it, as QualCoder 3.8 writes them in REFI-QDA."""
_FORMATS = ("%a %b %d %H:%M:%S %Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d_%H:%M:%S")


def moment(said: object) -> datetime | None:
    """A date in ISO 8601, as RQDA writes it, or in seconds since 1970; None where it cannot be read."""
    if isinstance(said, int | float) and not isinstance(said, bool):
        return datetime.fromtimestamp(said, UTC) if 0 < said <= _MOST_SECONDS else None
    words = _TWO_ZONES.sub(r"\1", " ".join(str(said or "").split()))
    found: datetime | None = None
    with suppress(ValueError):
        found = datetime.fromisoformat(words)
    for form in _FORMATS:
        if found is None:
            with suppress(ValueError):
                found = datetime.strptime(words, form)  # noqa: DTZ007  # the zone is set below
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
