"""Captions with times: WebVTT and SubRip, as Zoom, Teams, YouTube, noScribe, ffmpeg and recognisers write them.

The speaker stands in a voice tag, or before the words. Rolling captions show every line twice, and are read once.
Both formats are read line by line, so that no words are lost where a file breaks the rules: an empty line inside a
caption, a missing number, a missing empty line between two captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.clock import BRACKETED, seconds
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.turns import Reading, Saying

_TIMES = re.compile(
    r"\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)\s*-->\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)"
)
_NEWLINE = re.compile(r"\r\n|[\n\r]")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION|X-TIMESTAMP-MAP)(?:[\s=:]|\Z)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>")
_TAGS = re.compile(r"</?(?:[a-z]+(?:[.\s][^<>]*)?|[\d:.]+)>|\{\\[^{}]*\}", re.IGNORECASE)
_HARD_SPACE = re.compile(r"\\h")
_HARD_BREAK = re.compile(r"\\[Nn](?![a-z])")
_OPENING_TIME = re.compile(rf"\s*(?:{BRACKETED})\s*")
_OVERLAP = "//"
"""What noScribe puts around speech that overlaps with somebody else's."""

_NO_WORDS = Message("its captions hold times but no words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is on screen from one moment to another, line by line."""

    lines: tuple[str, ...]
    begins_at: float | None
    ends_at: float | None


def read_webvtt(path: Path, contents: bytes) -> Reading:
    """Read every caption of a .vtt with its times and the speakers that voice tags name."""
    text, encoding = decode(path, contents)
    has_header = text.lstrip("\ufeff \t\r\n").startswith("WEBVTT")
    if not has_header and not any(map(_TIMES.match, _NEWLINE.split(text))):
        raise UnreadableTranscript(path, Message("it is no WebVTT: the first line must be WEBVTT"))
    return _reading(path, text, encoding)


def read_subrip(path: Path, contents: bytes) -> Reading:
    """Read every subtitle of a .srt with its times."""
    text, encoding = decode(path, contents)
    reading = _reading(path, text, encoding)
    if not reading.sayings:
        why = Message("it is no SubRip file: there is no line with times, such as 00:00:01,000 --> 00:00:02,000")
        raise UnreadableTranscript(path, why)
    return reading


def _reading(path: Path, text: str, encoding: str) -> Reading:
    cues = list(_cues(_NEWLINE.split(text)))
    sayings = _sayings(cues)
    if cues and not any(saying.words.strip() for saying in sayings):
        raise UnreadableTranscript(path, _NO_WORDS, Message("Export the captions again, with their text."))
    return Reading(sayings=sayings, encoding=encoding)


def _cues(lines: Sequence[str]) -> Iterator[Cue]:
    times = [_TIMES.match(line) for line in lines]
    at = [number for number, found in enumerate(times) if found]
    for start, upto in pairwise([*at, len(lines)]):
        found = times[start]
        if found is not None:
            yield Cue(
                lines=tuple(_payload(lines[start + 1 : upto], is_last=upto == len(lines))),
                begins_at=seconds(found[1]),
                ends_at=seconds(found[2]),
            )


def _payload(lines: Sequence[str], *, is_last: bool) -> list[str]:
    """The lines of one caption, without the next one's number, and without notes that stand between two."""
    kept: list[str] = []
    in_block = False
    for number, line in enumerate(lines):
        begins = not number or not lines[number - 1].strip()
        in_block = _opens_block(line, begins) or (in_block and bool(line.strip()))
        if line.strip() and not in_block:
            kept.append(line)
    if not is_last and lines and kept and _is_identifier(lines, kept):
        kept.pop()
    return kept


def _opens_block(line: str, begins: bool) -> bool:
    return begins and _BLOCK.match(line) is not None


def _is_identifier(lines: Sequence[str], kept: Sequence[str]) -> bool:
    """Whether the line above the next times is its number or name, and no words of this caption."""
    last = lines[-1].strip()
    if last.isdigit():
        return True
    after_blank = len(lines) > 1 and not lines[-2].strip()
    return bool(last) and after_blank and (len(kept) > 1 or " " not in last)


def _sayings(cues: Sequence[Cue]) -> tuple[Saying, ...]:
    shown = [tuple(" ".join(_plain(line).split()) for line in cue.lines) for cue in cues]
    voiced = any(_VOICE.search(line) for cue in cues for line in cue.lines)
    rolling = not voiced and _is_rolling(shown)
    news = list(_unrolled(shown)) if rolling else [range(len(lines)) for lines in shown]
    return tuple(
        Saying(speaker=speaker, words=words, begins_at=cue.begins_at, ends_at=cue.ends_at)
        for cue, kept in zip(cues, news, strict=True)
        for speaker, words in _voices("\n".join(cue.lines[at] for at in kept))
    )


def _plain(marked: str) -> str:
    r"""The words without tags; `\h` and `\N`, which ffmpeg leaves in, are a blank and a line end."""
    return _HARD_BREAK.sub("\n", _HARD_SPACE.sub(" ", _TAGS.sub("", marked)))


def _voices(marked: str) -> Iterator[tuple[str, str]]:
    before, *spans = _VOICE.split(marked)
    for voice, words in [("", before), *zip(spans[::2], spans[1::2], strict=True)]:
        speaker = " ".join(unescape(voice).split())
        lines = [" ".join(line.split()) for line in unescape(_plain(words)).splitlines()]
        told = "\n".join(filter(None, lines))
        if speaker:
            speaker, told = without_overlap(speaker, told)
        if told:
            yield speaker, told


def without_overlap(speaker: str, words: str) -> tuple[str, str]:
    """The speaker and the words without what noScribe repeats among them: name, time, and slashes of overlap."""
    name = speaker.removeprefix(_OVERLAP).strip()
    words = words.strip().removeprefix(_OVERLAP).lstrip()
    if words.startswith(f"{name}:"):
        words = words[len(name) + 1 :].lstrip()
    opening = _OPENING_TIME.match(words)
    words = words[opening.end() :] if opening else words
    return name, words.removesuffix(_OVERLAP).rstrip()


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
    most = min(len(old), len(new), _MOST_LINES)
    return next((count for count in range(most, 0, -1) if old[-count:] == new[:count]), 0)


_MOST_LINES = 8
"""Lines of a caption that may come back in the next one; players show two or three."""
