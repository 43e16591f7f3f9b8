"""Looking across interviews: what an address asks, and sums per interview column, as a coder may see them."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions import Counted, Found, Held, Question
from pipeline.review.views import Label, Labels, Mark

Key = tuple[str, str]
LONGEST = 200
"""Characters that somebody may look for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody looks for, as an address says it; empty parts ask nothing."""

    code: str = ""
    without: str = ""
    about: tuple[str, ...] = ()
    words: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return any((self.code, self.without, self.chosen, self.words.strip()))

    @property
    def chosen(self) -> dict[str, str]:
        """The columns that are asked for, each with its value."""
        pairs = (each.partition("=") for each in self.about)
        return {name: value for name, _, value in pairs if name}

    def question(self, told: Mapping[str, Mapping[str, str]]) -> Question:
        """The question for the store; interviews are told by id, for their columns may have any name."""
        chosen = self.chosen.items()
        among = [
            interview
            for interview, about in told.items()
            if all(about.get(name, "") == value for name, value in chosen)
        ]
        return Question(
            code=_key(self.code),
            without=_key(self.without),
            among=among if chosen else None,
            words=self.words[:LONGEST],
        )


def columns(told: Collection[Mapping[str, str]]) -> dict[str, list[str]]:
    """Each interview column with its values, for columns that group: fewer values than interviews."""
    values = defaultdict[str, set[str]](set)
    for about in told:
        for name, value in about.items():
            values[name].add(value)
    return {name: sorted(found) for name, found in values.items() if len(found) < max(2, len(told))}


def counts(counted: Sequence[Counted]) -> Counter[Key]:
    """How many fragments each code holds on."""
    total: Counter[Key] = Counter()
    for each in counted:
        total.update(each.codes)
    return total


def table(counted: Sequence[Counted], column: str) -> tuple[dict[str, int], dict[Key, Counter[str]]]:
    """Reviewed fragments per value of a column, and of those how many hold each code."""
    reviewed: Counter[str] = Counter()
    cells = defaultdict[Key, Counter[str]](Counter)
    for each in counted:
        value = each.metadata.get(column, "")
        reviewed[value] += each.reviewed
        for key, count in each.codes.items():
            cells[key][value] += count
    return {value: count for value, count in sorted(reviewed.items()) if count}, dict(cells)


def marks(found: Found, labels: Labels) -> list[Mark]:
    """The codes of a fragment as labels, in the codebook's order."""
    return [
        Mark(label=label, held=Held(dimension=key[0], code=key[1], origin=found.codes[key]))
        for key, label in labels.among(found.codes)
    ]


def pieces(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is at one of the places."""
    at = 0
    for start, end in places:
        if start >= at:
            yield text[at:start], False
            yield text[start:end], True
            at = end
    yield text[at:], False


def fold(text: str) -> str:
    """Without accents and capitals: `crèche` is found by `creche`."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)).casefold()


def label_of(key: str, labels: Labels) -> Label | None:
    """The look of `dimension.code`."""
    found = _key(key)
    return labels.of(*found) if found else None


def _key(named: str) -> Key | None:
    dimension, dot, code = named.partition(".")
    return (dimension, code) if dot else None
