"""Pseudonyms: find names, places and numbers, propose replacements, and apply the confirmed ones."""

from typing import TYPE_CHECKING

from pipeline.lazy import lazy_names

if TYPE_CHECKING:
    from pipeline.transcripts.pseudonyms.applying import Covered, covered
    from pipeline.transcripts.pseudonyms.finding import Finding, Seeker
    from pipeline.transcripts.pseudonyms.key import HEADER, NAMES, Key, Row
    from pipeline.transcripts.pseudonyms.proposing import proposed

__all__ = ["HEADER", "NAMES", "Covered", "Finding", "Key", "Row", "Seeker", "covered", "proposed"]

__getattr__ = lazy_names(
    __name__,
    {
        "Covered": "applying",
        "Finding": "finding",
        "HEADER": "key",
        "Key": "key",
        "NAMES": "key",
        "Row": "key",
        "Seeker": "finding",
        "covered": "applying",
        "proposed": "proposing",
    },
)
