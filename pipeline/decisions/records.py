"""Records that the store returns: immutable snapshots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.codebook import Codebook
from pipeline.codebook.changes import Change, Move
from pipeline.records import Action, Fragment, HandCoded, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookVersion:
    """A version of the codebook: its contents, who made it (empty: edited by hand), when, why, and what changed.

    `moves` say which code became which; `restores` is the version that this one brought back. `on_file` tells whether
    `codebook.yaml` was written with it.
    """

    number: int
    codebook: Codebook
    at: datetime
    coder: str
    why: str
    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()
    restores: int | None = None
    on_file: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one coder is in one interview; `open` counts suggestions that this coder was shown and did not answer."""

    reviewed: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One interview with how far its coding is.

    `reviewed` counts fragments that at least one coder finished. `shown` counts suggestions that may be shown, answered
    or not.
    """

    id: str
    source: str
    words: int
    fragments: int
    reviewed: int
    shown: int
    coders: tuple[str, ...]
    roles_from: str
    ingested_at: datetime
    metadata: Mapping[str, str] = field(default_factory=dict)
    progress: Mapping[str, Progress] = field(default_factory=dict)
    coded_twice: bool = False

    @property
    def finished_by(self) -> tuple[str, ...]:
        """The coders who finished every fragment."""
        return tuple(name for name, so_far in self.progress.items() if so_far.reviewed >= self.fragments)

    @property
    def waits_for_two(self) -> bool:
        """Whether two coders are asked for, and fewer have finished it: nobody sees the verdicts of another yet."""
        return self.coded_twice and len(self.finished_by) < 2

    def progress_of(self, coder: str) -> Progress:
        """How far this coder is: someone who said nothing yet has every shown suggestion open."""
        return self.progress.get(coder) or Progress(open=self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFragment:
    """A fragment with how it came: who cut it, and whether it is coded before the suggestion is shown.

    `sampling_probability` is the probability with which it was drawn to be blind. Hand-coded fragments are blind, 1.0.
    """

    fragment: Fragment
    blind: bool
    sampling_probability: float
    cut_by: str

    @property
    def id(self) -> str:
        """The fragment's id."""
        return self.fragment.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a model says of one code at one fragment; `rank` 1 is the most probable of its dimension."""

    fragment_id: str
    dimension: str
    code: str
    probability: float
    rank: int
    suggested: bool
    model: str
    suggested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCode:
    """A code that holds, with the ledger entry (`decision`) that made it so and what was on screen then.

    `origin` is `accepted`, `changed` or `manual`.
    """

    dimension: str
    code: str
    origin: str
    decision: int
    decided_at: datetime
    blind: bool
    probability: float | None = None
    rank: int | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one coder holds of one fragment now.

    `rejected` are suggestions that this coder turned down or changed away, `removed` codes that were taken back;
    `open` are shown suggestions without an answer: always empty on blind and on reviewed fragments.
    `final` says that this verdict counts: the first that was finished, or the one that adjudication chose.
    """

    fragment_id: str
    coder: str
    reviewed: bool = False
    reviewed_at: datetime | None = None
    final: bool = False
    codes: tuple[VerdictCode, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    open: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the ledger as it stands there; `live` is false once it is undone.

    Entries that were recorded in one call share their `act`: the desk undoes an act as a whole. `informed` is whether
    the coder could see the verdict of another on the fragment before; None where a build before recorded it.
    """

    number: int
    act: int
    fragment_id: str
    interview: str
    coder: str
    action: Action
    decided_at: datetime
    codebook: str
    dimension: str | None
    code: str | None
    instead_of: str | None
    blind: bool
    probability: float | None
    rank: int | None
    model: str | None
    seconds: float | None
    undoes: int | None
    live: bool
    informed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Somebody who codes; without a key only on the machine itself, and no more once `left_at` is set."""

    name: str
    has_key: bool
    since: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a memo is about: a fragment, an interview, a code, or the study where it names nothing."""

    interview: str | None = None
    fragment_id: str | None = None
    dimension: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note that a coder wrote, in its latest wording."""

    number: int
    coder: str
    at: datetime
    text: str
    topic: Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A fragment with verdicts whose words do not stand in the interview's newer text.

    `text` are the old words, `replaced_at` is when the newer text came; `finished_by` are the coders who finished it.
    """

    fragment_id: str
    interview: str
    text: str
    replaced_at: datetime
    entries: tuple[Entry, ...]
    finished_by: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A stored transcript as it would read with other names in it, and where each of its offsets is then."""

    transcript: Transcript
    place: Callable[[int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What a changed transcript did to its fragments.

    `kept` stand in the new version with all that was said of them; `orphans` had verdicts and stand there no more (ids
    in the old version; the ledger keeps what was said); `dropped` had none; `added` are new and wait to be coded.
    """

    kept: int = 0
    added: int = 0
    dropped: int = 0
    orphans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Where a coding of another program lies in an interview, with what it was there.

    `origin` names the program, `coding` is the id in its project, `at` when it was given there; `placed` tells
    whether it went to a fragment.
    """

    interview: str
    coder: str
    dimension: str
    code: str
    start: int
    end: int
    origin: str
    coding: str = ""
    at: datetime | None = None
    placed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedProject:
    """A project of another program as it enters the store.

    `interviews` are those that are new, with their fragments; `columns` what is known of interviews, `coded` the
    codings as rows on fragments, `memos` texts with what they are about, their coder and time.
    """

    origin: str
    interviews: tuple[tuple[Transcript, tuple[Fragment, ...]], ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    coded: tuple[HandCoded, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    memos: tuple[tuple[str, Topic, str, datetime], ...] = ()
