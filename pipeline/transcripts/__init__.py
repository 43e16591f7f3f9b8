"""Room 1: an interview file of any kind becomes a Transcript, its text unchanged and its turns addressed by offsets."""

from pipeline.transcripts.limits import LARGEST, may_be_opened
from pipeline.transcripts.metadata import read_metadata
from pipeline.transcripts.reading import read
from pipeline.transcripts.registry import suffixes
from pipeline.transcripts.striking import strike
from pipeline.transcripts.turns import Reading, Saying

SUFFIXES: tuple[str, ...] = suffixes()
"""What can be read, as `.txt`."""

__all__ = ["LARGEST", "SUFFIXES", "Reading", "Saying", "may_be_opened", "read", "read_metadata", "strike"]
