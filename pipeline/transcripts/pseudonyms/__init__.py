"""Who and where people speak of: found, replaced consistently, and never written outside the researcher's own table."""

from pipeline.transcripts.pseudonyms.applying import Covered, covered
from pipeline.transcripts.pseudonyms.finding import Finding, Seeker
from pipeline.transcripts.pseudonyms.key import HEADER, Key, Row
from pipeline.transcripts.pseudonyms.proposing import proposed

__all__ = ["HEADER", "Covered", "Finding", "Key", "Row", "Seeker", "covered", "proposed"]
