"""A codebook as rows, one per code: what tables and codebooks of other programs are read into and written from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from pipeline.codebook.changes import Edited, with_dimensions
from pipeline.codebook.model import Code, Codebook, Dimension, Text

LONGEST_ID = 40

BETWEEN = " / "
"""Between the labels of a code's path."""

LOOSE = "Codes"
"""The label of the dimension for codes of which nothing says where they belong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One code with its dimension, all as text; lists have one item on each line. Empty says nothing.

    `dimension` is an id or a label; `parent` is that too, or the labels from the top down to it, with ` / ` between.
    """

    dimension: str = ""
    dimension_label_nl: str = ""
    dimension_label_en: str = ""
    values: str = ""
    id: str = ""
    parent: str = ""
    label_nl: str = ""
    label_en: str = ""
    definition_nl: str = ""
    definition_en: str = ""
    not_when_nl: str = ""
    not_when_en: str = ""
    keywords: str = ""
    patterns: str = ""
    examples: str = ""
    counterexamples: str = ""
    colour: str = ""
    retired: str = ""


COLUMNS = tuple(field.name for field in fields(CodeRow))

_TEXTS = ("definition", "not_when")
_LISTS = ("keywords", "patterns", "examples", "counterexamples")


def rows_of(book: Codebook) -> Iterator[CodeRow]:
    """Every code of a codebook as a row, in order."""
    for dimension in book:
        for code in dimension.codes:
            yield CodeRow(
                dimension=dimension.id,
                dimension_label_nl=dimension.label.nl,
                dimension_label_en=dimension.label.en,
                values=dimension.values,
                id=code.id,
                parent=code.parent or "",
                **_texts_of("label", code.label),
                **_texts_of("definition", code.definition),
                **_texts_of("not_when", code.not_when),
                **{name: "\n".join(getattr(code, name)) for name in _LISTS},
                colour=str(code.colour or ""),
                retired="true" if code.retired else "",
            )


def _texts_of(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_nl": text.nl, f"{name}_en": text.en}


def with_rows(book: Codebook, rows: Iterable[CodeRow], *, values: str = "many") -> Edited:
    """The codebook with the codes of these rows: new ones are added, known ones get what a row says of them.

    A dimension or code is known by its id, or by a label in either language. `values` is for new dimensions.

    Raises:
        InvalidChange: a row cannot be a code.
    """
    growing = [_Growing(dimension) for dimension in book]
    for row in rows:
        named = row.dimension or LOOSE
        found = next((each for each in growing if _is_named(named, each.id, each.label)), None)
        if found is None:
            found = _Growing.new(row, named, [each.id for each in growing], values)
            growing.append(found)
        found.take(row)
    return with_dimensions(book, [each.contents() for each in growing])


class _Growing:
    """A dimension while rows are added to it."""

    def __init__(self, dimension: Dimension) -> None:
        self._facts: dict[str, Any] = dimension.model_dump(mode="json", exclude={"codes"})
        self.id, self.label = dimension.id, dimension.label
        self._codes: dict[str, dict[str, Any]] = {code.id: code.model_dump(mode="json") for code in dimension.codes}

    @classmethod
    def new(cls, row: CodeRow, named: str, taken: Sequence[str], values: str) -> _Growing:
        """A dimension that the codebook lacks, without codes as yet."""
        label = Text(nl=row.dimension_label_nl or named, en=row.dimension_label_en or row.dimension_label_nl or named)
        made = Dimension.model_construct(
            id=new_id(named, taken, "dimension"),
            label=label,
            question=Text(nl="", en=""),
            values=row.values or values,
            codes=(),
        )
        return cls(made)

    def take(self, row: CodeRow) -> None:
        """Add a row, or give a known code what the row says of it."""
        label = row.label_nl or row.label_en or row.id
        parent = self._placed(row.parent)
        known = row.id if row.id in self._codes else None if row.id else self._labelled(label, parent)
        if known is None:
            known = row.id or new_id(label, self._codes, "code")
            self._codes[known] = {"id": known, "label": {"nl": label, "en": row.label_en or label}}
        self._codes[known] |= self._said(row, parent)

    def _said(self, row: CodeRow, parent: str) -> dict[str, Any]:
        """What a row says; nothing of an empty cell."""
        said: dict[str, Any] = {}
        for name in ("label", *_TEXTS):
            dutch, english = getattr(row, f"{name}_nl"), getattr(row, f"{name}_en")
            if dutch or english:
                said[name] = {"nl": dutch or english, "en": english or dutch}
        for name in _LISTS:
            lines = [line.strip() for line in getattr(row, name).splitlines() if line.strip()]
            said |= {name: lines} if lines else {}
        said |= {"parent": parent} if parent else {}
        said |= {"colour": int(row.colour)} if row.colour.isdecimal() else {}
        said |= {"retired": True} if row.retired.casefold() in ("true", "1", "ja", "yes", "waar") else {}
        return said

    def _labelled(self, label: str, parent: str) -> str | None:
        """The code of this label; below another code, the same label is another code."""
        for code, facts in self._codes.items():
            if self._is_called(code, label) and parent in ("", facts.get("parent") or ""):
                return code
        return None

    def _placed(self, said: str) -> str:
        """The id of the code that is named as a parent; what was said where there is none."""
        known = (code for code in self._codes if said and said in (code, BETWEEN.join(self._path(code))))
        by_label = (code for code in self._codes if said and self._is_called(code, said))
        return next(known, None) or next(by_label, said)

    def _path(self, code: str) -> list[str]:
        facts = self._codes[code]
        above = self._path(facts["parent"]) if facts.get("parent") in self._codes else []
        return [*above, facts["label"]["nl"]]

    def _is_called(self, code: str, said: str) -> bool:
        return _is_named(said, code, Text.model_validate(self._codes[code]["label"]))

    def contents(self) -> dict[str, Any]:
        """The dimension as a codebook takes it."""
        return {**self._facts, "codes": list(self._codes.values())}


def _is_named(said: str, known: str, label: Text) -> bool:
    names = (known.casefold(), label.nl.strip().casefold(), label.en.strip().casefold())
    return said.strip().casefold() in names


def new_id(label: str, taken: Iterable[str], fallback: str) -> str:
    """An id made of a label, that no other has."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    made = made if made[:1].isalpha() else f"{fallback}_{made}".rstrip("_")
    known = set(taken)
    tried = made[:LONGEST_ID].rstrip("_")
    number = 1
    while tried in known:
        number += 1
        tried = f"{made[: LONGEST_ID - len(str(number)) - 1].rstrip('_')}_{number}"
    return tried


def tree_order(dimension: Dimension) -> Iterator[Code]:
    """The codes of a dimension with each code's sub-codes right below it."""

    def below(parent: str | None) -> Iterator[Code]:
        for code in dimension.codes:
            if code.parent == parent:
                yield code
                yield from below(code.id)

    return below(None)
