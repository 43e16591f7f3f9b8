"""Hand cuts take the place of automatic ones; what they leave of those stays to be coded, so no word gets lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, insert, update

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.schema import fragments
from pipeline.decisions.database.schema import fragments as fragments_table
from pipeline.decisions.imports.hand_codes_check import FragmentSpan, Span
from pipeline.decisions.suggestions import delete_suggestions
from pipeline.records import Fragment, Transcript, turn_at


def add_fragments(
    connection: Connection, interview: int, version: int, cut: Iterable[tuple[Fragment, bool, float, str]]
) -> None:
    """Store fragments, each with whether it is blind, with what probability, and who cut it."""
    rows = [
        {
            "interview": interview,
            "version": version,
            "turn": fragment.turn,
            "start": fragment.start,
            "end": fragment.end,
            "words": len(fragment.text.split()),
            "boundary": fragment.boundary,
            "cut_by": cut_by,
            "blind": blind,
            "sampling_probability": probability,
            "live": True,
            "text": fragment.text,
        }
        for fragment, blind, probability, cut_by in cut
    ]
    if rows:
        connection.execute(insert(fragments_table), rows)


BY_HAND = "hand"


def retire(connection: Connection, numbers: Collection[int]) -> None:
    """Set fragments aside: they are no longer part of the study, what was said of them stays in the ledger."""
    for part in batched(numbers):
        aside = update(fragments).where(fragments.c.number.in_(part))
        connection.execute(aside.values(live=False, shown=0, open=0, doubt=0.0))
    delete_suggestions(connection, numbers)


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
            rest = _without_edges(transcript.text, at, start)
            if rest:
                yield rest
            at = max(at, end)


def _without_edges(text: str, start: int, end: int) -> Span | None:
    """The stretch without white space at its edges; None when no word is in it."""
    said = text[start:end]
    if not any(each.isalnum() for each in said):
        return None
    start += len(said) - len(said.lstrip())
    return start, start + len(said.strip())
