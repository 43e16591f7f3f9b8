"""Captions with times: WebVTT and SubRip, as Zoom, Teams, YouTube and recognisers write them.

The speaker stands in a voice tag, or before the words. Rolling captions show every line twice, and are read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path

import srt
import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.clock import seconds
from pipeline.transcripts.decoding import decode
from pipeline.transcripts.turns import Reading, Saying

_VOICE = re.compile(r"<v(?:\.[\w.-]+)*[ \t]+([^<>]*)>")
_TAGS = re.compile(r"</?(?:[a-z]+(?:[.\s][^<>]*)?|[\d:.]+)>|\{\\[^}]*\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is on screen from one moment to another, line by line."""

    lines: tuple[str, ...]
    begins_at: float | None
    ends_at: float | None


def read_webvtt(path: Path, contents: bytes) -> Reading:
    """Every caption of a .vtt as sayings, with its times and the speakers that voice tags name."""
    text, encoding = decode(path, contents)
    try:
        captions = webvtt.from_string(text).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise UnreadableTranscript(path, Message("it is no WebVTT: the first line must be WEBVTT")) from error
    cues = [Cue(lines=tuple(each.lines), begins_at=seconds(each.start), ends_at=seconds(each.end)) for each in captions]
    return Reading(sayings=_sayings(cues), encoding=encoding)


def read_subrip(path: Path, contents: bytes) -> Reading:
    """Every subtitle of a .srt as sayings, with its times."""
    text, encoding = decode(path, contents)
    try:
        subtitles = list(srt.parse(text))
    except (srt.SRTParseError, srt.TimestampParseError) as error:
        raise UnreadableTranscript(
            path, Message("it is no SubRip file, or a number or time in it is missing")
        ) from error
    cues = [
        Cue(
            lines=tuple(each.content.splitlines()),
            begins_at=each.start.total_seconds(),
            ends_at=each.end.total_seconds(),
        )
        for each in subtitles
    ]
    return Reading(sayings=_sayings(cues), encoding=encoding)


def _sayings(cues: Sequence[Cue]) -> tuple[Saying, ...]:
    shown = [tuple(" ".join(_TAGS.sub("", line).split()) for line in cue.lines) for cue in cues]
    voiced = any(_VOICE.search(line) for cue in cues for line in cue.lines)
    rolling = not voiced and _is_rolling(shown)
    news = list(_unrolled(shown)) if rolling else [range(len(lines)) for lines in shown]
    return tuple(
        Saying(speaker=speaker, words=words, begins_at=cue.begins_at, ends_at=cue.ends_at)
        for cue, kept in zip(cues, news, strict=True)
        for speaker, words in _voices("\n".join(cue.lines[at] for at in kept))
    )


def _voices(marked: str) -> Iterator[tuple[str, str]]:
    before, *spans = _VOICE.split(marked)
    for speaker, words in [("", before), *zip(spans[::2], spans[1::2], strict=True)]:
        lines = [" ".join(line.split()) for line in unescape(_TAGS.sub("", words)).splitlines()]
        if any(lines):
            yield " ".join(unescape(speaker).split()), "\n".join(filter(None, lines))


def _is_rolling(shown: Sequence[Sequence[str]]) -> bool:
    """Whether most captions begin with the line that the one before ended with."""
    pairs = [(before, after) for before, after in pairwise(shown) if any(before) and any(after)]
    return len(pairs) > 1 and 2 * sum(bool(_repeated(*pair)) for pair in pairs) > len(pairs)


def _unrolled(shown: Sequence[Sequence[str]]) -> Iterator[Sequence[int]]:
    before: Sequence[str] = ()
    for lines in shown:
        filled = [at for at, line in enumerate(lines) if line]
        yield filled[_repeated(before, lines) :]
        before = lines if filled else before


def _repeated(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines at the end of one caption stand at the beginning of the next."""
    old, new = list(filter(None, before)), list(filter(None, after))
    return next((count for count in range(min(len(old), len(new)), 0, -1) if old[-count:] == new[:count]), 0)
