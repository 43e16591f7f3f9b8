"""Which reading of a whole file explains most of its lines with the fewest speakers.

Each way to mark a speaker (before a colon, before a tab, alone on the line …) gives one reading of the file. A reading
earns a point for every line that it explains, and pays for every speaker that it needs: little for `I` and `R`, more
for a name, most for a phrase. The best reading wins; the report of a file tells which one, and by how much.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.records import Role
from pipeline.transcripts.clock import seconds
from pipeline.transcripts.speakers.columns import columns_in
from pipeline.transcripts.speakers.labels import Label, Line, Style
from pipeline.transcripts.speakers.names import Kind, label_role, parts_of, without_brackets

NEVER = float("inf")

USUAL = 0.8
"""The share of lines or paragraphs with a label from which on a speaker may speak once."""

LEAST_OF_ONE = 0.5
"""The share of lines or paragraphs that the only name of a file must open."""

LEAST: Mapping[Style, float] = {
    Style.COLON: 0.0,
    Style.TIMED: 0.2,
    Style.TAB: 0.4,
    Style.DASH: 0.4,
    Style.BAR: 0.4,
    Style.BOLD: 0.3,
    Style.AT: 0.3,
    Style.ALONE: 0.25,
    Style.PAREN: USUAL,
}
"""The share of lines or paragraphs that names in a style must open; half of them where nothing is said here."""

CLEAR = frozenset((Style.COLON, Style.TIMED, Style.BOLD, Style.SQUARE, Style.SEMICOLON, Style.AT))
"""Styles in which a known speaker is believed although the file has another style."""

_ORDER = {style: place for place, style in enumerate((*Style, None))}
"""Of two readings that explain as much, the one that more files have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One reading of a file: its labels in order, its speakers, and what it explains beyond its price."""

    style: Style | None = None
    speakers: frozenset[str] = frozenset()
    labels: tuple[Label, ...] = ()
    tails: tuple[tuple[int, int], ...] = ()
    """Parts of lines behind the words, where the file is a table."""

    gain: float = 0.0
    lead: float = 0.0
    """How far ahead of the next best reading it is, from 0 (as good) to 1 (nothing else explains anything)."""


NAMELESS = Layout()
"""The reading in which nobody is named."""


@dataclass(slots=True, kw_only=True)
class _Group:
    """All labels of one speaker in one style."""

    kind: Kind
    text: str
    times: int = 0
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What the price of a speaker depends on, beside the name."""

    style: Style
    cover: float
    known: frozenset[str]
    has_both_roles: bool
    has_certain: bool
    is_named: bool


def chosen(text: str, lines: Sequence[Line], known: frozenset[str] = frozenset()) -> Layout:
    """The best reading; `known` are the keys of speakers that the study or a title block names."""
    counted = numbered(lines)
    found = _by_style(lines, counted)
    cover = _Cover(lines)
    layouts = [_layout(style, labels, lines, cover, known) for style, labels in found.items()]
    layouts.extend(_as_table(text, lines))
    layouts.sort(key=lambda each: (-each.gain, _ORDER[each.style]))
    if not layouts or layouts[0].gain <= 0:
        return NAMELESS
    best, following = layouts[0], layouts[1].gain if len(layouts) > 1 else 0.0
    lead = round(min(1.0, (best.gain - max(following, 0.0)) / best.gain), 2)
    if best.style is Style.COLUMN:
        return replace(best, lead=lead)
    labels = tuple(_accepted(lines, best, counted))
    return Layout(style=best.style, speakers=best.speakers, labels=labels, gain=best.gain, lead=lead)


def _as_table(text: str, lines: Sequence[Line]) -> Iterator[Layout]:
    table = columns_in(text, lines)
    if table is not None:
        speakers = frozenset(label.name.base for label in table.labels)
        gain = len(table.labels) - 0.5 * len(speakers)
        yield Layout(style=Style.COLUMN, speakers=speakers, labels=table.labels, tails=table.tails, gain=gain)


def numbered(lines: Sequence[Line]) -> frozenset[int]:
    """Where the lines begin whose numbers count them: they go up, on most lines or before most labels."""
    with_number = [line for line in lines if line.number is not None]
    if len(with_number) < 2:
        return frozenset()
    mark = Counter(line.number_mark for line in with_number).most_common(1)[0][0]
    rising: list[Line] = []
    for line in with_number:
        last = rising[-1].number if rising else None
        if line.number_mark == mark and (last is None or last < (line.number or 0) <= last + 10):
            rising.append(line)
    if _count_lines(lines, rising):
        return frozenset(line.start for line in rising)
    labelled = [line for line in lines if line.labels]
    with_label = sum(bool(line.labels) for line in rising)
    is_usual = 2 * len(rising) >= len(lines) or (with_label > 1 and 2 * with_label >= len(labelled))
    return frozenset(line.start for line in rising) if is_usual and len(rising) > 1 else frozenset()


def _count_lines(lines: Sequence[Line], rising: Sequence[Line]) -> bool:
    """Whether the numbers, of every fifth line perhaps, are those of the lines."""
    if len(rising) < 3:
        return False
    places = {line.start: at for at, line in enumerate(lines)}
    return len({places[line.start] - (line.number or 0) for line in rising}) == 1


class _Cover:
    """How many lines and paragraphs there are to be explained."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = sum(not line.is_spent for line in lines)
        self.openings = sum(line.opens for line in lines)

    def of(self, style: Style, found: Sequence[tuple[int, Label]], lines: Sequence[Line]) -> float:
        """The share of lines, of paragraphs, or of lines from the first label on, that begin with one of this style."""
        sound = [at for at, label in found if label.name.kind is not Kind.NOBODY]
        twice = 2 if style in (Style.ALONE, Style.TIMED) else 1
        of_lines = len(sound) * twice / max(self.lines, 1)
        opened = sum(_opens(lines, at) for at in sound)
        of_openings = opened / self.openings if self.openings > 2 else 0.0
        of_rest = len(sound) * twice / (len(lines) - sound[0]) if len(sound) > 2 else 0.0
        return min(1.0, max(of_lines, of_openings, of_rest))


def _opens(lines: Sequence[Line], at: int) -> bool:
    """Whether the line, or the time above it, follows an empty line."""
    return lines[at].opens or (at > 0 and lines[at - 1].is_spent and lines[at - 1].opens)


def _by_style(lines: Sequence[Line], counted: frozenset[int]) -> dict[Style, list[tuple[int, Label]]]:
    found: dict[Style, list[tuple[int, Label]]] = defaultdict(list)
    colon = found[Style.COLON]
    for at, line in enumerate(lines):
        if len(line.labels) == 1 and line.number is None and line.labels[0].style is Style.COLON:
            colon.append((at, line.labels[0]))
        elif line.labels:
            for label in _of(lines, at, counted):
                found[label.style].append((at, label))
    return found


def _of(lines: Sequence[Line], at: int, counted: frozenset[int]) -> Iterable[Label]:
    """The labels of a line; a name alone beside or under a time counts as one beside a time."""
    line = lines[at]
    if line.number is not None and line.start not in counted:
        return ()
    return line.labels if line.labels[-1].style is not Style.ALONE else list(_with_time(lines, at))


def _with_time(lines: Sequence[Line], at: int) -> Iterator[Label]:
    line, above = lines[at], lines[at - 1] if at else None
    is_below = above is not None and bool(above.time) and above.is_spent
    for label in line.labels:
        if label.style is not Style.ALONE or not (line.time or is_below):
            yield label
        elif _has_words_below(lines, at):
            time = label.begins_at if line.time or above is None else seconds(above.time)
            yield label._replace(style=Style.TIMED, begins_at=time)


def _has_words_below(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and not lines[at + 1].time and not lines[at + 1].is_spent


def _layout(
    style: Style, found: Sequence[tuple[int, Label]], lines: Sequence[Line], cover: _Cover, known: frozenset[str]
) -> Layout:
    groups = _groups(style, found, lines)
    certain = {name for name, group in groups.items() if _is_certain(name, group, known)}
    roles = {label_role(groups[name].text) for name in certain}
    setting = _Setting(
        style=style,
        cover=cover.of(style, found, lines),
        known=known,
        has_both_roles={Role.INTERVIEWER, Role.RESPONDENT} <= roles,
        has_certain=bool(certain),
        is_named=not {Role.INTERVIEWER, Role.RESPONDENT} <= roles,
    )
    gains = {name: group.times - _price(name, group, setting) for name, group in groups.items()}
    speakers = {name for name, gain in gains.items() if gain > 0}
    gain = sum(gains[name] for name in speakers)
    speakers |= {name for name, group in groups.items() if name not in speakers and _is_of_several(group, speakers)}
    labels = tuple(label for _, label in found if label.name.base in speakers)
    if not labels or (style is Style.TIMED and not _is_rising(labels)):
        return NAMELESS
    if len(speakers) == 1 and not certain and setting.cover < LEAST_OF_ONE:
        return NAMELESS
    gain -= 0.0 if certain else 0.5 * _left_out(labels[0], lines)
    return Layout(style=style, speakers=frozenset(speakers), labels=labels, gain=gain)


def _groups(style: Style, found: Sequence[tuple[int, Label]], lines: Sequence[Line]) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for at, label in found:
        group = groups.get(label.name.base)
        if group is None:
            group = groups[label.name.base] = _Group(kind=label.name.kind, text=label.name.text)
        if group.kind is Kind.LOWER and label.name.kind is Kind.NAME:
            group.kind = Kind.NAME
        group.times += 1
        group.places.append(at)
    return _without_words(groups, lines) if style is Style.ALONE else groups


def _without_words(groups: dict[str, _Group], lines: Sequence[Line]) -> dict[str, _Group]:
    """Names alone on a line, without those that are the words under another such name."""
    times = {at: group.times for group in groups.values() for at in group.places}
    for group in groups.values():
        under = sum(not lines[at].opens and times.get(at - 1, 0) > group.times for at in group.places)
        group.times -= under
    return {name: group for name, group in groups.items() if group.times > 0}


def _is_certain(name: str, group: _Group, known: frozenset[str]) -> bool:
    if name in known:
        return True
    is_letter = len(name) == 1 and name not in {"i", "r"}
    return group.kind is Kind.KNOWN and (group.times > 1 or not is_letter)


def _is_rising(labels: Sequence[Label]) -> bool:
    times = [label.begins_at for label in labels if label.begins_at is not None]
    rising = sum(before <= after for before, after in pairwise(times))
    return rising >= 0.8 * (len(times) - 1)


def _price(name: str, group: _Group, setting: _Setting) -> float:
    """What a speaker costs, in lines: who speaks fewer times is no speaker."""
    if name in setting.known:
        return 0.0
    if group.kind is Kind.NOBODY or (group.kind is Kind.PHRASE and setting.has_certain):
        return NEVER
    is_usual = setting.cover >= USUAL
    if group.kind is Kind.KNOWN:
        return _price_of_known(name, group, setting, is_usual)
    if setting.cover < LEAST.get(setting.style, 0.5) or setting.style is Style.STOP:
        return NEVER
    return _price_of_name(group, setting, is_usual) + (0.0 if setting.cover >= 0.1 or setting.has_certain else 2.0)


def _price_of_known(name: str, group: _Group, setting: _Setting, is_usual: bool) -> float:
    if setting.style not in (Style.COLON, Style.TIMED) and group.times < 2 and setting.cover < 0.5:
        return NEVER
    return 1.5 if len(name) == 1 and name not in {"i", "r"} and not is_usual else 0.5


def _price_of_name(group: _Group, setting: _Setting, is_usual: bool) -> float:
    """Once is enough where labels are usual and people are called by their names, or where it is a word for people."""
    if group.kind is Kind.PERSON:
        return 0.5 if is_usual or (setting.has_certain and setting.style is Style.COLON) else 1.5
    if group.kind is Kind.NAME:
        if is_usual and (setting.is_named or _is_full_name(group.text)) and _may_speak_once(group, setting):
            return 0.5
        return 2.5 if setting.has_both_roles else 1.5
    if group.kind is Kind.LOWER:
        return 1.5 if is_usual or (setting.has_certain and not setting.has_both_roles) else 2.5
    if setting.has_both_roles:
        return NEVER if not is_usual else 3.5
    return 1.5 if is_usual and group.kind is Kind.WORDS else 4.0


def _is_full_name(text: str) -> bool:
    return len([word for word in without_brackets(text).split() if word[0].isupper()]) > 1


def _may_speak_once(group: _Group, setting: _Setting) -> bool:
    """Alone on a line a single word may as well be an answer."""
    return setting.style not in (Style.ALONE, Style.DASH) or group.times > 1 or _is_full_name(group.text)


def _is_of_several(group: _Group, speakers: set[str]) -> bool:
    """`Jan en Piet`, where both are speakers."""
    if group.kind is Kind.PHRASE:
        return False
    parts = parts_of(group.text)
    return len(parts) > 1 and all(part.rstrip("?") in speakers for part in parts)


def _left_out(first: Label, lines: Sequence[Line]) -> float:
    """The share of the text that stands before the first label."""
    start, end = lines[0].start, lines[-1].end
    return (first.starts - start) / max(end - start, 1)


def _accepted(lines: Sequence[Line], best: Layout, counted: frozenset[int]) -> Iterator[Label]:
    """One label a line: of the style that won, else of another where it is beyond doubt."""
    style, speakers = best.style, best.speakers
    for at, line in enumerate(lines):
        if line.labels:
            labels = _of(lines, at, counted)
            for label in labels:
                if label.style is style and label.name.base in speakers:
                    yield label
                    break
            else:
                yield from _second_best(labels, best)


def _second_best(labels: Iterable[Label], best: Layout) -> Iterator[Label]:
    for label in labels:
        is_sure = label.style in CLEAR and label.name.base in best.speakers
        if is_sure or (label.style in (Style.COLON, Style.TAB, Style.DASH) and _is_beyond_doubt(label)):
            yield label
            return


def _is_beyond_doubt(label: Label) -> bool:
    return label.name.kind is Kind.KNOWN and (len(label.name.key) > 1 or label.name.key in {"i", "r"})
