"""What stands among the words and is said by nobody: headings, page headers, and the notes that programs leave."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from pipeline.transcripts.speakers.labels import Line, Style
from pipeline.transcripts.speakers.names import Kind

LONGEST = 110
"""Characters of a page header."""

_DIGITS = re.compile(r"\d+")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+\S")
_RULE = re.compile(r"\s*(?:[-*_=–—~][ ]?){3,}\s*")
_PAGE = re.compile(r"\b(?:bladzijde|bladz|blz|pagina|pag|page|p|pg|vel|sheet)\b", re.IGNORECASE)
_ONLY_A_PAGE = re.compile(
    r"\W*(?:bladzijde|bladz|blz|pagina|pag|page|pg|p|vel)\.?[ ]?\d+(?:[ ]?(?:van|of|/|-)[ ]?\d+)?\W*", re.IGNORECASE
)
_OFTEN = re.compile(
    r"\b(?:vertrouwelijk|verspreiden|confidential|transcript\w*|interview|gesprek|versie|concept)\b|[|©]", re.I
)
_STOPPED = r"(?:gestart|gestopt|beëindigd|started|stopped)"
_PROGRAM = re.compile(
    rf"\b(?:started|stopped) transcription\b|\btranscri(?:ptie|bing|beren|ption) (?:is |werd )?{_STOPPED}"
    rf"|\b(?:heeft|is|werd) (?:de |het )?transcri\w+ {_STOPPED}|\btranscribed (?:by|with)\b",
    re.IGNORECASE,
)


class Apart(StrEnum):
    """What is set apart from the words, by kind."""

    METADATA = "metadata"
    HEADING = "heading"
    PAGE_HEADER = "page header"
    NOTE = "note"


def set_apart(text: str, lines: Sequence[Line]) -> dict[int, Apart]:
    """The numbers of the lines that nobody says, whatever the labels turn out to be."""
    found = dict.fromkeys(_page_headers(text, lines), Apart.PAGE_HEADER)
    if "ranscri" in text:
        found |= dict.fromkeys(_programs_notes(text, lines), Apart.NOTE)
    return found


def is_heading(text: str, line: Line) -> bool:
    """Whether a line without a label is a heading of Markdown, or a rule between parts."""
    first = text[line.start]
    if first not in " #*_-=–—~" or line.end - line.start > 200:
        return False
    told = text[line.start : line.end]
    if _RULE.fullmatch(told):
        return True
    return bool(_HEADING.match(told)) or _is_bold_alone(told.strip(), line)


def is_underlined(text: str, lines: Sequence[Line], at: int) -> bool:
    """Whether a short line has a rule right under it, as headings of Markdown may."""
    line = lines[at]
    if at + 1 == len(lines) or not line.opens or line.end - line.start > LONGEST:
        return False
    below = lines[at + 1]
    return not below.opens and text[below.start] in "=-" and bool(_RULE.fullmatch(text, below.start, below.end))


def _is_bold_alone(told: str, line: Line) -> bool:
    return line.opens and len(told) > 4 and told[:2] == told[-2:] in ("**", "__") and told.count(told[:2]) == 2


def _programs_notes(text: str, lines: Sequence[Line]) -> Iterator[int]:
    for at, line in enumerate(lines):
        if line.end - line.start <= LONGEST and _PROGRAM.search(text, line.start, line.end):
            yield at


def _page_headers(text: str, lines: Sequence[Line]) -> Iterator[int]:
    """Lines that come back with another number, or unchanged and apart from the rest."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.end - line.start > LONGEST or line.time:
            continue
        if not _is_labelled(line) or _ONLY_A_PAGE.fullmatch(text, line.start, line.end):
            told = text[line.start : line.end].strip()
            groups[_DIGITS.sub("#", told)].append(at)
    for shape, places in groups.items():
        if len(places) > 1 and _come_back(text, lines, shape, places):
            yield from places


def _is_labelled(line: Line) -> bool:
    """Whether a label that everybody knows, or any before a colon, stands there."""
    return any(
        label.name.kind is Kind.KNOWN or (label.style is Style.COLON and label.ends < line.end) for label in line.labels
    )


def _come_back(text: str, lines: Sequence[Line], shape: str, places: Sequence[int]) -> bool:
    apart = all(_stands_apart(text, lines, at) for at in places)
    if "#" in shape and len({text[lines[at].start : lines[at].end].strip() for at in places}) > 1:
        return _counts_up(text, lines, shape, places, apart)
    if not apart or len(places) < 3 or len(shape.split()) < 2 or shape.endswith((".", "?", "!", "…", ",")):
        return False
    is_a_name = any(label.style is Style.ALONE for label in lines[places[0]].labels)
    return bool(_OFTEN.search(shape)) or (len(shape.split()) > 2 and not is_a_name and _has_dash(shape))


def _has_dash(shape: str) -> bool:
    return any(dash in shape for dash in (" – ", " - ", " — ", "/"))


def _stands_apart(text: str, lines: Sequence[Line], at: int) -> bool:
    """Empty lines, or a page's end, on both sides."""
    line = lines[at]
    above = line.opens or "\f" in text[max(0, line.start - 2) : line.start]
    return above and (at + 1 == len(lines) or lines[at + 1].opens)


def _counts_up(text: str, lines: Sequence[Line], shape: str, places: Sequence[int], apart: bool) -> bool:
    numbers = [tuple(map(_as_int, _DIGITS.findall(text, lines[at].start, lines[at].end))) for at in places]
    steps = [{after[at] - before[at] for before, after in pairwise(numbers)} for at in range(len(numbers[0]))]
    by_one, up = any(step == {1} for step in steps), any(step and min(step) > 0 for step in steps)
    if _PAGE.search(shape):
        return up and (apart or len(places) > 2)
    is_bare = not any(mark.isalpha() for mark in shape)
    return apart and by_one and (is_bare or len(places) > 2) and not _are_cues(lines, places)


def _as_int(digits: str) -> int:
    return int(digits[:9])


def _are_cues(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether the numbers count captions: a time follows each."""
    return all(at + 1 < len(lines) and bool(lines[at + 1].time) for at in places)
