"""EXMARaLDA's basic transcriptions (.exb): a layer of events per speaker on one line of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.annotations.elan import not_read
from pipeline.transcripts.limits import refuse_entities
from pipeline.transcripts.turns import Reading, Saying

SPOKEN = "t"
"""The type of a layer that holds what was said; others describe or annotate it."""

_ENDS = (". ", "? ", "! ", "… ")


def read_exmaralda(path: Path, contents: bytes) -> Reading:
    """Read the layers of what was said, event by event; layers that describe or annotate are left out."""
    refuse_entities(path, contents)
    try:
        document = fromstring(contents)  # no declarations: refused above
    except (ParseError, LookupError) as error:
        raise UnreadableTranscript(path, Message("it is no EXMARaLDA file, or it is damaged")) from error
    if document.tag != "basic-transcription":
        why = Message("it is XML of another kind than EXMARaLDA's basic transcription")
        raise UnreadableTranscript(path, why, Message("Save it as a basic transcription (.exb), or as .txt."))
    names = {each.get("id", ""): _name(each) for each in document.iter("speaker")}
    points = {each.get("id", ""): each.get("time") for each in document.iter("tli")}
    order = {point: at for at, point in enumerate(points)}
    tiers = list(document.iter("tier"))
    spoken = [tier for tier in tiers if tier.get("type", SPOKEN) == SPOKEN]
    told = [saying for tier in spoken for saying in _utterances(tier, names, points, order)]
    told.sort(key=lambda pair: pair[0])
    left_out = [tier.get("display-name") or tier.get("id") or "" for tier in tiers if tier not in spoken]
    return Reading(sayings=tuple(saying for _, saying in told), notices=not_read(left_out))


def _name(speaker: Element) -> str:
    return (speaker.findtext("abbreviation") or "").strip() or speaker.get("id", "")


def _utterances(
    tier: Element, names: Mapping[str, str], points: Mapping[str, str | None], order: Mapping[str, int]
) -> Iterator[tuple[int, Saying]]:
    """Events that follow each other at once, joined until a sentence ends: one may be cut in the middle of a word."""
    speaker = names.get(tier.get("speaker", ""), tier.get("speaker", ""))
    words, begins, ends = "", "", ""
    for event in sorted(tier.iter("event"), key=lambda each: order.get(each.get("start", ""), 0)):
        start = event.get("start", "")
        if words and (start != ends or words.endswith(_ENDS)):
            yield order.get(begins, 0), _saying(speaker, words, points.get(begins), points.get(ends))
            words = ""
        begins = begins if words else start
        words, ends = words + "".join(event.itertext()), event.get("end", "")
    if words:
        yield order.get(begins, 0), _saying(speaker, words, points.get(begins), points.get(ends))


def _saying(speaker: str, words: str, begins: str | None, ends: str | None) -> Saying:
    return Saying(speaker=speaker, words=" ".join(words.split()), begins_at=_time(begins), ends_at=_time(ends))


def _time(value: str | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None
