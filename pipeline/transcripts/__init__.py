"""Room 1: an interview file of any kind becomes a Transcript, its text unchanged and its turns addressed by offsets."""

from pipeline.transcripts.duplicates import words_hash
from pipeline.transcripts.guards import LARGEST, may_be_opened
from pipeline.transcripts.metadata import read_metadata
from pipeline.transcripts.preview import facts_of, preview
from pipeline.transcripts.reader import read, read_with_report
from pipeline.transcripts.registry import suffixes
from pipeline.transcripts.report import Notice, Place, ReadingReport, SpeakerFound
from pipeline.transcripts.striking import strike
from pipeline.transcripts.turns import Reading, Saying

SUFFIXES: tuple[str, ...] = suffixes()
"""What can be read, as `.txt`."""

__all__ = [
    "LARGEST",
    "SUFFIXES",
    "Notice",
    "Place",
    "Reading",
    "ReadingReport",
    "Saying",
    "SpeakerFound",
    "facts_of",
    "may_be_opened",
    "preview",
    "read",
    "read_metadata",
    "read_with_report",
    "strike",
    "words_hash",
]
