"""Views of an interview and its fragments for one coder: turns, marks in the margin, state, neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions import (
    FragmentDetail,
    FragmentState,
    HeldCode,
    Memo,
    ShownSuggestion,
    Store,
)
from pipeline.records import Fragment, Transcript, Turn
from pipeline.review.labels import Label, Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One fragment as one coder has left it.

    `offers` are all suggestions of the current model, `open` those that wait for an answer; both stay empty while
    the fragment is `hidden`: nothing that is sent to the browser may tell what the model thinks.
    """

    fragment: str
    blind: bool = False
    reviewed: bool = False
    held: tuple[HeldCode, ...] = ()
    offers: tuple[ShownSuggestion, ...] = ()
    open: tuple[ShownSuggestion, ...] = ()
    seen_by_model: bool = False

    @property
    def hidden(self) -> bool:
        """Whether this coder must judge before the suggestion is shown."""
        return self.blind and not self.reviewed

    @property
    def unseen(self) -> bool:
        """Whether no suggestion is on screen: what the ledger calls blind."""
        return self.hidden or not self.seen_by_model

    def holds(self, dimension: str, code: str) -> bool:
        """Whether this code holds."""
        return any((held.dimension, held.code) == (dimension, code) for held in self.held)

    def in_dimension(self, dimension: str) -> tuple[HeldCode, ...]:
        """The codes that hold in a dimension."""
        return tuple(held for held in self.held if held.dimension == dimension)

    def offer(self, dimension: str, code: str) -> ShownSuggestion | None:
        """The open suggestion of this code, if it is one."""
        return next((offer for offer in self.open if (offer.dimension, offer.code) == (dimension, code)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A code at a fragment: held, or offered when `offer` is there."""

    label: Label
    held: HeldCode | None = None
    offer: ShownSuggestion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentView:
    """A fragment in the transcript, with its labels in the margin."""

    id: str
    number: int
    turn: int
    start: int
    end: int
    text: str
    speaker: str
    standing: Standing
    marks: tuple[Mark, ...]
    memos: tuple[Memo, ...] = ()

    @property
    def anchor(self) -> str:
        """How the fragment is named in an address and in the page: `90-262`."""
        return f"{self.start}-{self.end}"

    @property
    def doubt(self) -> float:
        """How unsure the model is of what is open here: 1 at a probability of a half, 0 when nothing is open."""
        return max((1 - 2 * abs(each.probability - 0.5) for each in self.standing.open), default=0.0)

    @property
    def revealed(self) -> bool:
        """Whether it was coded blind, and a suggestion can now be compared with that."""
        return self.standing.blind and self.standing.reviewed and bool(self.standing.offers)

    @property
    def state(self) -> str:
        """`done`, `blind` or `open`: a word for the screen reader, a class for the eye."""
        if self.standing.reviewed:
            return "done"
        return "blind" if self.standing.hidden else "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPart:
    """A stretch of a turn: a fragment, or words that are none."""

    text: str
    fragment: FragmentView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """A turn as its pieces, in order."""

    turn: Turn
    pieces: tuple[TurnPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an interview is, for one coder."""

    done: int
    of: int

    @property
    def left(self) -> int:
        """How many fragments wait."""
        return self.of - self.done


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewView:
    """One interview, ready to be read and coded."""

    id: str
    metadata: Mapping[str, str]
    turns: tuple[TurnView, ...]
    fragments: tuple[FragmentView, ...]
    progress: Progress
    roles_guessed: bool
    orphans: int = 0
    unlike: bool = False  # those that its suggestions were learnt from
    memos: tuple[Memo, ...] = ()

    def first(self) -> FragmentView | None:
        """Where a coder begins: the first fragment that waits, else the first of all."""
        waiting = (each for each in self.fragments if not each.standing.reviewed)
        return next(waiting, self.fragments[0] if self.fragments else None)

    def at(self, anchor: str) -> FragmentView | None:
        """The fragment that this anchor names; None when there is none (any more)."""
        return next((each for each in self.fragments if each.anchor == anchor), None)


def turns_of(transcript: Transcript, fragments: Sequence[FragmentView]) -> tuple[TurnView, ...]:
    """The turns with their fragments; words outside every fragment are kept, for the reader's thread."""
    by_turn: dict[int, list[FragmentView]] = {}
    for fragment in fragments:
        by_turn.setdefault(fragment.turn, []).append(fragment)
    return tuple(
        TurnView(turn=turn, pieces=tuple(_pieces(transcript, turn, by_turn.get(turn.index, []))))
        for turn in transcript.turns
    )


def _pieces(transcript: Transcript, turn: Turn, fragments: Sequence[FragmentView]) -> Iterator[TurnPart]:
    at = turn.start
    for fragment in fragments:
        between = transcript.text[at : fragment.start].strip()
        if between:
            yield TurnPart(text=between)
        yield TurnPart(text=fragment.text, fragment=fragment)
        at = fragment.end
    rest = transcript.text[at : turn.end].strip()
    if rest:
        yield TurnPart(text=rest)


def laid_out(store: Store, interview: str, coder: str) -> list[tuple[Fragment, Standing]]:
    """Every fragment of an interview with where it stands for this coder, in the order of the text."""
    return [(each.fragment, standing_of(each)) for each in store.queries.fragment_states(interview, coder)]


def standing_of(state: FragmentState) -> Standing:
    """Where one fragment stands; what is hidden is left out here already, so that no page can show it by mistake."""
    hidden = state.blind and not state.reviewed
    return Standing(
        fragment=state.fragment.id,
        blind=state.blind,
        reviewed=state.reviewed,
        held=state.held,
        offers=() if hidden else state.shown,
        open=() if hidden else state.open,
        seen_by_model=state.scored,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentAddress:
    """Where a fragment stands, as an address names it."""

    interview: str
    anchor: str

    @property
    def fragment(self) -> str:
        """The fragment's id."""
        return f"{self.interview}:{self.anchor}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentContext:
    """A fragment of the interview `id`, how far that is, its neighbours, and the next fragment that waits."""

    id: str
    fragment: FragmentView
    progress: Progress
    previous: FragmentAddress | None
    next: FragmentAddress | None
    onward: FragmentAddress | None


def fragment_context_of(detail: FragmentDetail, labels: Labels, memos: Sequence[Memo]) -> FragmentContext:
    """The detail of a fragment as the card shows it."""
    fragment = detail.state.fragment
    return FragmentContext(
        id=fragment.transcript_id,
        fragment=view_of(fragment, detail.number, standing_of(detail.state), labels, memos),
        progress=Progress(done=detail.done, of=detail.of),
        previous=place_of(detail.previous),
        next=place_of(detail.next),
        onward=place_of(detail.onward),
    )


def fragment_context_in(interview: InterviewView, fragment: FragmentView) -> FragmentContext:
    """The same, of a fragment of an interview that was read whole: nothing is asked again."""
    every, at = interview.fragments, fragment.number - 1
    waiting = (each for each in (*every[at + 1 :], *every[:at]) if not each.standing.reviewed)
    before, after = every[at - 1 : at] if at else (), every[at + 1 : at + 2]
    return FragmentContext(
        id=interview.id,
        fragment=fragment,
        progress=interview.progress,
        previous=_first_of(before),
        next=_first_of(after),
        onward=_first_of(waiting),
    )


def _first_of(fragments: Iterable[FragmentView]) -> FragmentAddress | None:
    return place_of(next((each.id for each in fragments), None))


def place_of(fragment: str | None) -> FragmentAddress | None:
    """Where the fragment of this id stands."""
    if fragment is None:
        return None
    interview, _, anchor = fragment.rpartition(":")
    return FragmentAddress(interview=interview, anchor=anchor)


def view_of(fragment: Fragment, number: int, standing: Standing, labels: Labels, memos: Sequence[Memo]) -> FragmentView:
    """A fragment with its labels in the margin."""
    return FragmentView(
        id=fragment.id,
        number=number,
        turn=fragment.turn,
        start=fragment.start,
        end=fragment.end,
        text=fragment.text,
        speaker=fragment.speaker,
        standing=standing,
        marks=_marks(standing, labels),
        memos=tuple(memos),
    )


def _marks(standing: Standing, labels: Labels) -> tuple[Mark, ...]:
    """The labels in the margin, in the codebook's order."""
    held = {(each.dimension, each.code): each for each in standing.held}
    offered = {(each.dimension, each.code): each for each in standing.open}
    return tuple(
        Mark(label=label, held=held.get(key), offer=offered.get(key))
        for key, label in labels.among({**held, **offered})
    )
