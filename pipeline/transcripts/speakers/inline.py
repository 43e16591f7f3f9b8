"""Labels in the middle of a line, as in `I: Hoe oud is hij? R: Honderd jaar.`, where turns follow each other in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.transcripts.speakers.labels import Line, Style
from pipeline.transcripts.speakers.layouts import Layout
from pipeline.transcripts.speakers.names import Kind, name_in

_ENDS = '.?!…"”’»)]#/|'
_MARKS = "*_/| \t\u00a0"
_BLANKS = " \t\u00a0"
_ALWAYS = ("I", "R")
_WITHIN = re.compile(r"(?<=[.?!…\"”»)\]/|])[ \t\u00a0*_]+(?P<name>[^\W_][^:\n\r.?!*]{0,40}):[*_]*[ \t\u00a0]+(?=\S)")
_WITHIN_BRACKETS = re.compile(
    r"(?<=[.?!…\"”»)\]/|])[ \t\u00a0]+\[(?P<name>[^\W_][^:\[\]\n\r.?!*]{0,40})\][ \t\u00a0]+(?=\S)"
)
_OVERLAP = re.compile(
    r"//[ ]?(?P<name>[^\W_][^:/\n\r]{0,40}):[ ]?(?=[^/\n\r])(?P<words>[^\n\r]*?)(?P<close>//[ ]?|$)", re.MULTILINE
)
_FEW = 2
"""Lines up to which a file is taken to have its turns behind each other, whatever the speakers are called."""

_MOST = 20
"""Speakers whose labels are looked for among the words."""


def labels_within(text: str, lines: Sequence[Line], layout: Layout) -> Iterator[tuple[str, int, int]]:
    """Name, beginning and end of each label among the words, behind the end of a sentence."""
    if layout.style not in (Style.COLON, Style.SQUARE):
        return
    is_short = len(lines) <= _FEW
    found = list(_of_speakers(text, layout, is_short))
    if is_short:
        found.extend(_of_few_lines(text, layout, len(lines)))
    overlaps = list(_of_overlaps(text, layout)) if "//" in text else []
    codes = [each for each in found if _is_code(each[0])]
    if len(found) < 0.3 * len(layout.labels):
        found = codes
    yield from sorted([*found, *overlaps], key=lambda each: each[1])


def _of_overlaps(text: str, layout: Layout) -> Iterator[tuple[str, int, int]]:
    """`In de haven, //S00: ja// al jaren`, as noScribe writes speech through another's: both ends are labels."""
    starts = [label.starts for label in layout.labels]
    for each in _OVERLAP.finditer(text):
        at = bisect_right(starts, each.start()) - 1
        name = name_in(each["name"])
        if name is None or name.base not in layout.speakers or at < 0:
            continue
        if layout.labels[at].ends <= each.start():
            yield name.text, each.start(), each.start("words")
            yield layout.labels[at].name.text, each.start("close"), each.end()


def _is_code(name: str) -> bool:
    """`I`, `R2`, `SPEAKER_00`: nobody begins a sentence so."""
    found = name_in(name)
    return found is not None and found.kind is Kind.KNOWN and (len(name) < 4 or "_" in name)


def _of_few_lines(text: str, layout: Layout, lines: int) -> Iterator[tuple[str, int, int]]:
    pattern = _WITHIN if layout.style is Style.COLON else _WITHIN_BRACKETS
    found = [(name, each.start(), each.end()) for each in pattern.finditer(text) if (name := name_in(each["name"]))]
    times = Counter(name.base for name, _, _ in found)
    for name, start, end in found:
        comes_back = name.kind is Kind.NAME and (times[name.base] > 1 or lines == 1)
        if comes_back or name.kind is Kind.KNOWN or name.base in layout.speakers:
            yield name.text, start, end


def _of_speakers(text: str, layout: Layout, is_short: bool) -> Iterator[tuple[str, int, int]]:
    spellings = dict.fromkeys(label.name.text for label in layout.labels[:200])
    codes = dict.fromkeys(_ALWAYS) if any(map(_is_code, spellings)) else {}
    for name in list(spellings | codes)[:_MOST]:
        for sought in (f" {name}:", f"*{name}:") if layout.style is Style.COLON else (f" [{name}]",):
            for at in _places(text, sought):
                before, after = _edges(text, at + 1, at + len(sought))
                is_apart = text[before : at + 1].strip("*_") != "" and text[after : after + 1] in _BLANKS
                if before > 0 and is_apart and ((is_short and _is_code(name)) or _is_ended(text, before, at + 1)):
                    yield name, before, after + 1


def _places(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + len(sought))


def _is_ended(text: str, before: int, at: int) -> bool:
    """Whether a sentence ends before the label, or a slash parts it from what stands before."""
    return text[before - 1] in _ENDS or "/" in text[before:at] or "|" in text[before:at]


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """The label with the stars and blanks before it, and the stars behind it."""
    while start > 0 and text[start - 1] in _MARKS:
        start -= 1
    while text[end : end + 1] in ("*", "_"):
        end += 1
    return start, end
