"""The account of one reading: who speaks with which role, how many words are whose, and what is in no turn.

It holds kinds, places and counts, never the words themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.messages import Message
from pipeline.records import Role, Transcript
from pipeline.transcripts.speakers.layouts import Layout
from pipeline.transcripts.speakers.roles import GUESSED, Assigned
from pipeline.transcripts.speakers.stretches import Told
from pipeline.transcripts.turns import NAMELESS

MOST_OUTSIDE = 0.05
"""The share of words in no turn from which on a notice says so."""

NEARLY_ALL = 0.97
"""The share of words of one speaker, where there are more, from which on a notice says so."""

UNSURE = 0.15
"""How far ahead a reading must be for the file to be clear."""

_TRUSTED_ENCODINGS = frozenset(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFound:
    """One speaker of a file; `role_from` is `codebook`, `title block`, `labels` or `guessed`."""

    name: str
    role: Role
    role_from: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of the text, by its first and last line (from 1), with the number of words in it."""

    kind: str
    first_line: int
    last_line: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a person should look at: a `kind` for programs, and a sentence."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingReport:
    """How a file was read. `layout` names how speakers are marked; `lead` says from 0 to 1 how clear that was."""

    speakers: tuple[SpeakerFound, ...]
    turns: int
    words_in_turns: int
    words_in_no_turn: int
    in_no_turn: tuple[Place, ...]
    set_apart: tuple[Place, ...]
    roles_from: str
    layout: str
    lead: float
    encoding: str
    notices: tuple[Notice, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """The sentences of the notices."""
        return tuple(notice.message for notice in self.notices)


def account_of(transcript: Transcript, assigned: Assigned, told: Told, notices: Sequence[str]) -> ReadingReport:
    """The account of a transcript that was read; `notices` are those of the reader of its format."""
    speakers = tuple(_speakers(transcript, assigned))
    lines = _Lines(transcript.text)
    outside = tuple(_places(transcript.text, lines, (("nobody", start, end) for start, end in told.unsaid)))
    in_turns = sum(speaker.words for speaker in speakers)
    in_no_turn = sum(place.words for place in outside)
    return ReadingReport(
        speakers=speakers,
        turns=len(transcript.turns),
        words_in_turns=in_turns,
        words_in_no_turn=in_no_turn,
        in_no_turn=outside,
        set_apart=tuple(_places(transcript.text, lines, ((str(kind), start, end) for kind, start, end in told.apart))),
        roles_from=transcript.roles_from,
        layout=str(told.layout.style) if told.layout.style else "",
        lead=told.layout.lead,
        encoding=transcript.encoding,
        notices=(
            *(Notice(kind="not_read", message=notice) for notice in notices),
            *_notices(transcript, speakers, outside, told.layout),
        ),
    )


class _Lines:
    """The number of the line at an offset, counted as editors do: empty lines too."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at in _line_ends(text))]

    def number(self, at: int) -> int:
        return bisect_right(self._starts, at)


def _line_ends(text: str) -> Iterator[int]:
    for at, mark in enumerate(text):
        if mark == "\n" or mark == "\u2028" or mark == "\u2029" or (mark == "\r" and text[at + 1 : at + 2] != "\n"):
            yield at


def _speakers(transcript: Transcript, assigned: Assigned) -> Iterator[SpeakerFound]:
    turns: dict[str, int] = {}
    words: dict[str, int] = {}
    roles: dict[str, Role] = {}
    for turn in transcript.turns:
        turns[turn.speaker] = turns.get(turn.speaker, 0) + 1
        words[turn.speaker] = words.get(turn.speaker, 0) + len(transcript.text[turn.start : turn.end].split())
        roles[turn.speaker] = turn.role
    sources: Mapping[str, str] = {name or NAMELESS: source for name, source in assigned.sources.items()}
    for name in turns:
        source = sources.get(name, GUESSED)
        yield SpeakerFound(name=name, role=roles[name], role_from=source, turns=turns[name], words=words[name])


def _places(text: str, lines: _Lines, spans: Iterable[tuple[str, int, int]]) -> Iterator[Place]:
    for kind, start, end in spans:
        words = text[start:end]
        if any(mark.isalnum() for mark in words):
            begin = start + len(words) - len(words.lstrip())
            last = start + len(words.rstrip()) - 1
            yield Place(
                kind=kind, first_line=lines.number(begin), last_line=lines.number(last), words=len(words.split())
            )


def _notices(
    transcript: Transcript, speakers: Sequence[SpeakerFound], outside: Sequence[Place], layout: Layout
) -> Iterator[Notice]:
    in_turns = sum(speaker.words for speaker in speakers)
    in_no_turn = sum(place.words for place in outside)
    if in_no_turn > MOST_OUTSIDE * (in_turns + in_no_turn):
        yield Notice(kind="outside", message=_outside(in_no_turn, in_turns + in_no_turn, outside))
    if transcript.roles_from == GUESSED:
        yield Notice(kind="guessed", message=_guessed(speakers))
    most = max(speakers, key=lambda speaker: speaker.words)
    if len(speakers) > 1 and in_turns >= 50 and most.words >= NEARLY_ALL * in_turns:
        share = round(100 * most.words / in_turns)
        yield Notice(
            kind="one_speaker",
            message=Message(
                "One speaker has %(share)s of the words: check whether the turns of the others were found.",
                share=f"{share} %",
            ),
        )
    if layout.style is not None and layout.lead < UNSURE:
        yield Notice(
            kind="layout",
            message=Message(
                "It is not clear how this file marks its speakers; read as: %(layout)s.", layout=str(layout.style)
            ),
        )
    if transcript.encoding not in _TRUSTED_ENCODINGS:
        yield Notice(
            kind="encoding",
            message=Message(
                "The letters were taken to be %(encoding)s: check the accents.", encoding=transcript.encoding
            ),
        )


def _outside(words: int, every: int, places: Sequence[Place]) -> Message:
    where = ", ".join(
        f"{place.first_line}" if place.first_line == place.last_line else f"{place.first_line}-{place.last_line}"
        for place in places[:5]
    )
    more = ", …" if len(places) > 5 else ""
    return Message(
        "%(words)s of %(every)s words are in no turn (line %(lines)s): give them a label, or leave them as they are.",
        words=words,
        every=every,
        lines=where + more,
    )


def _guessed(speakers: Sequence[SpeakerFound]) -> Message:
    if len(speakers) == 1:
        return Message("No label tells who speaks: all words are taken for a respondent's. Check it.")
    asks = [speaker for speaker in speakers if speaker.role is Role.INTERVIEWER]
    if not asks:
        return Message(
            "It is a guess that nobody here is the interviewer: name the labels in `roles` of codebook.yaml."
        )
    return Message(
        "The roles are guessed: %(speakers)s of the speakers, with %(turns)s turns, asks; the others answer. Check it, "
        "or name the labels in `roles` of codebook.yaml.",
        speakers=len(asks),
        turns=sum(each.turns for each in asks),
    )
