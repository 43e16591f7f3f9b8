"""Check hand-coded rows before any is stored, and report every error. Messages never hold words of a transcript."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.codebook import Codebook
from pipeline.decisions.transcripts.spans import FragmentSpan, Span
from pipeline.errors import UnknownInterview
from pipeline.records import HandCoded, Role, Transcript, fragment_id, turn_at

_ESCAPED = re.compile(r"(^|[;\t\r\n][ \xa0\"]*)'(?=[\s\x00]*[=+\-@|\t\r\n])")
"""The apostrophe that an export for spreadsheets puts before what would run as a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewFragments:
    """An interview that rows may rest on: its text, and its fragments in the order of the text."""

    number: int
    transcript: Transcript
    fragments: tuple[FragmentSpan, ...]

    def is_coded(self, role: Role) -> bool:
        """Whether words of this role get codes: a respondent's always, others' where they were cut into fragments."""
        turns = (turn_at(self.transcript, each.start, each.end) for each in self.fragments)
        return role is Role.RESPONDENT or any(turn is not None and turn.role is role for turn in turns)

    def crossed_by(self, span: Span) -> list[FragmentSpan]:
        """The fragments that a new cut would replace: those it overlaps without being one of them."""
        start, end = span
        return [
            each for each in self.fragments if each.start < end and start < each.end and (each.start, each.end) != span
        ]


def problems(coded: Sequence[HandCoded], grounds: Mapping[str, InterviewFragments], codebook: Codebook) -> list[str]:
    """What is wrong with these rows, each with its place; in the order of the rows."""
    found: dict[int, str] = {}
    for position, row in enumerate(coded):
        why = next(_alone(row, grounds, codebook), None)
        if why:
            found[position] = why
    for position, why in _together([(at, row) for at, row in enumerate(coded) if at not in found]):
        found.setdefault(position, why)
    return [f"{coded[position].place}: {found[position]}" for position in sorted(found)]


def _alone(row: HandCoded, grounds: Mapping[str, InterviewFragments], codebook: Codebook) -> Iterator[str]:
    """What is wrong with one row, whatever the others say."""
    ground = grounds.get(row.transcript_id)
    if ground is None:
        yield str(UnknownInterview(row.transcript_id))
        return
    yield from _misplaced(row, ground)
    yield from _miscoded(row, codebook)
    for each in ground.crossed_by((row.start, row.end)):
        if each.judged:
            yield (
                f"{row.start}-{row.end} crosses fragment {fragment_id(row.transcript_id, each.start, each.end)}, on "
                "which verdicts were given; use its offsets"
            )


def _misplaced(row: HandCoded, ground: InterviewFragments) -> Iterator[str]:
    here, transcript = f"{row.start}-{row.end}", ground.transcript
    inside = 0 <= row.start < row.end <= len(transcript.text)
    if not inside or not _same(row.text, transcript.text[row.start : row.end]):
        explained = explain_offsets(row, transcript.text)
        if inside:
            yield f"the text of the row is not the text of {transcript.id} at {here}; {explained}"
        else:
            length = len(transcript.text)
            yield f"offsets {here} are not inside {transcript.id}, which has {length} characters; {explained}"
    if not inside:
        return
    turn = turn_at(transcript, row.start, row.end)
    if turn is None:
        yield f"{here} is not inside one turn of {transcript.id}; a fragment holds one speaker's words, without label"
    elif not ground.is_coded(turn.role):
        yield (
            f"{here} are words of the interviewer; only a respondent's words get codes, unless `code_interviewer` in "
            "drempel.toml said otherwise when the interview was read"
        )


def _same(text: str, said: str) -> bool:
    """Whether a cell holds these words: spreadsheets change line ends, and exports escape what looks like a formula."""
    return any(_lines(each) == _lines(said) for each in (text, _ESCAPED.sub(r"\1", text)))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def explain_offsets(row: HandCoded, text: str) -> str:
    """What the offsets of a row may count instead, and where its words stand if only one place has them."""
    counted = next((unit for unit, words in _other_units(row, text) if words and _same(row.text, words)), "")
    told = f"start and end seem to {counted}, but " if counted else ""
    at = text.find(row.text) if row.text.strip() else -1
    only = at >= 0 and text.find(row.text, at + 1) < 0
    place = f" (its words are at {at}-{at + len(row.text)})" if only else ""
    return f"{told}offsets count characters from 0, line ends included{place}"


def _other_units(row: HandCoded, text: str) -> Iterator[tuple[str, str]]:
    start, end = row.start, row.end
    if not 0 <= start < end:
        return
    yield "count UTF-16 units", _decoded(text.encode("utf-16-le")[2 * start : 2 * end], "utf-16-le")
    yield "count bytes of UTF-8", _decoded(text.encode()[start:end], "utf-8")
    yield "count a line end of two characters as one", _lines(text)[start:end]
    if start:
        yield "count from 1", text[start - 1 : end - 1]
        yield "count from 1, with the last character included", text[start - 1 : end]
    yield "include the last character", text[start : end + 1]


def _decoded(contents: bytes, encoding: str) -> str:
    return contents.decode(encoding, errors="replace")


def _miscoded(row: HandCoded, codebook: Codebook) -> Iterator[str]:
    for dimension, codes in row.codes.items():
        for code in codes:
            why = codebook.refusal(dimension, code)
            if why:
                yield why
                return
        if len(codes) > 1 and codebook.dimension(dimension).single:
            yield f"dimension {dimension!r} has room for one code, the row has {', '.join(codes)}"
    if not row.coder:
        yield "the row does not say who coded it; fill the column coder"


def _together(rows: Sequence[tuple[int, HandCoded]]) -> Iterator[tuple[int, str]]:
    """What rows that are sound by themselves do to each other."""
    by_interview: dict[str, list[tuple[int, HandCoded]]] = defaultdict(list)
    for position, row in rows:
        by_interview[row.transcript_id].append((position, row))
    for gathered in by_interview.values():
        yield from _crossings(sorted(gathered, key=lambda each: (each[1].start, each[1].end, each[0])))


def _crossings(rows: Sequence[tuple[int, HandCoded]]) -> Iterator[tuple[int, str]]:
    """Of two rows that cannot both be, the one further down the file is told; `rows` are in the order of the text."""
    widest: tuple[int, HandCoded] | None = None
    coded_at: dict[tuple[Span, str], HandCoded] = {}
    for position, row in rows:
        twin = coded_at.setdefault(((row.start, row.end), row.coder), row)
        if twin is not row:
            yield position, f"{row.coder} codes {row.start}-{row.end} twice; {twin.place} is the same fragment"
        if widest is not None and _cross(widest[1], row):
            (_, first), (told, second) = sorted((widest, (position, row)), key=lambda each: each[0])
            yield told, f"{second.start}-{second.end} overlaps {first.start}-{first.end} of {first.place}"
        if widest is None or row.end > widest[1].end:
            widest = position, row


def _cross(one: HandCoded, other: HandCoded) -> bool:
    return one.start < other.end and other.start < one.end and (one.start, one.end) != (other.start, other.end)
