"""Labels of codes: words, colour, shape and digit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipeline.codebook import Code, Codebook, Dimension

TONES = 8

# Where each dimension starts on the wheel: the first one, which stands beside all others, shares least with them.
FIRST_TONE = (0, 3, 3, 6, 1, 5)

SHAPES = ("●", "◆", "■", "▲", "★", "✚")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """How a code looks everywhere: its words, a colour, and its dimension's shape for those who see no colour."""

    dimension: Dimension
    code: Code
    tone: int
    shape: str
    key: str


class Labels:
    """The look of every code of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._labels = {
            (dimension.id, code.id): Label(
                dimension=dimension,
                code=code,
                tone=code.colour - 1 if code.colour else (position + FIRST_TONE[nth % len(FIRST_TONE)]) % TONES,
                shape=SHAPES[nth % len(SHAPES)],
                key=str(position + 1) if position < 9 else "",
            )
            for nth, dimension in enumerate(codebook)
            for position, code in enumerate(dimension.codes)
        }
        self._places = {key: place for place, key in enumerate(self._labels)}

    def of(self, dimension: str, code: str) -> Label | None:
        """The look of a code; None when the codebook has it no more."""
        return self._labels.get((dimension, code))

    def every(self) -> list[tuple[str, str]]:
        """Dimension and code of each, in the codebook's order."""
        return list(self._labels)

    def among(self, keys: Collection[tuple[str, str]]) -> list[tuple[tuple[str, str], Label]]:
        """Those of the codes that the codebook has, each with its look, in the codebook's order."""
        known = sorted((self._places[key], key) for key in keys if key in self._places)
        return [(key, self._labels[key]) for _, key in known]

    def in_dimension(self, dimension: str) -> list[Label]:
        """The looks of a dimension's codes, in the codebook's order."""
        return [label for (of, _), label in self._labels.items() if of == dimension]

    def __iter__(self) -> Iterator[Label]:
        """Every code, in the codebook's order."""
        return iter(self._labels.values())


Key = tuple[str, str]


def label_of(key: str, labels: Labels) -> Label | None:
    """The look of `dimension.code`."""
    found = _key(key)
    return labels.of(*found) if found else None


def _key(named: str) -> Key | None:
    dimension, dot, code = named.partition(".")
    return (dimension, code) if dot else None
