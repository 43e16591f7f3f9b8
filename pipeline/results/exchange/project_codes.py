"""The codes of an exported project: unique names, and codes that left the codebook but are still used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.codebook import Codebook

_NOT_WHEN = {"nl": "Niet wanneer", "en": "Not when"}
_GONE = {"nl": "staat niet meer in het codeboek", "en": "no longer in the codebook"}
BARE = {"nl": "Nagekeken, geen code", "en": "Reviewed, no code"}
"""The name of the code for fragments that were reviewed and have no code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCode:
    """A code with its unique name in the project."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A dimension with its codes."""

    id: str
    name: str
    description: str
    codes: tuple[NamedCode, ...]


def groups(codebook: Codebook, used: Iterable[tuple[str, str]], language: str) -> list[Group]:
    """Return the dimensions of a codebook with their codes, and any other code that is used.

    A label that several codes share gets the dimension's label appended: some programs keep one code per name.
    """
    lost: dict[str, list[str]] = {}
    for dimension_id, code in sorted(set(used)):
        if (dimension_id, code) not in codebook.keys:
            lost.setdefault(dimension_id, []).append(code)
    found = []
    for dimension in codebook:
        codes = [
            NamedCode(id=code.id, name=code.label.in_language(language), description=description)
            for code in dimension.codes
            for description in [
                _told(code.definition.in_language(language), code.not_when.in_language(language), language)
            ]
        ]
        codes += _gone(lost.pop(dimension.id, []), language)
        name, question = dimension.label.in_language(language), dimension.question.in_language(language)
        found.append(Group(id=dimension.id, name=name, description=question, codes=tuple(codes)))
    for dimension_id, gone in lost.items():
        codes = list(_gone(gone, language))
        found.append(Group(id=dimension_id, name=dimension_id, description=_GONE[language], codes=tuple(codes)))
    return list(_told_apart(found))


def _gone(codes: Iterable[str], language: str) -> Iterator[NamedCode]:
    return (NamedCode(id=code, name=code, description=_GONE[language]) for code in codes)


def _told(definition: str, not_when: str, language: str) -> str:
    limit = f"{_NOT_WHEN[language]}: {not_when}" if not_when else ""
    return "\n\n".join(filter(None, (definition, limit)))


def _told_apart(found: list[Group]) -> Iterator[Group]:
    times = Counter(code.name.casefold() for group in found for code in group.codes)
    taken: set[str] = set()
    for group in found:
        codes = []
        for code in group.codes:
            name = code.name if times[code.name.casefold()] == 1 else f"{code.name} ({group.name})"
            name = _unique(name, code.id, taken)
            codes.append(NamedCode(id=code.id, name=name, description=code.description))
        yield Group(id=group.id, name=group.name, description=group.description, codes=tuple(codes))


def _unique(name: str, code_id: str, taken: set[str]) -> str:
    tried, number = name, 1
    while tried.casefold() in taken:
        tried = f"{name} [{code_id}]" if number == 1 else f"{name} [{code_id} {number}]"
        number += 1
    taken.add(tried.casefold())
    return tried
