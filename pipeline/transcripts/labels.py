"""Finds who speaks in a text: labels at the head of lines, believed only with evidence.

"Tja: dat is zo" inside a turn is not a speaker: a label is one that everybody knows, or that comes back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.transcripts.clock import STAMP, seconds
from pipeline.transcripts.roles import is_well_known, key, not_speakers
from pipeline.transcripts.turns import Stretch

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_WORD = r"[\w.’'&/\-]+"
_NAME = rf"[\[<]?(?P<name>[^\W_][\w.’'&/\-]*(?:[ \u00a0](?:{_WORD}|\({_WORD}\)|\[{_WORD}\])){{0,4}}?)[\]>]?"
_LABEL = re.compile(
    rf"\s*(?:[*_#>•-]+\s*)?(?:{STAMP('before')}[\s,–-]*)?[*_]*"
    rf"{_NAME}[*_]*\s*(?:{STAMP('between')})?[*_]*\s*(?::(?!//|\d)[*_]*|$)"
)
_BARE_STAMP = re.compile(rf"\s*{STAMP('before', bracketed=True)}\s*")
_LONGEST = 48
_HEAD = 120  # a label stands at the head of a line; looking further costs time and finds only words


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A possible label: `starts` at its line, its words begin at `ends`. `name` is empty for a mere time."""

    name: str
    starts: int
    ends: int
    begins_at: float | None


def labels_in(text: str) -> Iterator[Label]:
    """Whatever has the shape of a label, one per line at most."""
    for line in _LINE.finditer(text):
        head = text[line.start() : min(line.end(), line.start() + _HEAD)]
        label = _label_of(head, line.start(), whole=line.end() - line.start() <= _HEAD)
        if label is not None:
            yield label


def _label_of(head: str, at: int, *, whole: bool) -> Label | None:
    found = _LABEL.match(head)
    if found and len(found["name"]) <= _LONGEST:
        stamp = found["before"] or found["between"]
        colon = ":" in head[found.end("name") : found.end()].replace(stamp or "", "")
        if colon or (whole and stamp is not None):
            return Label(name=found["name"], starts=at, ends=at + found.end(), begins_at=seconds(stamp))
    bare = _BARE_STAMP.match(head)
    if bare:
        return Label(name="", starts=at, ends=at + bare.end(), begins_at=seconds(bare["before"]))
    return None


def believed(found: Sequence[Label], lines: int, known: Iterable[str] = ()) -> frozenset[str]:
    """The labels that are speakers: well known, named by the study, or coming back as names do.

    Where not one is certain, labels before every line are speakers too.
    """
    named = [label for label in found if label.name]
    times = Counter(key(label.name) for label in named)
    certain = {name for name in times if is_well_known(name, times[name]) or name in known}
    enough = 3 if len(certain) > 1 else 2
    names = {key(label.name) for label in named if label.name[0].isupper() or label.name[0].isdigit()}
    recurring = {name for name in names if times[name] >= enough and name not in not_speakers()}
    if certain or recurring:
        return frozenset(certain | recurring)
    return frozenset(times if len(named) == lines > 1 else ())


def stretches_in(text: str, known: Iterable[str] = ()) -> list[Stretch]:
    """Who says what in a text; what stands before the first label is nobody's.

    A text without labels is one stretch per paragraph, of a nameless speaker.
    """
    found = list(labels_in(text))
    speakers = believed(found, sum(1 for line in _LINE.finditer(text) if line[0].strip()), frozenset(known))
    kept = [label for label in found if not label.name or key(label.name) in speakers]
    if not speakers:
        return list(_nameless(text, kept))
    spelled: dict[str, str] = {}
    stretches: list[Stretch] = []
    speaker = ""
    for label, upto in _with_ends(kept, len(text)):
        speaker = spelled.setdefault(key(label.name), label.name) if label.name else speaker
        if speaker:
            stretches.append(Stretch(speaker=speaker, start=label.ends, end=upto, begins_at=label.begins_at))
    return stretches


def _with_ends(labels: Sequence[Label], length: int) -> Iterator[tuple[Label, int]]:
    ends = [label.starts for label in labels[1:]] + [length]
    yield from zip(labels, ends, strict=True)


def _nameless(text: str, stamps: Sequence[Label]) -> Iterator[Stretch]:
    by_line = {label.starts: label for label in stamps}
    for line in _LINE.finditer(text):
        stamp = by_line.get(line.start())
        start = stamp.ends if stamp else line.start()
        yield Stretch(speaker="", start=start, end=line.end(), begins_at=stamp.begins_at if stamp else None)
