"""Hand cuts take the place of automatic ones; what they leave of those stays to be coded, so no word gets lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, select, update

from pipeline.decisions.adding import add_fragments, is_drawn
from pipeline.decisions.hand_rows import Ground, Span, Standing
from pipeline.decisions.parts import in_parts
from pipeline.decisions.suggesting import delete_suggestions
from pipeline.decisions.tables import fragments, interviews
from pipeline.records import Fragment, Transcript, turn_at

BY_HAND = "hand"


def cut_by_hand(connection: Connection, ground: Ground, spans: Sequence[Span]) -> None:
    """Make these spans fragments, coded by hand: blind, and certain to be so.

    A span that is a fragment already, and that nobody judged, only becomes blind. Automatic fragments that a span
    crosses are set aside; words of theirs that no span covers become fragments again, drawn as at ingest.
    """
    known = {(each.start, each.end): each for each in ground.fragments}
    fresh = [span for span in spans if span not in known]
    certain = [known[span].number for span in spans if span in known and not known[span].judged]
    for part in in_parts(certain):
        connection.execute(
            update(fragments).where(fragments.c.number.in_(part)).values(blind=True, sampling_probability=1.0)
        )
    crossed = {each.number: each for span in fresh for each in ground.crossed_by(span)}
    retire(connection, crossed)
    version, share, seed = connection.execute(
        select(interviews.c.version, interviews.c.blind_share, interviews.c.seed).where(
            interviews.c.number == ground.number
        )
    ).one()
    cut = [(cut_at(ground.transcript, span), True, 1.0, BY_HAND) for span in fresh]
    for span in left_over(ground.transcript, crossed.values(), fresh):
        rest = cut_at(ground.transcript, span)
        cut.append((rest, is_drawn(rest.id, share=share, seed=seed), share, BY_HAND))
    add_fragments(connection, ground.number, version, cut)


def retire(connection: Connection, numbers: Collection[int]) -> None:
    """Set fragments aside: they are no longer part of the study, what was said of them stays in the ledger."""
    for part in in_parts(numbers):
        aside = update(fragments).where(fragments.c.number.in_(part))
        connection.execute(aside.values(live=False, shown=0, open=0, doubt=0.0))
    delete_suggestions(connection, numbers)


def cut_at(transcript: Transcript, span: Span) -> Fragment:
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


def left_over(transcript: Transcript, crossed: Iterable[Standing | Fragment], spans: Sequence[Span]) -> Iterator[Span]:
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
