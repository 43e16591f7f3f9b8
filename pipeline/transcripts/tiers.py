"""Layers of annotation under a recording, a speaker each: read together in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.transcripts.turns import Saying

BESIDE_THE_WORDS = frozenset(
    ("notes", "note", "notities", "nota", "memo", "comment", "comments", "opmerking", "opmerkingen", "phones", "phone",
     "phonemes", "klanken", "pauses", "pauzes")
)  # fmt: skip
"""Layers in which nobody says anything."""

NAMELESS_LAYERS = frozenset(
    ("words", "word", "woorden", "utterances", "uitingen", "transcript", "transcription", "transcriptie", "text",
     "tekst", "default", "sentences", "zinnen")
)  # fmt: skip
"""Layers called after what they hold, not after who speaks."""


def speaker_of(layer: str) -> str | None:
    """Whose words a layer holds: empty where it does not tell, None where nobody speaks in it.

    `Anna - words` and `Anna - phones` are two layers of Anna's, as forced aligners write them.
    """
    name, _, kind = layer.strip().rpartition(" - ")
    if kind.casefold() in BESIDE_THE_WORDS:
        return None
    if kind.casefold() in NAMELESS_LAYERS:
        return name
    return layer.strip()


def in_time(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """The sayings of all layers by their beginning, words in one line each; layers without speech left out."""
    spoken = [
        replace(saying, words=" ".join(saying.words.split()))
        for saying in sayings
        if saying.speaker is not None and saying.words.strip()
    ]
    return tuple(sorted(spoken, key=lambda saying: (saying.begins_at or 0.0, saying.ends_at or 0.0)))
