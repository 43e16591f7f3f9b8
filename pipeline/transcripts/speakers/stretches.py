"""From lines and labels to who says what: labels, times and numbers are taken out of the words, and told apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from pipeline.records import Role
from pipeline.transcripts.clock import BRACKETED, seconds, span
from pipeline.transcripts.speakers.headings import Apart, is_heading, is_underlined, set_apart
from pipeline.transcripts.speakers.inline import labels_within
from pipeline.transcripts.speakers.labels import Label, Line, Style, lines_of
from pipeline.transcripts.speakers.layouts import NAMELESS, Layout, chosen, numbered
from pipeline.transcripts.speakers.names import base, key, without_brackets
from pipeline.transcripts.speakers.title_block import title_block
from pipeline.transcripts.turns import Stretch

_BLANK = re.compile(r"(?:\r\n|[\n\r\u2028])[ \t\u00a0]*(?:\r\n|[\n\r])\s*|\u2029")
_PARTS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_NEWLINES = "\n\r\v\f\x85\u2028\u2029"
_BRACKETED = re.compile(BRACKETED, re.IGNORECASE)
_SPOKEN_OF = re.compile(r"\\?\(\d{1,2}:\d{2}\\?\)")


class Marking(StrEnum):
    """What a part of the text is that is not said, beside the kinds of `Apart`."""

    LABEL = "label"
    TIME = "time"
    TIME_WITHIN = "time among words"
    NUMBER = "number"


class Mark(NamedTuple):
    """A part of the text that nobody says; `speaker` begins to speak behind it, if it is not None."""

    start: int
    end: int
    kind: Marking | Apart
    speaker: str | None = None
    begins_at: float | None = None
    ends_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who says what in a text, and what was set apart."""

    stretches: Sequence[Stretch]
    layout: Layout = NAMELESS
    apart: Sequence[tuple[Apart, int, int]] = ()
    unsaid: Sequence[tuple[int, int]] = ()
    titled: Mapping[str, Role] = field(default_factory=dict)


def told_in(text: str, known: frozenset[str] = frozenset()) -> Told:
    """Who says what in a text; what stands before the first label is nobody's.

    `known` are labels that the study names. A text without labels is one stretch per paragraph, or per time, of a
    nameless speaker.
    """
    lines = lines_of(text, known)
    block = title_block(text, lines)
    nobodys = set_apart(text, lines) | dict.fromkeys(range(block.lines), Apart.METADATA)
    body = [line for at, line in enumerate(lines) if at not in nobodys] if nobodys else lines
    people = frozenset(name for person in block.people for name in person.aliases | person.initials)
    layout = chosen(text, body, known | people)
    told = _told(text, lines, nobodys, layout, known)
    if layout.style is Style.ALONE and not told.stretches:
        told = _told(text, lines, nobodys, NAMELESS, known)
    speakers = {base(speaker) for speaker in {each.speaker for each in told.stretches}} if block.people else set()
    return Told(
        stretches=told.stretches,
        layout=told.layout,
        apart=told.apart,
        unsaid=told.unsaid,
        titled=block.roles_of(speakers) if block.people else {},
    )


def _told(
    text: str, lines: Sequence[Line], nobodys: Mapping[int, Apart], layout: Layout, known: frozenset[str]
) -> Told:
    labels = with_sure_times(text, layout.labels)
    spelled = display_names(labels, known)
    line_marks = list(_marks(text, lines, nobodys, {label.starts: label for label in labels}, spelled))
    within = [*_times_within(text), *_labels_within(text, lines, layout, spelled)]
    within.extend(Mark(start, end, Marking.NUMBER) for start, end in layout.tails)
    marks = _in_order(line_marks, within)
    if layout.style is None:
        stretches = list(_nameless(text, marks))
        unsaid: list[tuple[int, int]] = []
    else:
        stretches = list(_named(text, marks))
        first = stretches[0].start if stretches else len(text)
        unsaid = list(_before(marks, first))
    apart = [(mark.kind, mark.start, mark.end) for mark in marks if isinstance(mark.kind, Apart)]
    return Told(stretches=stretches, layout=layout, apart=apart, unsaid=unsaid)


def with_sure_times(text: str, labels: Sequence[Label]) -> list[Label]:
    """Bare times behind a colon are times where words stand below them, or where most labels have one; else words."""
    loose = [label for label in labels if label.loose is not None]
    if not loose:
        return list(labels)
    times = [label.begins_at or 0.0 for label in loose]
    rising = all(before <= after for before, after in pairwise(times))
    usual = rising and len(loose) > 1 and len(loose) >= 0.6 * len(labels)
    ends = [label.starts for label in labels[1:]] + [len(text)]
    return [
        label if label.loose is None or _is_time(text, label, upto, usual) else _as_words(label, label.loose)
        for label, upto in zip(labels, ends, strict=True)
    ]


def _is_time(text: str, label: Label, upto: int, usual: bool) -> bool:
    below = text[label.ends : upto]
    return bool(below.strip()) and (usual or below[0] in _NEWLINES)


def _as_words(label: Label, ends: int) -> Label:
    return label._replace(ends=ends, begins_at=None, loose=None)


def display_names(labels: Iterable[Label], known: frozenset[str] = frozenset()) -> dict[str, str]:
    """The speaker for each spelling of a label: `R2` for `R2 (zucht)` where R2 speaks without bracket, too."""
    counts = Counter(label.name.text for label in labels)
    variants: dict[str, list[str]] = defaultdict(list)
    for spelling in counts:
        variants[base(spelling)].append(spelling)
    shown: dict[str, str] = {}
    for stem, spellings in variants.items():
        if len(spellings) == 1:
            shown[spellings[0]] = spellings[0]
        else:
            shown |= _merged(stem, spellings, counts, known)
    return shown


def _merged(stem: str, spellings: Sequence[str], counts: Counter[str], known: frozenset[str]) -> dict[str, str]:
    bare = next((each for each in spellings if key(each) == stem), None)
    keys = Counter[str]()
    for each in spellings:
        keys[key(each)] += counts[each]
    are_people = bare is None and not stem[-1].isdigit() and len(keys) > 1 and min(keys.values()) > 1
    shown: dict[str, str] = {}
    first: dict[str, str] = {}
    for each in spellings:
        if are_people or key(each) in known or len(keys) == 1:
            shown[each] = first.setdefault(key(each), each)
        else:
            shown[each] = bare or first.setdefault(stem, without_brackets(each))
    return shown


def _marks(
    text: str,
    lines: Sequence[Line],
    nobodys: Mapping[int, Apart],
    labels: Mapping[int, Label],
    spelled: Mapping[str, str],
) -> Iterator[Mark]:
    counted, timed = numbered(lines), _has_bare_times(lines)
    for at, line in enumerate(lines):
        label = labels.get(line.start)
        if at in nobodys:
            yield Mark(line.start, line.end, nobodys[at])
        elif label is not None:
            yield Mark(line.start, label.ends, Marking.LABEL, spelled[label.name.text], label.begins_at)
        elif line.time or line.number is not None:
            yield from _head_marks(lines, at, line.start in counted, timed)
        elif is_heading(text, line) or is_underlined(text, lines, at):
            yield Mark(line.start, line.end, Apart.HEADING)


def _head_marks(lines: Sequence[Line], at: int, counted: bool, timed: bool) -> Iterator[Mark]:
    line = lines[at]
    is_cue = line.is_spent and not line.time and at + 1 < len(lines) and bool(lines[at + 1].time)
    if line.number is not None and (counted or is_cue):
        yield Mark(line.start, line.number_ends, Marking.NUMBER)
    if line.time and (line.number is None or counted) and (line.is_spent or timed or not line.time[0].isdigit()):
        begins_at, ends_at = span(line.time)
        yield Mark(
            max(line.start, line.number_ends * (line.number is not None)),
            line.body,
            Marking.TIME,
            None,
            begins_at,
            ends_at,
        )


def _has_bare_times(lines: Sequence[Line]) -> bool:
    """Whether most lines begin with a time without brackets, and the times go up."""
    bare = [line for line in lines if line.time and line.time[0].isdigit() and not line.is_spent]
    if len(bare) < 2 or 2 * len(bare) < len(lines):
        return False
    times = [seconds(line.time) or 0.0 for line in bare]
    return all(before <= after for before, after in pairwise(times))


def _times_within(text: str) -> Iterator[Mark]:
    """Times in brackets anywhere among the words; `(08:30)` alone may be an hour that somebody speaks of."""
    found = [Mark(*each.span(), Marking.TIME_WITHIN, None, *span(each[0])) for each in _bracketed(text)]
    doubtful = [mark for mark in found if _SPOKEN_OF.fullmatch(text, mark.start, mark.end)]
    if doubtful:
        times = [mark.begins_at or 0.0 for mark in doubtful]
        if len(times) < 2 or any(before > after for before, after in pairwise(times)):
            spoken_of = {mark.start for mark in doubtful}
            found = [mark for mark in found if mark.start not in spoken_of]
    yield from found


def _bracketed(text: str) -> Iterator[re.Match[str]]:
    for opener in "[(<{#":
        at = text.find(opener)
        while at >= 0:
            if text[at + 1 : at + 2].isdigit() or text[at + 1 : at + 2] == " ":
                found = _BRACKETED.match(text, at - (at > 0 and text[at - 1] == "\\"))
                if found:
                    yield found
                    at = found.end() - 1
            at = text.find(opener, at + 1)


def _labels_within(text: str, lines: Sequence[Line], layout: Layout, spelled: dict[str, str]) -> Iterator[Mark]:
    shown = {base(spelling): speaker for spelling, speaker in spelled.items()}
    for name, start, end in labels_within(text, lines, layout):
        yield Mark(start, end, Marking.LABEL, shown.setdefault(base(name), name))


def _in_order(marks: list[Mark], within: Iterable[Mark]) -> list[Mark]:
    """All marks by their beginning; one inside another is left out."""
    extra = list(within)
    if not extra:
        return marks
    kept: list[Mark] = []
    for mark in sorted([*marks, *extra], key=lambda each: (each.start, each.kind is Marking.TIME_WITHIN)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _with_ends(marks: Sequence[Mark], length: int) -> Iterator[tuple[Mark, int]]:
    ends = [mark.start for mark in marks[1:]] + [length]
    yield from zip(marks, ends, strict=bool(marks))


def _named(text: str, marks: Sequence[Mark]) -> Iterator[Stretch]:
    speaker: str | None = None
    pending: tuple[float | None, float | None] = (None, None)
    last: Stretch | None = None
    for mark, upto in _with_ends(marks, len(text)):
        speaker = mark.speaker if mark.speaker is not None else speaker
        times = (mark.begins_at, mark.ends_at) if mark.begins_at is not None else pending
        between = text[mark.end : upto]
        blank = not between or between.isspace()
        if speaker is not None and not blank:
            yield from () if last is None else (last,)
            last = Stretch(speaker, mark.end, upto, *times)
        elif last is not None and mark.kind is Marking.TIME_WITHIN:
            last = last._replace(ends_at=mark.begins_at)
        # A time alone on its line is that of the label or the words below it.
        pending = times if blank and mark.kind in (Marking.TIME, Marking.NUMBER) else (None, None)
    yield from () if last is None else (last,)


def _nameless(text: str, marks: Sequence[Mark]) -> Iterator[Stretch]:
    timed = sum(mark.kind is Marking.TIME for mark in marks) > 1
    parting = _BLANK if timed or _BLANK.search(text.strip()) else _PARTS
    times: tuple[float | None, float | None] = (None, None)
    for mark, upto in _with_ends([Mark(0, 0, Marking.NUMBER), *marks], len(text)):
        times = (mark.begins_at, mark.ends_at) if mark.begins_at is not None else times
        at = mark.end
        for found in parting.finditer(text, mark.end, upto):
            if text[at : found.start()].strip():
                yield Stretch("", at, found.start(), *times)
                times = (None, None)
            at = found.end()
        if text[at:upto].strip():
            yield Stretch("", at, upto, *times)
            times = (None, None)


def _before(marks: Sequence[Mark], first: int) -> Iterator[tuple[int, int]]:
    """The parts before the first words of a speaker that no mark covers."""
    at = 0
    for mark in marks:
        if mark.start >= first:
            break
        if mark.start > at:
            yield at, mark.start
        at = mark.end
    if at < first:
        yield at, first
