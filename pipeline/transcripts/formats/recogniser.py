"""JSON of speech recognisers: Whisper, WhisperX, whisper.cpp and its kin, and Amberscript."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.decoding import decode
from pipeline.transcripts.turns import Reading, Saying

LISTS = ("segments", "transcription", "chunks")
"""Where the segments are: Whisper, WhisperX and Amberscript; whisper.cpp; Whisper by way of transformers."""

Entry = Mapping[str, Any]


def read_recogniser(path: Path, contents: bytes) -> Reading:
    """Every segment as a saying; where words have speakers of their own, as many sayings as speakers take turns."""
    text, encoding = decode(path, contents)
    try:
        told = json.loads(text)
    except ValueError as error:
        raise UnreadableTranscript(path, Message("it is no JSON"), Message("Export it again.")) from error
    segments = _segments(told)
    if segments is None:
        why = Message("it is no JSON of Whisper, WhisperX or Amberscript: it has no list of segments")
        raise UnreadableTranscript(path, why, Message("Export the transcript as .docx, .vtt or .srt."))
    names = _names(told)
    sayings = tuple(saying for segment in segments for saying in _sayings(segment, names))
    return Reading(sayings=sayings, encoding=encoding)


def _segments(told: object) -> list[Entry] | None:
    found = [told[name] for name in LISTS if name in told] if isinstance(told, dict) else [told]
    if not found or not isinstance(found[0], list) or not all(isinstance(each, dict) for each in found[0]):
        return None
    return found[0]


def _names(told: object) -> dict[str, str]:
    """Amberscript's names of its speakers, which segments know by their number."""
    speakers = told.get("speakers") if isinstance(told, dict) else None
    known = [each for each in speakers if isinstance(each, dict)] if isinstance(speakers, list) else []
    return {str(each["spkid"]): str(each.get("name") or each["spkid"]) for each in known if "spkid" in each}


def _sayings(segment: Entry, names: Mapping[str, str]) -> Iterator[Saying]:
    speaker = str(segment.get("speaker") or "")
    words = [word for word in segment.get("words") or () if isinstance(word, dict)]
    by_word = _speakers(words, speaker)
    if len(set(by_word)) <= 1 and "text" in segment:
        speaker = by_word[0] if by_word else speaker
        begins_at, ends_at = _times(segment, words)
        yield Saying(
            speaker=names.get(speaker, speaker),
            words=" ".join(str(segment["text"]).split()),
            begins_at=begins_at,
            ends_at=ends_at,
        )
        return
    for who, group in groupby(zip(by_word, words, strict=True), key=lambda pair: pair[0]):
        spoken = [word for _, word in group]
        begins_at, ends_at = _times({}, spoken)
        text = " ".join(" ".join(str(word.get("text", word.get("word", ""))).split()) for word in spoken)
        yield Saying(speaker=names.get(who, who), words=text, begins_at=begins_at, ends_at=ends_at)


def _speakers(words: Sequence[Entry], speaker: str) -> list[str]:
    """Whose each word is; one that the recogniser could not place is whose the word before it was."""
    found: list[str] = []
    for word in words:
        before = found[-1] if found else speaker
        found.append(str(word.get("speaker") or before))
    return found


def _times(segment: Entry, words: Sequence[Entry]) -> tuple[float | None, float | None]:
    for holder, scale in ((segment, 1.0), (segment.get("offsets"), 1000.0)):
        if isinstance(holder, dict) and (("start" in holder) or ("from" in holder)):
            begins, ends = holder.get("start", holder.get("from")), holder.get("end", holder.get("to"))
            return _scaled(begins, scale), _scaled(ends, scale)
    if isinstance(segment.get("timestamp"), list) and len(segment["timestamp"]) == 2:
        return _scaled(segment["timestamp"][0], 1.0), _scaled(segment["timestamp"][1], 1.0)
    begins_at = [word["start"] for word in words if "start" in word]
    ends_at = [word["end"] for word in words if "end" in word]
    return _scaled(begins_at[0] if begins_at else None, 1.0), _scaled(ends_at[-1] if ends_at else None, 1.0)


def _scaled(number: object, scale: float) -> float | None:
    return float(number) / scale if isinstance(number, (int, float)) else None
