"""What looks like a speaker's label at the head of a line, and which of these are to be believed.

"Tja: dat is zo" inside a turn is not a speaker: a label is one that everybody knows, or that comes back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.transcripts.clock import BARE, BRACKETED, RANGE, seconds
from pipeline.transcripts.roles import is_well_known, key, label_role, names_nobody

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
"""A line of text that is not empty; newlines of every kind part lines."""

_WORD = r"[\w.’'&/\-]+"
_NAME = rf"[\[<]?(?P<name>[^\W_][\w.’'&/\-]*(?:[ \u00a0](?:{_WORD}|\({_WORD}\)|\[{_WORD}\])){{0,4}}?)[\]>]?"
_LABEL = re.compile(
    rf"\s*(?:[*_#>•-]+\s*)?(?:(?P<before>{BRACKETED}|{BARE})[\s,–-]*)?[*_]*{_NAME}[*_]*"
    rf"(?:[\s,]*(?P<between>{BRACKETED}|{BARE}))?"
    r"(?:\s*(?P<colon>:)(?!//|\d)[*_]*|(?P<dash>\t|\s+[–—-]\s)|(?P<end>\s*[*_]*\s*)\Z)"
)
_TIME = re.compile(rf"\s*(?:(?P<alone>{RANGE}|{BARE})\s*\Z|(?P<time>{BRACKETED})\s*)")
_LONGEST = 48
_HEAD = 120  # a label stands at the head of a line; looking further costs time and finds only words


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A possible label: `starts` at its line, its words begin at `ends`. `name` is empty for a mere time.

    A `doubtful` one has neither colon nor time: a name before a tab or a dash, or alone on its line.
    """

    name: str
    starts: int
    ends: int
    begins_at: float | None
    doubtful: bool = False


def labels_in(text: str) -> Iterator[Label]:
    """Whatever has the shape of a label or a time, one per line at most."""
    under_a_time = False
    for line in LINE.finditer(text):
        head = text[line.start() : min(line.end(), line.start() + _HEAD)]
        label = _named(head, line.start()) or _timed(head, line.start())
        if label is None or (label.doubtful and not under_a_time and not _everybody_knows(label.name)):
            under_a_time = under_a_time and not line[0].strip()
            continue
        under_a_time = not label.name
        yield label


def _named(head: str, at: int) -> Label | None:
    found = _LABEL.match(head)
    if found is None or not _is_name(found["name"]) or (found["end"] is not None and len(head) == _HEAD):
        return None
    stamp = found["before"] or found["between"]
    doubtful = found["colon"] is None and (stamp is None or found["dash"] is not None)
    return Label(name=found["name"], starts=at, ends=at + found.end(), begins_at=seconds(stamp), doubtful=doubtful)


def _is_name(name: str) -> bool:
    return len(name) <= _LONGEST and any(mark.isalpha() for mark in name)


def _timed(head: str, at: int) -> Label | None:
    found = _TIME.match(head)
    if found is None:
        return None
    return Label(name="", starts=at, ends=at + found.end(), begins_at=seconds(found["alone"] or found["time"]))


def _everybody_knows(name: str) -> bool:
    return label_role(name) is not None and is_well_known(key(name), 1)


def believed(found: Sequence[Label], lines: int, known: Iterable[str] = ()) -> frozenset[str]:
    """The labels that are speakers: well known, named by the study, or coming back as names do.

    Where not one is certain, labels before most lines are speakers too.
    """
    named = [label for label in found if label.name]
    times = Counter(key(label.name) for label in named)
    certain = {name for name in times if is_well_known(name, times[name]) or name in known}
    # Where one is known to ask and another to answer, a third has to prove more.
    enough = 3 if len({label_role(name) for name in certain} - {None}) > 1 else 2
    names = {key(label.name) for label in named if label.name[0].isupper() or label.name[0].isdigit()}
    recurring = {name for name in names if times[name] >= enough and not names_nobody(name)}
    if certain or recurring:
        return frozenset(certain | recurring)
    return frozenset(times) if _cover(times, lines) else frozenset()


def _cover(times: Counter[str], lines: int) -> bool:
    everywhere = times.total() == lines > 1
    return everywhere or (2 * times.total() >= lines and min(times.values(), default=0) > 1)
