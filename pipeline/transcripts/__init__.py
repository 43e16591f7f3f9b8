"""Room 1: an interview file of any kind becomes a Transcript, its text unchanged and its turns addressed by offsets."""

from typing import TYPE_CHECKING

from pipeline.lazy import lazy_names

if TYPE_CHECKING:
    from pipeline.transcripts.guards import LARGEST, may_be_opened
    from pipeline.transcripts.metadata import read_metadata
    from pipeline.transcripts.reading import read
    from pipeline.transcripts.registry import SUFFIXES
    from pipeline.transcripts.striking import strike
    from pipeline.transcripts.turns import Reading, Saying

__all__ = ["LARGEST", "SUFFIXES", "Reading", "Saying", "may_be_opened", "read", "read_metadata", "strike"]

__getattr__ = lazy_names(
    __name__,
    {
        "LARGEST": "guards",
        "SUFFIXES": "registry",
        "Reading": "turns",
        "Saying": "turns",
        "may_be_opened": "guards",
        "read": "reading",
        "read_metadata": "metadata",
        "strike": "striking",
    },
)
