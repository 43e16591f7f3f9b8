"""ELAN annotations (.eaf): a layer per speaker, in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.guards import refuse_entities
from pipeline.transcripts.tiers import in_time, speaker_of
from pipeline.transcripts.turns import Reading, Saying


def read_elan(path: Path, contents: bytes) -> Reading:
    """Every annotation of the layers that hang on the recording itself; translations and glosses hang on those."""
    refuse_entities(path, contents)
    try:
        document = fromstring(contents)
    except ParseError as error:
        raise UnreadableTranscript(
            path, Message("it is no ELAN file, or it is damaged"), Message("Save it again in ELAN.")
        ) from error
    if document.tag != "ANNOTATION_DOCUMENT":
        raise UnreadableTranscript(
            path, Message("it is XML of another kind than ELAN's"), Message("Save it in ELAN as .eaf.")
        )
    times = _times(document)
    layers = [layer for layer in document.iter("TIER") if layer.get("PARENT_REF") is None]
    return Reading(sayings=in_time(saying for layer in layers for saying in _sayings(layer, times)))


def _times(document: Element) -> dict[str, float]:
    """The seconds of each time slot; ELAN leaves out those between two known ones, which get the earlier."""
    times: dict[str, float] = {}
    last = 0.0
    for slot in document.iter("TIME_SLOT"):
        value = slot.get("TIME_VALUE")
        last = float(value) / 1000 if value is not None else last
        times[slot.get("TIME_SLOT_ID", "")] = last
    return times


def _sayings(layer: Element, times: dict[str, float]) -> Iterator[Saying]:
    kind = speaker_of(layer.get("TIER_ID", ""))
    speaker = kind if kind is None else layer.get("PARTICIPANT", "").strip() or kind
    for annotation in layer.iter("ALIGNABLE_ANNOTATION"):
        yield Saying(
            speaker=speaker,
            words="".join(annotation.find("ANNOTATION_VALUE").itertext()) if len(annotation) else "",  # type: ignore[union-attr]
            begins_at=times.get(annotation.get("TIME_SLOT_REF1", "")),
            ends_at=times.get(annotation.get("TIME_SLOT_REF2", "")),
        )
