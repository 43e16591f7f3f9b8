"""Transcriber's files (.trs): turns with times, speakers by their ids in a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.clock import seconds
from pipeline.transcripts.limits import refuse_entities
from pipeline.transcripts.turns import Reading, Saying


def read_transcriber(path: Path, contents: bytes) -> Reading:
    """Read every stretch between two time marks; noises, comments and what is not transcribed are left out."""
    refuse_entities(path, contents, allow_reference=True)
    try:
        document = fromstring(contents)
    except (ParseError, LookupError) as error:
        raise UnreadableTranscript(path, Message("it is no Transcriber file, or it is damaged")) from error
    if document.tag != "Trans":
        raise UnreadableTranscript(
            path, Message("it is XML of another kind than Transcriber's"), Message("Save it as .trs or .txt.")
        )
    names = {each.get("id", ""): each.get("name", "").strip() for each in document.iter("Speaker")}
    return Reading(sayings=tuple(saying for turn in document.iter("Turn") for saying in _turn(turn, names)))


@dataclass(slots=True)
class _Begun:
    """What is said since the last mark."""

    speaker: str
    begins_at: float | None
    words: list[str] = field(default_factory=list)

    def saying(self, ends_at: float | None) -> Saying:
        words = " ".join("".join(self.words).split())
        return Saying(speaker=self.speaker, words=words, begins_at=self.begins_at, ends_at=ends_at)


def _turn(turn: Element, names: Mapping[str, str]) -> Iterator[Saying]:
    """The stretches of a turn; where two speak at once, `Who` tells whose the words are."""
    ids = turn.get("speaker", "").split()
    speakers = [names.get(each) or each for each in ids]
    begun = _Begun(speakers[0] if speakers else "", seconds(turn.get("startTime")), [turn.text or ""])
    for mark in turn:
        if mark.tag == "Sync":
            at = seconds(mark.get("time"))
            yield begun.saying(at)
            begun = _Begun(speakers[0] if speakers else "", at)
        elif mark.tag == "Who":
            yield begun.saying(None)
            begun = _Begun(_who(mark, speakers), begun.begins_at)
        begun.words.append(f" {mark.tail or ''}" if mark.tag != "Event" else mark.tail or "")
    yield begun.saying(seconds(turn.get("endTime")))


def _who(mark: Element, speakers: list[str]) -> str:
    number = mark.get("nb", "")
    return speakers[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(speakers) else ""
