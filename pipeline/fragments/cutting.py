"""A transcript cut into fragments: meaning units, sentences or turns of the respondents, each inside one turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.fragments.pipe import base_name, dutch_pipeline
from pipeline.fragments.splitting import begins_in_lower_case
from pipeline.records import Fragment, Role, Transcript, Turn

RULES = 1
"""Raised when the same text would be cut otherwise."""

Span = tuple[int, int]


def backend() -> str:
    """What cuts: the spaCy pipeline and the version of the rules, kept with every fragment."""
    return f"{base_name()} / rules {RULES}"


def cut(transcript: Transcript, *, unit: str = "meaning") -> list[Fragment]:
    """The respondents' words as fragments, in order: none crosses a turn or overlaps another."""
    lower_case = begins_in_lower_case(transcript.text)
    cutter = _UNITS[unit]
    respondents = (turn for turn in transcript.turns if turn.role is Role.RESPONDENT)
    return [
        _fragment(transcript, turn, span, how)
        for turn in respondents
        for how, span in cutter(transcript, turn, lower_case)
    ]


def _fragment(transcript: Transcript, turn: Turn, span: Span, boundary: str) -> Fragment:
    start, end = turn.start + span[0], turn.start + span[1]
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


def _meaning(transcript: Transcript, turn: Turn, lower_case: bool) -> Iterator[tuple[str, Span]]:
    nlp = dutch_pipeline()
    doc = nlp.make_doc(transcript.words_of(turn))
    doc._.lower_case = lower_case
    return (("rules", span) for span in nlp(doc)._.units)


def _sentence(transcript: Transcript, turn: Turn, lower_case: bool) -> Iterator[tuple[str, Span]]:
    nlp = dutch_pipeline()
    doc = nlp.make_doc(transcript.words_of(turn))
    doc._.lower_case = lower_case
    return (("sentence", span) for span in nlp(doc)._.sentences)


def _turn(transcript: Transcript, turn: Turn, lower_case: bool) -> Iterator[tuple[str, Span]]:
    spoken = transcript.words_of(turn)
    end = len(spoken.rstrip())
    if end:
        yield "turn", (len(spoken) - len(spoken.lstrip()), end)


_UNITS: dict[str, Callable[[Transcript, Turn, bool], Iterator[tuple[str, Span]]]] = {
    "meaning": _meaning,
    "sentence": _sentence,
    "turn": _turn,
}
