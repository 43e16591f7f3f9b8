"""What looks like a speaker's label, a time or a number at the head of a line: every line is looked at once.

A line may be read in several ways (`Jan - de buurman: dag`); which way is right is for the whole file to say, in
`layouts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pipeline.transcripts.clock import BARE, BRACKETED, RANGE, SPELLED, seconds
from pipeline.transcripts.speakers.names import LONGEST, Kind, Name, base, key, may_name, name_in

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
"""A line of text that is not empty; newlines of every kind part lines."""

HEAD = 130
"""A label stands at the head of a line; looking further costs time and finds only words."""

_BLANKS = r"\s\u00ad\u200b-\u200f\u2060\ufeff"
_DASHES = r"\u2010-\u2015\u2212-"
_PREFIX = re.compile(rf"[{_BLANKS}]*(?:(?:[#>•‣▪*_{_DASHES}]+|//)[{_BLANKS}]*)?")
_NUMBER = re.compile(r"(?P<mark>[\[(]?)(\d{1,5})(?P<after>[\])]|[.):](?=\s|[^\W\d]|$)|(?=\s|$))[ \t|\u00a0]*")
_TIME_FIRST = re.compile(
    rf"(?P<time>{BRACKETED}|(?:{RANGE}|{BARE})(?!\w))(?P<after>[\s,–—|:*_-]*)", re.IGNORECASE
)  # fmt: skip
_TIME_AFTER = re.compile(rf"[*_]*\s*(?P<time>{BRACKETED}|(?:{RANGE}|{BARE})(?=[\s*_]|$))[*_]*\s*", re.IGNORECASE)
_TIME_BETWEEN = re.compile(
    rf"(?P<time>{BRACKETED}|(?<![\w.,:])(?:{RANGE}|{BARE}|{SPELLED})(?!\w))"
    r"(?P<after>[*_ \t]*(?P<colon>:?)[*_ \t|–—-]*)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    rf"(?=[\s:：;|=><»,).\]/#{_DASHES}])(?:\s?[-=>]*>|[:：;\t|=»]|\s[{_DASHES}]+(?:\s|$)|\s[{_DASHES}](?=\w)|[–—]\s|(?<=\w)—+(?=\w)|(?<=[\w.])-\s"
    r"|(?<=\w)[).\]/](?=\s)(?!\s*:)|(?<=[IRVAQP\d]),(?=\s)|[ \u00a0]{2,}(?=\S)|\s[~/\\·→+^]{1,3}(?=\s)|#{1,3}\s)"
)
_SIGN = re.compile(r"[ \u00a0]*[:;|>=]")
_DASH = re.compile(rf"\s*[{_DASHES}]+\s")
_DIGIT = re.compile(r"\d")
_BEFORE_TIME = " \t\u00a0-–—|,:*_@"
_CLOSERS = {"[": "]", "(": ")", "<": ">", "{": "}", "«": "»", "“": "”", '"': '"'}


class Style(StrEnum):
    """How a file marks who speaks."""

    COLON = "before a colon"
    TIMED = "beside a time"
    TAB = "before a tab"
    DASH = "before a dash"
    SEMICOLON = "before a semicolon"
    ANGLE = "before an angle bracket"
    BAR = "before a bar"
    EQUALS = "before an equals sign"
    PAREN = "before a closing bracket"
    STOP = "before a full stop"
    BOLD = "in bold"
    SQUARE = "in brackets"
    AT = "after an at sign"
    ALONE = "alone on its line"
    COLUMN = "in a column"


_STYLES = {
    "\t": Style.TAB,
    "-": Style.DASH,
    ";": Style.SEMICOLON,
    ">": Style.ANGLE,
    "|": Style.BAR,
    "=": Style.EQUALS,
    ")": Style.PAREN,
    "]": Style.PAREN,
    "/": Style.PAREN,
    ".": Style.STOP,
    ",": Style.STOP,
}


class Label(NamedTuple):
    """A possible label: `starts` at its line, its words begin at `ends`.

    `loose` is where the words begin if the bare time behind the colon is a time that somebody speaks of.
    """

    style: Style
    name: Name
    starts: int
    ends: int
    begins_at: float | None
    loose: int | None = None


class Line(NamedTuple):
    """A line with what may stand at its head, in this order: a number, a time, a label.

    `opens` says whether the line follows an empty one. `body` is where the words begin without the label.
    """

    start: int
    end: int
    opens: bool
    labels: tuple[Label, ...] = ()
    number: int | None = None
    number_mark: str = ""
    number_ends: int = 0
    time: str = ""
    time_starts: int = 0
    body: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing stands on the line but a number and a time."""
        return bool(self.number is not None or self.time) and self.body >= self.end


def lines_of(text: str, known: frozenset[str] = frozenset()) -> list[Line]:
    """Every line that is not empty, with whatever has the shape of a label at its head.

    `known` are labels that the study names: they are labels in whatever shape.
    """
    named = _study_pattern(known)
    lines: list[Line] = []
    names: dict[str, Name | None] = {}
    end, opens = 0, True
    for found in LINE.finditer(text):
        start, stop = found.span()
        opens = opens or _is_gap(text, end, start)
        end = stop
        line = _plain(text, start, stop, opens, names)
        if line is None:
            head = text[start : min(stop, start + HEAD)]
            if not head.strip():
                opens = opens or stop - start < HEAD
                continue
            line = _looked_at(head, start, stop, opens, named)
        lines.append(line)
        opens = False
    return lines


def _is_gap(text: str, end: int, start: int) -> bool:
    """Whether more than one newline stands between two lines."""
    between = start - end
    return between > 2 or (between == 2 and text[end:start] != "\r\n") or (between == 1 and text[end] in "\f\u2029")


def _plain(text: str, start: int, stop: int, opens: bool, names: dict[str, Name | None]) -> Line | None:
    """The usual case, quickly: a name, a colon, a blank, words."""
    colon = text.find(":", start + 1, min(stop, start + LONGEST))
    if (
        colon < 0
        or text[colon + 1 : colon + 2] != " "
        or not text[colon + 2 : colon + 3].isalpha()
        or colon + 2 >= stop
    ):
        return None
    raw = text[start:colon]
    if raw not in names:
        names[raw] = _simple(raw)
    name = names[raw]
    if name is None:
        return None
    return Line(start, stop, opens, (Label(Style.COLON, name, start, colon + 1, None),), body=start)


@lru_cache(maxsize=4096)
def _simple(raw: str) -> Name | None:
    """The name where nothing but a colon can part it from the words."""
    if not raw[0].isalpha() or "\t" in raw or " -" in raw or "–" in raw or "—" in raw or _is_stopped(raw):
        return None
    return name_in(raw)


def _is_stopped(raw: str) -> bool:
    return ". " in raw or ") " in raw or "[" in raw


def _after_colon(style: Style, name: Name, head: str, at: int, start: int) -> Label:
    """The label with the time that may stand behind the colon."""
    rest = head[at : at + 12].lstrip(" \t\u00a0*_")[:1]
    if rest and (rest.isdigit() or rest in "[(<{#\\"):
        found = _TIME_AFTER.match(head, at)
        if found:
            is_bare = found["time"][0].isdigit()
            loose = start + at if is_bare else None
            return Label(style, name, start, start + found.end(), seconds(found["time"]), loose)
    while head[at : at + 1] in ("*", "_", ":"):
        at += 1
    return Label(style, name, start, start + at, None)


def _looked_at(head: str, start: int, stop: int, opens: bool, named: re.Pattern[str] | None) -> Line:
    at = _PREFIX.match(head).end()  # type: ignore[union-attr]  # matches anything
    if named is not None and (label := _named_by_study(head, at, stop - start, named)):
        label = label._replace(starts=start, ends=start + label.ends, loose=label.loose and start + label.loose)
        return Line(start, stop, opens, (label,), body=min(start + at, stop))
    number, mark, number_ends, at = _number(head, at)
    time, time_starts, after = _time(head, at)
    begins_at = seconds(time) if time else None
    simple = _simple_label(head, after) if time else None
    if simple is not None:
        name, ends = simple
        labels: tuple[Label, ...] = (Label(Style.COLON, name, start, start + ends, begins_at),)
    else:
        labels = tuple(_labels(head, after, start, stop, begins_at, named))
    body = min(start + after, stop)
    return Line(start, stop, opens, labels, number, mark, start + number_ends, time, start + time_starts, body)


def _simple_label(head: str, at: int) -> tuple[Name, int] | None:
    """The usual case behind a time, quickly: a name, a colon, a blank, words."""
    colon = head.find(":", at + 1, at + LONGEST)
    if colon < 0 or head[colon + 1 : colon + 2] != " " or not head[colon + 2 : colon + 3].isalpha():
        return None
    name = _simple(head[at:colon])
    return None if name is None else (name, colon + 1)


def _number(head: str, at: int) -> tuple[int | None, str, int, int]:
    """The number of a line or turn, the marks around it, where it ends, and where what follows begins."""
    if not _DIGIT.match(head[at : at + 2].lstrip("[(")):
        return None, "", 0, at
    found = _NUMBER.match(head, at)
    if found is None:
        return None, "", 0, at
    after = _PREFIX.match(head, found.end()).end()  # type: ignore[union-attr]
    return int(found[2]), found["mark"] + found["after"], found.end(), after


def _time(head: str, at: int) -> tuple[str, int, int]:
    """The time at the head, where it begins, and where what follows begins."""
    if head[at : at + 1].isalpha():
        return "", at, at
    found = _TIME_FIRST.match(head, at)
    return (found["time"], at, found.end()) if found else ("", at, at)


def _labels(
    head: str, at: int, start: int, stop: int, time: float | None, named: re.Pattern[str] | None
) -> Iterator[Label]:
    """Every way to read a label at this place; a label's own time goes before the one given."""
    known = _named_by_study(head, at, stop - start, named) if named and at else None
    for each in [known] if known else _ways(head, at, stop - start):
        own = each.begins_at if each.begins_at is not None else time
        loose = None if each.loose is None else start + each.loose
        yield Label(each.style, each.name, start, start + each.ends, own, loose)


def _ways(head: str, at: int, length: int) -> list[Label]:
    opener = head[at : at + 1]
    if not opener:
        return []
    if opener in _CLOSERS:
        return list(_bracketed(head, at, length))
    found: list[Label] = []
    if at and head[at - 1] in "*_":
        found = list(_bold(head, at, length))
    elif opener == "@":
        found = list(_at_sign(head, at, length))
    return found or list(_parted(head, at, length))


@lru_cache(maxsize=8)
def _study_pattern(known: frozenset[str]) -> re.Pattern[str] | None:
    """Any label that the study names, with what may stand around it."""
    if not known:
        return None
    labels = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(known, key=len, reverse=True))
    return re.compile(
        rf"(?P<opener>[\[(<{{@*_\"“«]*)(?P<name>(?:{labels})\.?(?:[ ]?[(\[][^()\[\]\d][^()\[\]]*[)\]])?)(?!\w)"
        rf"(?P<closer>[\])>}}*_\"”»:]*)",
        re.IGNORECASE,
    )


def _named_by_study(head: str, at: int, length: int, named: re.Pattern[str]) -> Label | None:
    """A label of the codebook's in any place in which labels stand."""
    found = named.match(head, at)
    if found is None:
        return None
    text = found["name"]
    name, after = Name(text, key(text), base(text), Kind.KNOWN), found.end()
    if ":" in found["closer"]:
        return _after_colon(Style.COLON, name, head, after, 0)
    opener = found["opener"] or (head[at - 1 : at] if head[at - 1 : at] in ("*", "_") else "")
    if opener:
        style = Style.AT if "@" in opener else Style.BOLD if opener[0] in "*_" else Style.SQUARE
        return _behind_marks(head, name, _past(head, after, " \t\u00a0"), length, style)
    time = _TIME_BETWEEN.match(head, _past(head, after, _BEFORE_TIME))
    if time is not None and time.start() > after:
        return Label(Style.TIMED, name, 0, time.end(), seconds(time["time"]))
    if not head[after:].strip() and len(head) == length:
        return Label(Style.ALONE, name, 0, length, None)
    separator = _SEPARATOR.match(head, after) or _SIGN.match(head, after)
    return _label_at(separator[0], name, head, separator.end()) if separator else None


def _bracketed(head: str, at: int, length: int) -> Iterator[Label]:
    """`[Frieda] …`, `(Frieda): …`, `<I> …`, `[Frieda]` alone, `[Frieda 0:12] …`."""
    close = head.find(_CLOSERS[head[at]], at + 1, at + LONGEST)
    inner = head[at + 1 : close] if close > 0 else ""
    within = _before_time(inner + " ", 0) if _DIGIT.search(inner) else None
    name = name_in(inner)
    if within and within.ends >= len(inner):
        yield within._replace(style=Style.TIMED, ends=close + 1 + (head[close + 1 : close + 2] == ":"), loose=None)
    elif name is not None:
        after = _past(head, close + 1, "*_ ")
        following = head[after : after + 1]
        if following and following in ";>":
            yield Label(_STYLES[following], name, 0, after + 1, None)
        else:
            yield _behind_marks(head, name, after, length, Style.SQUARE)


def _past(head: str, at: int, marks: str) -> int:
    while at < len(head) and head[at] in marks:
        at += 1
    return at


def _behind_marks(head: str, name: Name, after: int, length: int, style: Style) -> Label:
    """The label of a name in brackets or in bold, by what stands behind: a colon, nothing, a time, words."""
    if head[after : after + 1] == ":":
        return _after_colon(Style.COLON, name, head, after + 1, 0)
    if after >= length:
        return Label(Style.ALONE, name, 0, length, None)
    time = _TIME_BETWEEN.match(head, after)
    if time:
        return Label(Style.TIMED, name, 0, time.end(), seconds(time["time"]))
    return Label(style, name, 0, _after_dash(head, after), None)


def _bold(head: str, at: int, length: int) -> Iterator[Label]:
    """`**Katrien** …`, `**Katrien:** …`, `**Katrien**` alone."""
    close = head.find(head[at - 1], at, at + LONGEST)
    inner = head[at:close].rstrip() if close > 0 else ""
    name = name_in(inner.rstrip(" :"))
    if not inner or name is None:
        return
    after = _past(head, close, "*_")
    if inner.endswith(":"):
        yield _after_colon(Style.COLON, name, head, after, 0)
    else:
        yield _behind_marks(head, name, _past(head, after, " \t\u00a0"), length, Style.BOLD)


def _after_dash(head: str, at: int) -> int:
    """Behind the dash between a bold name and the words, if there is one."""
    found = _DASH.match(head, at)
    return found.end() if found else at


def _at_sign(head: str, at: int, length: int) -> Iterator[Label]:
    """`@Frieda …`; with a colon it is as any other label."""
    word = head[at:].split(None, 1)[0]
    name = name_in(word.rstrip(":"))
    if name is not None and not word.endswith(":") and at + len(word) < length and ":" not in head[at : at + 30]:
        yield Label(Style.AT, name, 0, at + len(word), None)


def _parted(head: str, at: int, length: int) -> Iterator[Label]:
    """A name parted from the words by a colon, a time, a tab, a dash …; or the whole line."""
    timed = _before_time(head, at) if _DIGIT.search(head, at + 1, at + 90) else None
    if timed is not None:
        yield timed
        return
    found: Label | None = None
    for separator in _SEPARATOR.finditer(head, at + 1, at + LONGEST + 4):
        found = found or _parted_by(separator, head, at)
        if separator[0] in ":：":
            yield from (each for each in dict.fromkeys((found, _parted_by(separator, head, at))) if each)
            return
    if found is not None:
        yield found
    elif len(head) == length:
        yield from _whole(head, at, length)


def _parted_by(found: re.Match[str], head: str, at: int) -> Label | None:
    mark = found[0]
    name = name_in(head[at : found.start() + (mark[0] == ".")])
    if name is None or not _fits(mark, name) or (mark in ":：" and _is_clock_or_address(head, found.start())):
        return None
    return _label_at(mark, name, head, found.end())


def _whole(head: str, at: int, length: int) -> Iterator[Label]:
    name = name_in(head[at:]) if may_name(head[at:]) else None
    if name is not None and name.kind in (Kind.KNOWN, Kind.NAME, Kind.PERSON):
        yield Label(Style.ALONE, name, 0, length, None)


def _fits(mark: str, name: Name) -> bool:
    """Behind a full stop or a comma only short labels that everybody knows."""
    return mark[0] not in ".," or (name.kind is Kind.KNOWN and len(name.text) < 6)


def _is_clock_or_address(head: str, colon: int) -> bool:
    return head[colon + 1 : colon + 3] == "//" or (head[colon - 1].isdigit() and head[colon + 1 : colon + 2].isdigit())


def _label_at(mark: str, name: Name, head: str, ends: int) -> Label:
    kind = mark if mark == "\t" else mark.strip()[:1] or "\t"
    if kind in (":", "："):
        return _after_colon(Style.COLON, name, head, ends, 0)
    style = _STYLES.get(kind, Style.DASH)
    return _after_colon(style, name, head, ends, 0)


def _before_time(head: str, at: int) -> Label | None:
    """`Truus [00:00:12] …`, `Truus (0:12): …`, `Truus | 0:12`, `Truus: 0:12`, `S1 00:00:05.120 …`."""
    found = _TIME_BETWEEN.search(head, at + 1, at + 100)
    if found is None or found.start() - at > LONGEST + 6:
        return None
    piece = head[at : found.start()]
    named = piece.rstrip(_BEFORE_TIME)
    name = name_in(named) if ":" not in named else None
    if name is None or (len(named) == len(piece) and found["time"][0].isdigit()):
        return None
    if ":" in piece[len(named) :]:
        loose = at + len(piece.rstrip()) if found["time"][0].isdigit() else None
        return Label(Style.COLON, name, 0, found.end(), seconds(found["time"]), loose)
    if found["colon"]:
        return Label(Style.COLON, name, 0, found.end(), seconds(found["time"]))
    return Label(Style.TIMED, name, 0, found.end(), seconds(found["time"]))
