"""Split Dutch text into sentences, as offsets in code points; only white space is left out.

Time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.fragments.sentence_splitter.lines import paragraphs
from pipeline.fragments.sentence_splitter.stops import STOP, Stop, clearly_ends, ends_sentence, may_end, read_stop


def sentences(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences `(start, end)`, trimmed of white space.

    Together they contain all other characters.
    """
    pieces = [_stops(text, start, end) for start, end in paragraphs(text, 0, len(text))]
    lower_case = _begins_in_lower_case(text, pieces)
    return [span for piece in pieces for span in _spans(text, piece, lower_case)]


def begins_in_lower_case(text: str) -> bool:
    """Whether the sentences of this text begin without a capital, as in the output of recognisers or in quick typing.

    Only the first stops are examined.
    """
    found = islice(STOP.finditer(text), _ENOUGH)
    stops = [read_stop(text, each, 0, len(text)) for each in found]
    return _begins_in_lower_case(text, [(0, 0, [(stop.end, stop) for stop in stops])])


def sentences_within(text: str, start: int, end: int, *, lower_case: bool) -> list[tuple[int, int]]:
    """Split `text[start:end]` into sentences when it is known whether sentences begin in lower case."""
    stretches = paragraphs(text, start, end)
    return [span for each in stretches for span in _spans(text, _stops(text, *each), lower_case)]


_ENOUGH = 60
_Stops = list[tuple[int, Stop | None]]  # possible sentence ends; None for a clear one, before a capital
_Paragraph = tuple[int, int, _Stops]


def _stops(text: str, start: int, end: int) -> _Paragraph:
    stops: _Stops = []
    for found in STOP.finditer(text, start, end):
        begin, at = found.span()
        if clearly_ends(text, begin, at) and at < end:
            stops.append((at, None))
        elif may_end(text, found, end):
            stop = read_stop(text, found, start, end)
            stops.append((stop.end, stop))
    return start, end, stops


def _begins_in_lower_case(text: str, pieces: list[_Paragraph]) -> bool:
    upper = lower = 0
    for start, end, stops in pieces:
        first = next(filter(str.isalpha, text[start : min(end, start + 40)]), "")
        upper += first.isupper()
        lower += first.islower()
        upper += sum(stop is None or stop.following == "upper" for _, stop in stops)
        lower += sum(stop is not None and stop.following == "lower" for _, stop in stops)
    return lower > 3 * upper


def _spans(text: str, piece: _Paragraph, lower_case: bool) -> Iterator[tuple[int, int]]:
    start, end, stops = piece
    for at, stop in stops:
        if at > start and (stop is None or ends_sentence(stop, lower_case=lower_case)):
            yield from _trimmed(text, start, at)
            start = at
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if start + 1 < end and text[start] == " " and not text[start + 1].isspace() and not text[end - 1].isspace():
        yield start + 1, end  # the common case, fast; the code below does the same for any white space
        return
    stretch = text[start:end]
    begin = start + len(stretch) - len(stretch.lstrip())
    stop = start + len(stretch.rstrip())
    if begin < stop:
        yield begin, stop
