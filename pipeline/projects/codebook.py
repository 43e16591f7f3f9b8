"""Makes a codebook of a project's code tree, or finds its codes in a codebook that is there already."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.codebook import Code, Codebook, Dimension, Text
from pipeline.codebook.rows import new_id
from pipeline.errors import InvalidCodes
from pipeline.messages import Message
from pipeline.projects.records import Code as ProjectCode
from pipeline.projects.records import Project
from pipeline.records import Problem

BETWEEN = " / "
"""Between the names of a code's path."""

_LOOSE = "Codes"
"""The label of the dimension for codes that lie in no category."""
_COLUMNS = ("code", "dimension", "into")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a code of the project goes: a dimension and a code, each by id or label; nowhere if both are empty."""

    dimension: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The codebook with all codes in it, and for each code of the project its dimension and code there.

    A code that is left out is absent from `where`; `added` are the dimensions and codes that the codebook lacked.
    """

    codebook: Codebook
    where: Mapping[str, tuple[str, str]]
    added: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Growing:
    """A dimension while codes are added to it."""

    id: str
    label: Text
    question: Text
    values: str
    codes: list[Code] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)


def read_mapping(path: Path) -> dict[str, Target]:
    """Read a CSV file that says where codes go: columns `code`, `dimension`, `into`.

    `code` is a name, or the path of names with ` / ` between them. Several codes may go `into` one; a row with neither
    dimension nor `into` leaves its code out.

    Raises:
        InvalidCodes: the file cannot be read, or lacks columns, or names a code twice.
    """
    try:
        contents = path.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(contents, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidCodes(path.name, [f"the file cannot be read as CSV in UTF-8 ({error})"]) from error
    missing = [name for name in _COLUMNS if rows and name not in rows[0]]
    if missing or not rows:
        raise InvalidCodes(path.name, [f"row 1: column {name!r} is missing" for name in missing or _COLUMNS])
    found: dict[str, Target] = {}
    for number, row in enumerate(rows, start=2):
        code, dimension, into = ((row[name] or "").strip() for name in _COLUMNS)
        if not code or code in found:
            raise InvalidCodes(path.name, [f"row {number}: the code is {'named twice' if code else 'empty'}"])
        found[code] = Target(dimension=dimension, into=into)
    return found


def map_codes(
    project: Project,
    existing: Codebook | None = None,
    mapping: Mapping[str, Target] | None = None,
    *,
    one_dimension: bool = False,
) -> Mapped:
    """Find or make a place in a codebook for each code of a project.

    Each top category becomes a dimension with all codes below it; codes in no category share one. With
    `one_dimension`, all codes share one. A dimension or code that `existing` has under the same id or label is that.
    """
    return _Mapper(project, existing, mapping or {}, one_dimension).mapped()


class _Mapper:
    """Goes through the codes of one project."""

    def __init__(
        self, project: Project, existing: Codebook | None, mapping: Mapping[str, Target], one_dimension: bool
    ) -> None:
        self._project, self._existing, self._mapping, self._one = project, existing, mapping, one_dimension
        self._paths, self._by_id = project.paths, {code.id: code for code in project.codes}
        self._dimensions = [_growing(each) for each in existing or ()]
        self._above = {code.parent for code in project.codes if code.parent}
        self._added: list[tuple[str, str]] = []
        self._problems: list[Problem] = []

    def mapped(self) -> Mapped:
        """The codebook and the places in it."""
        where: dict[str, tuple[str, str]] = {}
        used: set[str] = set()
        for code in self._project.given:
            path = self._paths[code.id]
            said = next((name for name in (BETWEEN.join(path), code.name) if name in self._mapping), None)
            used.update({said} if said is not None else ())
            place = self._mapped_to(code, path, self._mapping[said]) if said is not None else self._default(code, path)
            if place is not None:
                where[code.id] = place
        for name in sorted(self._mapping.keys() - used):
            self._problems.append(
                Problem(place=name, message=Message("the mapping names a code that the project does not have"))
            )
        self._name_the_left_out(where)
        return Mapped(codebook=self._codebook(), where=where, added=tuple(self._added), problems=tuple(self._problems))

    def _default(self, code: ProjectCode, path: tuple[str, ...]) -> tuple[str, str]:
        top = self._top(code)
        in_category = top.id in self._above
        if self._one or not in_category:
            dimension = self._dimension(_LOOSE, "")
        else:
            dimension = self._dimension(top.name, top.description)
        return self._place(dimension, code, path, merging=False, label=code.name)

    def _mapped_to(self, code: ProjectCode, path: tuple[str, ...], target: Target) -> tuple[str, str] | None:
        if not target.dimension and not target.into:
            return None
        named = target.dimension or (_LOOSE if self._one else self._top(code).name)
        dimension = self._dimension(named, "")
        return self._place(dimension, code, path, merging=bool(target.into), label=target.into or code.name)

    def _top(self, code: ProjectCode) -> ProjectCode:
        seen = {code.id}
        while code.parent in self._by_id and code.parent not in seen:
            code = self._by_id[code.parent]
            seen.add(code.id)
        return code

    def _dimension(self, label: str, description: str) -> _Growing:
        for each in self._dimensions:
            if _is_named(label, each.id, each.label):
                return each
        made = _Growing(
            id=new_id(label, (each.id for each in self._dimensions), "dimension"),
            label=_both(label),
            question=_both(description),
            values="many",
        )
        self._dimensions.append(made)
        return made

    def _place(
        self, dimension: _Growing, code: ProjectCode, path: tuple[str, ...], *, merging: bool, label: str
    ) -> tuple[str, str]:
        """The code of the dimension with this label, unless another code of the project has taken that."""
        known = next((each.id for each in dimension.codes if _is_named(label, each.id, each.label)), None)
        if known is not None and (merging or known not in dimension.taken):
            dimension.taken.add(known)
            return dimension.id, known
        if known is not None:
            label = _told_apart(label, path, dimension)
            self._problems.append(
                Problem(
                    place=BETWEEN.join(path), message=Message("the name is taken; it became %(name)s", name=repr(label))
                )
            )
        made = Code(
            id=new_id(label, (each.id for each in dimension.codes), "code"),
            label=_both(label),
            definition=_both(code.description),
        )
        dimension.codes.append(made)
        dimension.taken.add(made.id)
        self._added.append((dimension.id, made.id))
        return dimension.id, made.id

    def _name_the_left_out(self, where: Mapping[str, tuple[str, str]]) -> None:
        for code, times in Counter(coding.code for coding in self._project.codings).items():
            if code not in where:
                place = BETWEEN.join(self._paths[code])
                self._problems.append(
                    Problem(
                        place=place, message=Message("the mapping leaves it out, with %(count)s codings", count=times)
                    )
                )

    def _codebook(self) -> Codebook:
        dimensions = [
            Dimension.model_validate(
                {
                    "id": each.id,
                    "label": each.label,
                    "question": each.question,
                    "values": each.values,
                    "codes": tuple(each.codes),
                }
            )
            for each in self._dimensions
            if each.codes
        ]
        if not dimensions:
            raise InvalidCodes(self._project.name, ["the project has no codes"])
        if self._existing is not None:
            return self._existing.model_copy(update={"dimensions": tuple(dimensions)})
        study = self._project.name or self._project.format
        return Codebook(study=study, version="1", dimensions=tuple(dimensions))


def _growing(dimension: Dimension) -> _Growing:
    return _Growing(
        id=dimension.id,
        label=dimension.label,
        question=dimension.question,
        values=dimension.values,
        codes=list(dimension.codes),
    )


def _both(words: str) -> Text:
    return Text(nl=words, en=words)


def _is_named(said: str, known: str, label: Text) -> bool:
    names = (known.casefold(), label.nl.strip().casefold(), label.en.strip().casefold())
    return said.strip().casefold() in names


def _told_apart(label: str, path: tuple[str, ...], dimension: _Growing) -> str:
    """A label that no code of the dimension has: with the name above it, else with a number."""
    tried = [f"{label} ({path[-2]})"] if len(path) > 1 else []
    tried += [f"{label} ({number})" for number in range(2, len(dimension.codes) + 3)]
    return next(each for each in tried if not any(_is_named(each, code.id, code.label) for code in dimension.codes))
