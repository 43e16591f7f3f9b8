"""JSON of speech recognisers: Whisper, WhisperX, whisper.cpp and kin, Amberscript, oTranscribe, and services."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.formats.services import number, sayings_of, speaker_in
from pipeline.transcripts.turns import Reading, Saying

LISTS = ("segments", "transcription", "chunks", "utterances")
"""Where the segments are: Whisper, WhisperX and Amberscript; whisper.cpp; Whisper by way of transformers."""

SPEAKERS = ("speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "speaker_id", "speakerId")
"""What a segment calls its speaker."""

Entry = Mapping[str, Any]


def read_recogniser(path: Path, contents: bytes) -> Reading:
    """Read every segment as a saying; where words have speakers of their own, as many as speakers take turns."""
    text, encoding = decode(path, contents)
    try:
        told = json.loads(text)
    except ValueError as error:
        raise UnreadableTranscript(path, Message("it is no JSON"), Message("Export it again.")) from error
    sayings = sayings_of(told)
    if sayings is None and _is_text_alone(told):
        return Reading(text=str(told["text"]), encoding=encoding)
    if sayings is None:
        sayings = _segmented(path, told)
    if not any(saying.words for saying in sayings):
        raise UnreadableTranscript(
            path, Message("its segments hold no words"), Message("Export it again, or as .docx, .vtt or .srt.")
        )
    return Reading(sayings=tuple(_with_neighbours(sayings)), encoding=encoding)


def _is_text_alone(told: Any) -> bool:  # noqa: ANN401  # any JSON
    """Whether the whole is one text without segments, as the simplest answer of Whisper is."""
    if not isinstance(told, dict) or any(name in told for name in LISTS):
        return False
    return isinstance(told.get("text"), str) and bool(told["text"].strip())


def _segmented(path: Path, told: object) -> list[Saying]:
    segments = _segments(told)
    if segments is None:
        why = Message(
            "it is no JSON of Whisper, WhisperX, Amberscript, AWS Transcribe, Azure, Deepgram, AssemblyAI, Google, "
            "Otter, Rev or Fireflies: it has no list of segments"
        )
        raise UnreadableTranscript(path, why, Message("Export the transcript as .docx, .vtt or .srt."))
    names = _names(told)
    return [saying for segment in segments for saying in _sayings(segment, names)]


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


def _with_neighbours(sayings: Sequence[Saying]) -> Iterator[Saying]:
    """Segments that the recogniser could give to nobody go with their nearer neighbour, where others have a speaker."""
    named = [at for at, saying in enumerate(sayings) if saying.speaker]
    if not named or len(named) == len(sayings):
        yield from sayings
        return
    behind = 0
    for at, saying in enumerate(sayings):
        while behind + 1 < len(named) and named[behind + 1] <= at:
            behind += 1
        beside = [sayings[each] for each in named[behind : behind + 2]]
        yield saying if saying.speaker else saying._replace(speaker=min(beside, key=_distance(saying)).speaker)


def _distance(saying: Saying) -> Any:  # noqa: ANN401  # a key for min
    def distance(beside: Saying) -> float:
        if saying.begins_at is None or beside.begins_at is None:
            return 0.0
        if beside.begins_at <= saying.begins_at:
            return saying.begins_at - (beside.begins_at if beside.ends_at is None else beside.ends_at)
        return beside.begins_at - (saying.begins_at if saying.ends_at is None else saying.ends_at)

    return distance


def _sayings(segment: Entry, names: Mapping[str, str]) -> Iterator[Saying]:
    speaker = next((found for key in SPEAKERS if (found := _named(segment.get(key), names))), "")
    words = [word for word in segment.get("words") or () if isinstance(word, dict)]
    by_word = _speakers(words, speaker, names)
    text = segment.get("text", segment.get("transcript"))
    if len(set(by_word)) <= 1 and text is not None:
        begins_at, ends_at = _times(segment, words)
        yield Saying(
            speaker=by_word[0] if by_word else speaker,
            words=" ".join(str(text).split()),
            begins_at=begins_at,
            ends_at=ends_at,
        )
        return
    for who, group in groupby(zip(by_word, words, strict=True), key=lambda pair: pair[0]):
        spoken = [word for _, word in group]
        begins_at, ends_at = _times({}, spoken)
        told = " ".join(" ".join(str(word.get("text", word.get("word", ""))).split()) for word in spoken)
        yield Saying(speaker=who, words=told, begins_at=begins_at, ends_at=ends_at)


def _named(value: object, names: Mapping[str, str]) -> str:
    return names.get(str(value)) or speaker_in(value)


def _speakers(words: Sequence[Entry], speaker: str, names: Mapping[str, str]) -> list[str]:
    """Whose each word is; one that the recogniser could not place is whose the word before it was."""
    found: list[str] = []
    told, before = None, speaker
    for word in words:
        now = word.get("speaker")
        if now is not None and now != told:
            told, before = now, _named(now, names) or before
        found.append(before)
    return found


def _times(segment: Entry, words: Sequence[Entry]) -> tuple[float | None, float | None]:
    for holder, scale in ((segment, 1.0), (segment.get("offsets"), 1000.0)):
        if isinstance(holder, dict):
            begins = next((holder[key] for key in _BEGINS if key in holder), None)
            ends = next((holder[key] for key in _ENDS if key in holder), None)
            if begins is not None:
                return _scaled(begins, scale), _scaled(ends, scale)
    if isinstance(segment.get("timestamp"), list) and len(segment["timestamp"]) == 2:
        return _scaled(segment["timestamp"][0], 1.0), _scaled(segment["timestamp"][1], 1.0)
    begins_at = [word["start"] for word in words if "start" in word]
    ends_at = [word["end"] for word in words if "end" in word]
    return _scaled(begins_at[0] if begins_at else None, 1.0), _scaled(ends_at[-1] if ends_at else None, 1.0)


_BEGINS = ("start", "from", "start_time", "startTime", "begin")
_ENDS = ("end", "to", "end_time", "endTime")


def _scaled(value: object, scale: float) -> float | None:
    found = number(value)
    return None if found is None else found / scale
