"""The data classes that all packages share: frozen and validated.

Offsets are code points into a transcript's text, end exclusive; the text is never changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """The role of a speaker; only a respondent's words are coded."""

    INTERVIEWER = "interviewer"
    RESPONDENT = "respondent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says until another begins: `start` and `end` span the words, without the label before them."""

    index: int
    speaker: str
    role: Role
    start: int
    end: int
    begins_at: float | None = None  # seconds into the recording, if the file has times
    ends_at: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"turn {self.index} spans {self.start}:{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One interview as read from a file: the raw text and its turns.

    `sha256` is of the file's bytes; `roles_from` is `labels`, `codebook`, `guessed` or `proposed`.
    """

    id: str
    text: str
    sha256: str
    source: str
    format: str
    turns: tuple[Turn, ...]
    roles_from: str
    encoding: str = "utf-8"
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        last = 0
        for turn in self.turns:
            if turn.start < last or turn.end > len(self.text):
                raise ValueError(f"turn {turn.index} ({turn.start}:{turn.end}) does not follow in {self.id}")
            last = turn.end

    def words_of(self, turn: Turn) -> str:
        """Return the words of one turn."""
        return self.text[turn.start : turn.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A meaning unit inside one turn, addressed by its offsets.

    `boundary` says how it was segmented: `rules`, `learnt`, `sentence`, `turn`, `window`, `pause` or `hand`.
    """

    transcript_id: str
    turn: int
    speaker: str
    role: Role
    start: int
    end: int
    text: str
    boundary: str

    def __post_init__(self) -> None:
        if self.start >= self.end or self.end - self.start != len(self.text):
            raise ValueError(f"offsets {self.start}:{self.end} do not fit {len(self.text)} characters")

    @property
    def id(self) -> str:
        """The interview and the offsets: the same span always has the same id."""
        return fragment_id(self.transcript_id, self.start, self.end)


def fragment_id(transcript_id: str, start: int, end: int) -> str:
    """Return the id of the fragment at these offsets, such as `int_01:90-262`."""
    return f"{transcript_id}:{start}-{end}"


SPEAKER = "speaker"
"""The key of the speaker in `Passage.about`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A fragment with its context: all that a coder sees and a model may use.

    `before` and `after` are the neighbouring fragments of the same turn (empty at its edges); `question` is the
    interviewer's turn before it. `about` has the interview's columns, and the speaker under `SPEAKER`: a model uses
    only those that the settings name, since it would learn to recognise the person.
    """

    transcript_id: str
    start: int
    end: int
    text: str
    question: str = ""
    before: str = ""
    after: str = ""
    about: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def fragment_id(self) -> str:
        """The id of the fragment."""
        return fragment_id(self.transcript_id, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandCoded:
    """One row of a hand-coded file: offsets, quote and codes per dimension; `place` is its position in the file.

    `at` is the time of coding, if known.
    """

    transcript_id: str
    start: int
    end: int
    text: str
    codes: Mapping[str, tuple[str, ...]]
    coder: str
    place: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A passage and the codes that people gave it; dimensions that nobody judged are absent from `codes`."""

    passage: Passage
    codes: Mapping[str, tuple[str, ...]]


class Action(StrEnum):
    """The kinds of ledger entries."""

    ACCEPTED = "accepted"  # the suggested code holds
    REJECTED = "rejected"  # the suggested code does not hold
    CHANGED = "changed"  # `code` holds instead of the suggested `instead_of`
    ADDED = "added"  # a code holds that was not suggested, or not shown
    REMOVED = "removed"  # a code that held does not hold any more
    REVIEWED = "reviewed"  # the fragment is finished: the codes that hold now are all
    REOPENED = "reopened"  # the fragment is no longer finished
    UNDONE = "undone"  # the entry `undoes` no longer counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One entry of the append-only ledger: coder, fragment, action, time, and the suggestion that was visible.

    `blind` is true when no suggestion was on screen; `probability`, `rank` and `model` are those of the visible
    suggestion. `seconds` is the time the fragment was on screen before the verdict, if known.
    """

    fragment_id: str
    coder: str
    action: Action
    decided_at: datetime
    codebook: str
    dimension: str | None = None
    code: str | None = None
    instead_of: str | None = None
    blind: bool = True
    probability: float | None = None
    rank: int | None = None
    model: str | None = None
    seconds: float | None = None
    undoes: int | None = None

    def __post_init__(self) -> None:
        if self.decided_at.tzinfo is None:
            raise ValueError("a decision's time needs a time zone")
        about_a_code = self.action not in (Action.REVIEWED, Action.REOPENED, Action.UNDONE)
        if about_a_code and not (self.dimension and self.code):
            raise ValueError(f"{self.action} needs a dimension and a code")
        if (self.action is Action.CHANGED) != (self.instead_of is not None):
            raise ValueError("`instead_of` goes with `changed`")
        if (self.action is Action.UNDONE) != (self.undoes is not None):
            raise ValueError("`undoes` goes with `undone`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that was set aside: its place, and what to do about it."""

    place: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a step: counts and ids only, never what people said."""

    step: str
    counts: Mapping[str, int | float] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


def sha256_of(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def turn_at(transcript: Transcript, start: int, end: int) -> Turn | None:
    """Return the turn that contains the whole span, or None."""
    for turn in transcript.turns:
        if turn.start <= start and end <= turn.end:
            return turn
    return None


def passages(transcript: Transcript, spans: Iterable[tuple[int, int]]) -> list[Passage]:
    """Return each span as a passage with its context, in the given order.

    Neighbours are the nearest spans of the same list in the same turn. A span outside every turn has no context.
    """
    given = list(spans)
    ordered = sorted(set(given))
    found = {span: turn_at(transcript, *span) for span in ordered}
    built = {span: _passage(transcript, ordered, found, position) for position, span in enumerate(ordered)}
    return [built[span] for span in given]


def _passage(
    transcript: Transcript,
    ordered: Sequence[tuple[int, int]],
    found: Mapping[tuple[int, int], Turn | None],
    position: int,
) -> Passage:
    span = ordered[position]
    turn = found[span]

    def neighbour(step: int) -> str:
        at = position + step
        if turn is None or not 0 <= at < len(ordered) or found[ordered[at]] is not turn:
            return ""
        return transcript.text[slice(*ordered[at])]

    return Passage(
        transcript_id=transcript.id,
        start=span[0],
        end=span[1],
        text=transcript.text[slice(*span)],
        question=_question_before(transcript, turn),
        before=neighbour(-1),
        after=neighbour(1),
        about={**transcript.metadata, **({} if turn is None else {SPEAKER: turn.speaker})},
    )


def _question_before(transcript: Transcript, turn: Turn | None) -> str:
    if turn is None:
        return ""
    for earlier in reversed(transcript.turns[: turn.index]):
        if earlier.role is Role.INTERVIEWER:
            return transcript.words_of(earlier)
    return ""
