"""Captions and segments that name their speaker in the words: `Anna: dag` becomes a saying of Anna's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.transcripts.labels import Label, believed, labels_in
from pipeline.transcripts.roles import key
from pipeline.transcripts.turns import Saying


def named(sayings: Sequence[Saying], known: Iterable[str] = ()) -> list[Saying]:
    """The sayings with the labels taken out of their words; who is named goes on until another is.

    Where the file itself tells a speaker of any saying, words are left alone.
    """
    if any(saying.speaker for saying in sayings):
        return list(sayings)
    found = [[label for label in labels_in(saying.words) if label.name] for saying in sayings]
    speakers = believed([label for labels in found for label in labels], len(sayings), frozenset(known))
    return list(_split(sayings, [[each for each in labels if key(each.name) in speakers] for labels in found]))


def _split(sayings: Sequence[Saying], found: Sequence[Sequence[Label]]) -> Iterator[Saying]:
    spelled: dict[str, str] = {}
    speaker = ""
    for saying, labels in zip(sayings, found, strict=True):
        for name, words in _parts(saying.words, labels):
            speaker = spelled.setdefault(key(name), name) if name else speaker
            yield replace(saying, speaker=speaker, words=words)


def _parts(words: str, labels: Sequence[Label]) -> Iterator[tuple[str, str]]:
    starts = [label.starts for label in labels] + [len(words)]
    yield "", words[: starts[0]]
    for label, upto in zip(labels, starts[1:], strict=True):
        yield label.name, words[label.ends : upto]
