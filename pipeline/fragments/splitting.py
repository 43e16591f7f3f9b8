"""Dutch text cut into sentences: offsets in code points, nothing but white space left out, linear in the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.fragments.lines import paragraphs
from pipeline.fragments.stops import STOP, Stop, ends_sentence, may_end, read_stop


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as `(start, end)`, trimmed of white space; together they hold all that is not white."""
    pieces = [_stops(text, start, end) for start, end in paragraphs(text, 0, len(text))]
    lower_case = _begins_in_lower_case(text, pieces)
    return [span for piece in pieces for span in _spans(text, piece, lower_case)]


def begins_in_lower_case(text: str) -> bool:
    """Whether the sentences of this text begin without a capital, as recognisers and quick typists write them.

    The first stops tell.
    """
    found = islice(STOP.finditer(text), _ENOUGH)
    return _begins_in_lower_case(text, [(0, 0, [read_stop(text, each, 0, len(text)) for each in found])])


def sentences_within(text: str, start: int, end: int, *, lower_case: bool) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]`, where the style of the whole is already known."""
    stretches = paragraphs(text, start, end)
    return [span for each in stretches for span in _spans(text, _stops(text, *each), lower_case)]


_ENOUGH = 60
_Paragraph = tuple[int, int, list[Stop]]


def _stops(text: str, start: int, end: int) -> _Paragraph:
    return (
        start,
        end,
        [read_stop(text, found, start, end) for found in STOP.finditer(text, start, end) if may_end(text, found, end)],
    )


def _begins_in_lower_case(text: str, pieces: list[_Paragraph]) -> bool:
    upper = lower = 0
    for start, end, stops in pieces:
        first = next(filter(str.isalpha, text[start : min(end, start + 40)]), "")
        upper += first.isupper()
        lower += first.islower()
        upper += sum(stop.following == "upper" for stop in stops)
        lower += sum(stop.following == "lower" for stop in stops)
    return lower > 3 * upper


def _spans(text: str, piece: _Paragraph, lower_case: bool) -> Iterator[tuple[int, int]]:
    start, end, stops = piece
    for stop in stops:
        if stop.end > start and ends_sentence(stop, lower_case=lower_case):
            yield from _trimmed(text, start, stop.end)
            start = stop.end
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stretch = text[start:end]
    begin = start + len(stretch) - len(stretch.lstrip())
    stop = start + len(stretch.rstrip())
    if begin < stop:
        yield begin, stop
