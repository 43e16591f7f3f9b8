"""Segment a transcript into fragments: meaning units, sentences or turns, each inside one turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.fragments.boundary_model.model import BoundaryModel, starter_boundaries
from pipeline.fragments.spacy_pipeline import base_name
from pipeline.fragments.turn_reader import RESPONDENTS, ReadTurns, read_turns
from pipeline.fragments.windows import MOST, is_unpunctuated, windows
from pipeline.records import Fragment, Role, Transcript, Turn

RULES = 1
"""Version of the rules; increase it when the same text would be segmented differently."""

Span = tuple[int, int]
_Piece = tuple[Turn, Span, str]
_ROLES = {"respondents": RESPONDENTS, "all": frozenset(Role)}
_LONG = 3 * MOST  # characters; a shorter sentence cannot have too many words
_PAUSE = 0.5  # seconds of silence that end a turn in the output of a speech recogniser


def segmenter_name(*, unit: str = "meaning", boundaries: BoundaryModel | None = None) -> str:
    """Return the name of the segmenter, stored with every fragment: spaCy version, rules, boundaries."""
    learnt = f" / boundaries {boundaries.id if boundaries else 'shipped'}" if unit == "meaning" else ""
    return f"{base_name()} / rules {RULES}{learnt}"


def cut(
    transcript: Transcript,
    *,
    unit: str = "meaning",
    boundaries: BoundaryModel | None = None,
    speakers: str = "respondents",
) -> list[Fragment]:
    """Segment a transcript into fragments, in order.

    None crosses a turn or overlaps another, and only white space is left out.
    """
    if unit not in _UNITS or speakers not in _ROLES:
        raise ValueError(
            f"unit is one of {', '.join(_UNITS)} and speakers one of {', '.join(_ROLES)}, not {unit!r} and {speakers!r}"
        )
    roles = _ROLES[speakers]
    turns = [turn for turn in transcript.turns if turn.role in roles and transcript.words_of(turn).strip()]
    if unit == "turn":
        cuts: Iterable[_Piece] = (_whole(transcript, turn, "turn") for turn in turns)
    elif is_unpunctuated("\n".join(map(transcript.words_of, turns))):
        cuts = (each for turn in turns for each in _unpunctuated(transcript, turn))
    else:
        cuts = _punctuated(transcript, read_turns(transcript, roles), unit, boundaries)
    return [_fragment(transcript, each) for each in cuts]


def _fragment(transcript: Transcript, piece: _Piece) -> Fragment:
    turn, (start, end), boundary = piece
    return Fragment(
        transcript_id=transcript.id,
        turn=turn.index,
        speaker=turn.speaker,
        role=turn.role,
        start=start,
        end=end,
        text=transcript.text[start:end],
        boundary=boundary,
    )


def _whole(transcript: Transcript, turn: Turn, boundary: str) -> _Piece:
    spoken = transcript.words_of(turn)
    return turn, (turn.start + len(spoken) - len(spoken.lstrip()), turn.start + len(spoken.rstrip())), boundary


def _unpunctuated(transcript: Transcript, turn: Turn) -> Iterator[_Piece]:
    """Segment a turn without punctuation: a short turn is one fragment, a long one is split into word windows."""
    if len(transcript.words_of(turn).split()) <= MOST:
        yield _whole(transcript, turn, "pause" if _pauses_after(transcript, turn) else "turn")
    else:
        yield from ((turn, span, "window") for span in windows(transcript.text, turn.start, turn.end))


def _pauses_after(transcript: Transcript, turn: Turn) -> bool:
    """Whether the same speaker continues after a pause, according to the times in the file."""
    after = transcript.turns[turn.index + 1 : turn.index + 2]
    if not after or after[0].speaker != turn.speaker or turn.ends_at is None or after[0].begins_at is None:
        return False
    return after[0].begins_at - turn.ends_at >= _PAUSE


def _punctuated(
    transcript: Transcript, read: ReadTurns, unit: str, boundaries: BoundaryModel | None
) -> Iterator[_Piece]:
    divided, boundary = _UNITS[unit](read, boundaries)
    for turn, sentences, firsts in zip(read.turns, read.sentences, divided, strict=True):
        for first, stop in zip(firsts, [*firsts[1:], len(sentences)], strict=True):
            yield from _unit(transcript, turn, sentences[first:stop], boundary)


def _unit(transcript: Transcript, turn: Turn, sentences: Sequence[Span], boundary: str) -> Iterator[_Piece]:
    """Make one fragment of the sentences; if one has too many words without a stop, split all and window that one."""
    running = [_runs_on(transcript.text[start:end]) for start, end in sentences]
    if not any(running):
        yield turn, (sentences[0][0], sentences[-1][1]), boundary
        return
    for (start, end), runs_on in zip(sentences, running, strict=True):
        if runs_on:
            yield from ((turn, span, "window") for span in windows(transcript.text, start, end))
        else:
            yield turn, (start, end), boundary


def _runs_on(text: str) -> bool:
    return len(text) > _LONG and len(text.split()) > MOST and is_unpunctuated(text)


def _meaning(read: ReadTurns, boundaries: BoundaryModel | None) -> tuple[list[list[int]], str]:
    return (boundaries or starter_boundaries()).divide(read.talk), "learnt"


def _sentence(read: ReadTurns, boundaries: BoundaryModel | None) -> tuple[list[list[int]], str]:
    return [list(range(len(sentences))) for sentences in read.sentences], "sentence"


_UNITS: dict[str, Callable[[ReadTurns, BoundaryModel | None], tuple[list[list[int]], str]]] = {
    "meaning": _meaning,
    "sentence": _sentence,
    "turn": _sentence,
}
