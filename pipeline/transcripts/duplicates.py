"""The same interview under another name, or in another format, is recognised by its words."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from pipeline.records import Transcript

_WORD = re.compile(r"\w+")


def words_hash(transcript: Transcript) -> str:
    """SHA-256 of what is said in the turns, in order: without labels, times, case, punctuation and white space.

    A renamed file and the same talk saved in another format have the same hash; two recordings, even of one interview
    with the same people, do not.
    """
    hashed = hashlib.sha256()
    for turn in transcript.turns:
        words = unicodedata.normalize("NFC", transcript.text[turn.start : turn.end]).casefold()
        hashed.update(" ".join(_WORD.findall(words)).encode() + b" ")
    return hashed.hexdigest()
