"""Captions and segments: who says them, where the words or the segments around them tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.transcripts.speakers.labels import Label, lines_of
from pipeline.transcripts.speakers.layouts import NAMELESS, Layout, chosen
from pipeline.transcripts.speakers.stretches import display_names, with_sure_times
from pipeline.transcripts.turns import Saying

PARTING = "\n\n"
"""What parts captions where their labels are looked for: each is a paragraph."""


class Named(NamedTuple):
    """The sayings with their speakers, and the reading of their labels that won."""

    sayings: list[Saying]
    layout: Layout


def named(sayings: Sequence[Saying], known: frozenset[str] = frozenset()) -> Named:
    """The sayings with the labels taken out of their words; who is named goes on until another is.

    Where the file itself tells a speaker of any saying, words are left alone, and a saying of nobody in particular
    goes with the one before it.
    """
    if any(saying.speaker for saying in sayings):
        return Named(list(_filled(sayings)), NAMELESS)
    text = PARTING.join(saying.words for saying in sayings)
    layout = chosen(text, lines_of(text, known), known)
    if layout.style is None:
        return Named(list(sayings), layout)
    return Named(list(_split(sayings, with_sure_times(text, layout.labels))), layout)


def _filled(sayings: Sequence[Saying]) -> Iterator[Saying]:
    speaker = next(saying.speaker for saying in sayings if saying.speaker)
    for saying in sayings:
        speaker = saying.speaker or speaker
        yield saying if saying.speaker == speaker or saying.speaker is None else saying._replace(speaker=speaker)


def _split(sayings: Sequence[Saying], labels: Sequence[Label]) -> Iterator[Saying]:
    spelled = display_names(labels)
    speaker = ""
    at = start = 0
    for saying in sayings:
        end, own = start + len(saying.words), []
        while at < len(labels) and labels[at].starts <= end:
            own.append(labels[at])
            at += 1
        for label, words in _parts(saying.words, start, own):
            speaker = spelled[label.name.text] if label else speaker
            begins_at = label.begins_at if label and label.begins_at is not None else saying.begins_at
            yield saying._replace(speaker=speaker, words=words, begins_at=begins_at)
        start = end + len(PARTING)


def _parts(words: str, start: int, labels: Sequence[Label]) -> Iterator[tuple[Label | None, str]]:
    begins = [label.starts - start for label in labels] + [len(words)]
    yield None, words[: begins[0]]
    for label, upto in zip(labels, begins[1:], strict=True):
        yield label, words[label.ends - start : upto]
