"""Room 1: an interview file of any kind becomes a Transcript, its text unchanged and its turns addressed by offsets."""

from typing import TYPE_CHECKING

from pipeline.lazy import lazy_names

if TYPE_CHECKING:
    from pipeline.transcripts.duplicates import words_hash
    from pipeline.transcripts.limits import LARGEST, may_be_opened
    from pipeline.transcripts.metadata import read_metadata
    from pipeline.transcripts.previews import facts_of, preview_of
    from pipeline.transcripts.proposed import PROPOSED, SentenceFound, is_nameless, with_proposed
    from pipeline.transcripts.reader import read, read_with_report
    from pipeline.transcripts.reading_process import read_metadata_within_limits, read_within_limits
    from pipeline.transcripts.registry import SUFFIXES
    from pipeline.transcripts.report import Notice, Place, ReadingReport, SpeakerFound
    from pipeline.transcripts.striking import strike
    from pipeline.transcripts.turns import Reading, Saying

__all__ = [
    "LARGEST",
    "PROPOSED",
    "SUFFIXES",
    "Notice",
    "Place",
    "Reading",
    "ReadingReport",
    "Saying",
    "SentenceFound",
    "SpeakerFound",
    "facts_of",
    "is_nameless",
    "may_be_opened",
    "preview_of",
    "read",
    "read_metadata",
    "read_metadata_within_limits",
    "read_with_report",
    "read_within_limits",
    "strike",
    "with_proposed",
    "words_hash",
]

__getattr__ = lazy_names(
    __name__,
    {
        "LARGEST": "limits",
        "Notice": "report",
        "PROPOSED": "proposed",
        "Place": "report",
        "Reading": "turns",
        "ReadingReport": "report",
        "SUFFIXES": "registry",
        "Saying": "turns",
        "SentenceFound": "proposed",
        "SpeakerFound": "report",
        "facts_of": "previews",
        "is_nameless": "proposed",
        "may_be_opened": "limits",
        "preview_of": "previews",
        "read": "reader",
        "read_metadata": "metadata",
        "read_metadata_within_limits": "reading_process",
        "read_with_report": "reader",
        "read_within_limits": "reading_process",
        "strike": "striking",
        "with_proposed": "proposed",
        "words_hash": "duplicates",
    },
)
