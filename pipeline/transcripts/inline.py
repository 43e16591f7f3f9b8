"""Labels in the middle of a line: `I: Hoe oud is hij? R: Honderd jaar.`"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.transcripts.labels import Line, Style
from pipeline.transcripts.layouts import Layout
from pipeline.transcripts.names import Kind, name_in

_AFTER = ".?!…\"”’»)]*#"
_ALWAYS = ("I", "R")
_WITHIN = re.compile(r"(?<=[.?!…\"”»)\]])[ \t\u00a0]+(?P<name>[^\W_][^:\n\r.?!]{0,40}):[ \t\u00a0]+(?=\S)")
_FEW = 4
"""Lines up to which a file is taken to have its turns behind each other, whatever the speakers are called."""


def labels_within(text: str, lines: Sequence[Line], layout: Layout) -> Iterator[tuple[str, int, int]]:
    """Name, beginning and end of each label among the words, behind the end of a sentence."""
    if layout.style is not Style.COLON:
        return
    found = list(_of_few_lines(text, layout) if len(lines) <= _FEW else _of_speakers(text, layout))
    short = sum(1 for name, _, _ in found if _is_code(name))
    if len(found) != short and len(found) < 0.3 * len(layout.labels):
        found = [each for each in found if _is_code(each[0])]
    yield from sorted(found, key=lambda each: each[1])


def _is_code(name: str) -> bool:
    """`I`, `R2`, `SPEAKER_00`: nobody begins a sentence so."""
    found = name_in(name)
    return found is not None and found.kind is Kind.KNOWN and (len(name) < 4 or "_" in name)


def _of_few_lines(text: str, layout: Layout) -> Iterator[tuple[str, int, int]]:
    for found in _WITHIN.finditer(text):
        name = name_in(found["name"])
        if name is not None and (name.kind in (Kind.KNOWN, Kind.NAME) or name.base in layout.speakers):
            yield name.text, found.start(), found.end()


def _of_speakers(text: str, layout: Layout) -> Iterator[tuple[str, int, int]]:
    spellings = dict.fromkeys(label.name.text for label in layout.labels[:200])
    codes = dict.fromkeys(_ALWAYS) if any(map(_is_code, spellings)) else {}
    for name in list((spellings | codes))[:20]:
        sought = f" {name}:"
        at = text.find(sought)
        while at >= 0:
            after = at + len(sought)
            if text[at - 1 : at] and text[at - 1] in _AFTER and text[after : after + 1] in (" ", "\t", "\u00a0"):
                yield name, at, after + 1
            at = text.find(sought, after)
