"""Spans of a transcript: the fragment at a span, and the words that no span covers. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Fragment, Transcript, turn_at

BY_HAND = "hand"
"""The boundary of a fragment that a person made."""

Span = tuple[int, int]
"""Start and end of a passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentSpan:
    """A fragment as it is cut now; `judged` when somebody gave a verdict on it."""

    number: int
    start: int
    end: int
    judged: bool


def fragment_at(transcript: Transcript, span: Span) -> Fragment:
    """The fragment at a span that is inside one turn."""
    turn = turn_at(transcript, *span)
    if turn is None:
        raise ValueError(f"{span} is not inside one turn of {transcript.id}")
    return Fragment(
        transcript_id=transcript.id,
        turn=turn.index,
        speaker=turn.speaker,
        role=turn.role,
        start=span[0],
        end=span[1],
        text=transcript.text[slice(*span)],
        boundary=BY_HAND,
    )


def uncovered_spans(
    transcript: Transcript, crossed: Iterable[FragmentSpan | Fragment], spans: Sequence[Span]
) -> Iterator[Span]:
    """The stretches of fragments that no span covers, as far as there are words in them."""
    for fragment in crossed:
        at = fragment.start
        inside = sorted(span for span in spans if span[0] < fragment.end and fragment.start < span[1])
        for start, end in [*inside, (fragment.end, fragment.end)]:
            rest = strip_span(transcript.text, at, start)
            if rest:
                yield rest
            at = max(at, end)


def strip_span(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its edges; None when it holds no word."""
    said = text[start:end]
    if not any(each.isalnum() for each in said):
        return None
    start += len(said) - len(said.lstrip())
    return start, start + len(said.strip())
