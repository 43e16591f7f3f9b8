"""Labels of codes: words, colour, shape and digit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.codebook import Code, Codebook, CodeKey, Dimension
from pipeline.decisions import CodebookVersion

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


Places = Mapping[CodeKey, int]
"""The place of every code in its dimension, and of every dimension (no code): it gives colour, shape and digit."""


def places_after(versions: Iterable[CodebookVersion]) -> Places:
    """The places of codes after these versions of the codebook: what is added or moved changes no other place.

    A renamed code keeps its place, a restored version brings its places back, a new code takes the lowest free place.
    """
    places: Places = {}
    known: dict[int, Places] = {0: {}}
    for version in versions:
        renamed = {(of, new): places[of, old] for of, old, new in version.moves if (of, old) in places}
        places = _placed(version.codebook, known[version.restores or 0], places, renamed)
        known[version.number] = places
    return places


def _placed(codebook: Codebook, *before: Places) -> Places:
    """The places of what is in this codebook: by the first of those before that knows it, else the lowest free one."""
    groups = [[(dimension.id, "") for dimension in codebook]]
    groups += [[(dimension.id, code.id) for code in dimension.codes] for dimension in codebook]
    placed: dict[CodeKey, int] = {}
    for keys in groups:
        taken: dict[int, CodeKey] = {}
        for places in before:
            for key in (each for each in keys if each in places and each not in taken.values()):
                taken.setdefault(places[key], key)
        free = (place for place in range(len(keys)) if place not in taken)
        fresh = [key for key in keys if key not in taken.values()]
        placed |= {key: place for place, key in taken.items()} | dict(zip(fresh, list(free), strict=False))
    return placed


class Labels:
    """The look of every code of a codebook; `places` are those after its versions."""

    def __init__(self, codebook: Codebook, places: Places | None = None) -> None:
        at = _placed(codebook, places or {})
        self._labels = {
            (dimension.id, code.id): Label(
                dimension=dimension,
                code=code,
                tone=code.colour - 1 if code.colour else _tone(at[dimension.id, ""], at[dimension.id, code.id]),
                shape=SHAPES[at[dimension.id, ""] % len(SHAPES)],
                key=str(at[dimension.id, code.id] + 1) if at[dimension.id, code.id] < 9 else "",
            )
            for dimension in codebook
            for code in dimension.codes
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


def _tone(dimension: int, code: int) -> int:
    return (code + FIRST_TONE[dimension % len(FIRST_TONE)]) % TONES


Key = tuple[str, str]


def label_of(key: str, labels: Labels) -> Label | None:
    """The look of `dimension.code`."""
    found = _key(key)
    return labels.of(*found) if found else None


def _key(named: str) -> Key | None:
    dimension, dot, code = named.partition(".")
    return (dimension, code) if dot else None
