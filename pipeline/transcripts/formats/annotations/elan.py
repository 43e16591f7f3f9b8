"""ELAN annotations (.eaf): the layer with running words of each speaker, in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.annotations.tiers import Layer, spoken
from pipeline.transcripts.limits import refuse_entities
from pipeline.transcripts.turns import Reading, Saying

Span = tuple[float | None, float | None]

ANNOTATIONS = ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")


def read_elan(path: Path, contents: bytes) -> Reading:
    """Read one layer of words per speaker; ids, single words, translations, glosses and gestures are left out."""
    refuse_entities(path, contents)
    try:
        document = fromstring(contents)  # no declarations: refused above
    except ParseError as error:
        raise UnreadableTranscript(
            path, Message("it is no ELAN file, or it is damaged"), Message("Save it again in ELAN.")
        ) from error
    if document.tag != "ANNOTATION_DOCUMENT":
        raise UnreadableTranscript(
            path, Message("it is XML of another kind than ELAN's"), Message("Save it in ELAN as .eaf.")
        )
    tiers = list(document.iter("TIER"))
    times = _times(document, tiers)
    sayings, left_out = spoken([_layer(tier, times) for tier in tiers])
    return Reading(sayings=sayings, notices=not_read(left_out))


def not_read(layers: Sequence[str]) -> tuple[str, ...]:
    """The notice about layers that are no words of a speaker, or hold a second copy of them."""
    return (Message("layers not read: %(layers)s", layers=", ".join(layers)),) if layers else ()


def _layer(tier: Element, times: Mapping[str, Span]) -> Layer:
    sayings = tuple(
        Saying(_words(annotation), "", *times.get(annotation.get("ANNOTATION_ID", ""), (None, None)))
        for annotation in _annotations(tier)
    )
    name = tier.get("TIER_ID", "")
    return Layer(
        name=name, sayings=sayings, participant=tier.get("PARTICIPANT", "").strip(), parent=tier.get("PARENT_REF")
    )


def _annotations(tier: Element) -> Iterator[Element]:
    return (each for holder in tier for each in holder if each.tag in ANNOTATIONS)


def _words(annotation: Element) -> str:
    value = annotation.find("ANNOTATION_VALUE")
    if value is None:
        return ""
    return "".join(value.itertext()) if len(value) else value.text or ""


def _times(document: Element, tiers: Sequence[Element]) -> dict[str, Span]:
    """From when to when each annotation is; one that hangs on another has the time of that one."""
    slots = _slots(document, tiers)
    spans: dict[str, Span] = {}
    above: dict[str, str] = {}
    for tier in tiers:
        for annotation in _annotations(tier):
            known = annotation.get("ANNOTATION_ID", "")
            if annotation.tag == "ALIGNABLE_ANNOTATION":
                ends = (annotation.get("TIME_SLOT_REF1", ""), annotation.get("TIME_SLOT_REF2", ""))
                spans[known] = (slots.get(ends[0]), slots.get(ends[1]))
            else:
                above[known] = annotation.get("ANNOTATION_REF", "")
    for known in above:
        spans[known] = spans.get(_top(known, above), (None, None))
    return spans


def _top(known: str, above: Mapping[str, str]) -> str:
    for _ in range(100):  # layers hang under each other a few deep; a circle ends here
        if known not in above:
            break
        known = above[known]
    return known


def _slots(document: Element, tiers: Sequence[Element]) -> dict[str, float]:
    """The seconds of each time slot; those without a time are spread evenly between their neighbours in a layer."""
    order = list(document.iter("TIME_SLOT"))
    values = [(slot.get("TIME_SLOT_ID", ""), slot.get("TIME_VALUE")) for slot in order]
    known = {slot: float(value) / 1000 for slot, value in values if value is not None}
    for tier in tiers if len(known) < len(order) else ():
        for chain in _chains(tier, known):
            begins, ends = known.get(chain[0]), known.get(chain[-1])
            if begins is not None and ends is not None:
                step = (ends - begins) / (len(chain) - 1)
                known.update({slot: begins + step * at for at, slot in enumerate(chain)})
    last = 0.0
    for slot, _ in values:
        last = known.setdefault(slot, last)
    return known


def _chains(tier: Element, known: Mapping[str, float]) -> Iterator[list[str]]:
    """Slots of annotations that follow each other, from one with a time to the next with one."""
    chain: list[str] = []
    for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
        begins, ends = annotation.get("TIME_SLOT_REF1", ""), annotation.get("TIME_SLOT_REF2", "")
        if chain and chain[-1] == begins:
            chain.append(ends)
        else:
            chain = [begins, ends]
        if ends in known:
            if len(chain) > 2:
                yield chain
            chain = []
