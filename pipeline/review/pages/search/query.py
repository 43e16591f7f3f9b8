"""What the search form asks, and the codes of what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.codebook import Codebook
from pipeline.decisions import HeldCode, SearchHit, SearchQuery
from pipeline.review.labels import Labels, _key
from pipeline.review.pages.coding.view import Mark

LONGEST = 200
"""Characters that somebody may look for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """What somebody looks for, as an address says it; empty parts ask nothing."""

    code: str = ""
    without: str = ""
    about: tuple[str, ...] = ()
    words: str = ""
    below: bool = False

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return any((self.code, self.without, self.chosen, self.words.strip()))

    @property
    def chosen(self) -> dict[str, str]:
        """The columns that are asked for, each with its value."""
        pairs = (each.partition("=") for each in self.about)
        return {name: value for name, _, value in pairs if name}

    def question(self, told: Mapping[str, Mapping[str, str]], codebook: Codebook) -> SearchQuery:
        """The question for the store; interviews are told by id, for their columns may have any name."""
        code = _key(self.code)
        with_below = self.below and code in codebook.keys
        chosen = self.chosen.items()
        among = [
            interview
            for interview, about in told.items()
            if all(about.get(name, "") == value for name, value in chosen)
        ]
        return SearchQuery(
            code=code,
            below=codebook.dimension(code[0]).below(code[1]) if code and with_below else (),
            without=_key(self.without),
            among=among if chosen else None,
            words=self.words[:LONGEST],
        )


def marks(found: SearchHit, labels: Labels) -> list[Mark]:
    """The codes of a fragment as labels, in the codebook's order."""
    return [
        Mark(label=label, held=HeldCode(dimension=key[0], code=key[1], origin=found.codes[key]))
        for key, label in labels.among(found.codes)
    ]
