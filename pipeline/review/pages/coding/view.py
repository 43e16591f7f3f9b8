"""What the templates show: frozen pictures of interviews, turns, fragments and codes, ready to be drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.codebook import Code, Codebook, Dimension
from pipeline.decisions import Held, Memo, Offer
from pipeline.records import Transcript, Turn
from pipeline.review.standing import Standing

TONES = 8
# Where each dimension starts on the wheel: the first one, which stands beside all others, shares least with them.
FIRST_TONE = (0, 3, 3, 6, 1, 5)
SHAPES = ("●", "◆", "■", "▲", "★", "✚")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """How a code looks everywhere: its words, a colour, and its dimension's shape for those who see no colour."""

    dimension: Dimension
    code: Code
    tone: int
    shape: str
    key: str


class Labels:
    """The look of every code of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._labels = {
            (dimension.id, code.id): Label(
                dimension=dimension,
                code=code,
                tone=(position + FIRST_TONE[nth % len(FIRST_TONE)]) % TONES,
                shape=SHAPES[nth % len(SHAPES)],
                key=str(position + 1) if position < 9 else "",
            )
            for nth, dimension in enumerate(codebook)
            for position, code in enumerate(dimension.codes)
        }
        self._places = {key: place for place, key in enumerate(self._labels)}

    def of(self, dimension: str, code: str) -> Label | None:
        """The look of a code; None when the codebook has it no more."""
        return self._labels.get((dimension, code))

    def every(self) -> list[tuple[str, str]]:
        """Dimension and code of each, in the codebook's order."""
        return list(self._labels)

    def among(self, keys: Collection[tuple[str, str]]) -> list[tuple[tuple[str, str], Label]]:
        """Those of the codes that the codebook has, each with its look, in the codebook's order."""
        known = sorted((self._places[key], key) for key in keys if key in self._places)
        return [(key, self._labels[key]) for _, key in known]

    def in_dimension(self, dimension: str) -> list[Label]:
        """The looks of a dimension's codes, in the codebook's order."""
        return [label for (of, _), label in self._labels.items() if of == dimension]

    def __iter__(self) -> Iterator[Label]:
        """Every code, in the codebook's order."""
        return iter(self._labels.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A code at a fragment: held, or offered when `offer` is there."""

    label: Label
    held: Held | None = None
    offer: Offer | None = None


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
class Piece:
    """A stretch of a turn: a fragment, or words that are none."""

    text: str
    fragment: FragmentView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """A turn as its pieces, in order."""

    turn: Turn
    pieces: tuple[Piece, ...]


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


def _pieces(transcript: Transcript, turn: Turn, fragments: Sequence[FragmentView]) -> Iterator[Piece]:
    at = turn.start
    for fragment in fragments:
        between = transcript.text[at : fragment.start].strip()
        if between:
            yield Piece(text=between)
        yield Piece(text=fragment.text, fragment=fragment)
        at = fragment.end
    rest = transcript.text[at : turn.end].strip()
    if rest:
        yield Piece(text=rest)
