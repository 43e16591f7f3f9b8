"""The records of a codebook: dimensions and codes, their definitions, and the roles whose words are coded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.messages import Message
from pipeline.patterns import refuse_costly
from pipeline.records import Role, sha256_of

CodeKey = tuple[str, str]
"""A dimension and a code in it, by id."""

COLOURS = 8
"""How many colours the desk has for codes."""

NONE = ""
"""The code that stands for "no code" in a dimension with at most one value."""


def _as_both_languages(value: object) -> object:
    return {"nl": value, "en": value} if isinstance(value, str) else value


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression ({error})") from error
    return pattern


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Strict):
    """A text in Dutch and English; one string in the file is used for both."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `nl` or `en`; any other language gives English."""
        return self.nl if language == "nl" else self.en


Words = Annotated[Text, BeforeValidator(_as_both_languages)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Pattern = Annotated[str, AfterValidator(_compiles), AfterValidator(refuse_costly)]


class Code(_Strict):
    """One code: its definition, when to use it, and words that often occur with it.

    `parent` is the code above it in the same dimension. A `retired` code keeps its verdicts, and is not offered.
    """

    id: Identifier
    label: Words
    definition: Words = Text(nl="", en="")
    not_when: Words = Text(nl="", en="")
    keywords: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    parent: str | None = None
    colour: Annotated[int, Field(ge=1, le=COLOURS)] | None = None
    retired: bool = False


class Dimension(_Strict):
    """One question that a coder answers for every fragment; `values` says whether one code may hold or several."""

    id: Identifier
    label: Words
    question: Words = Text(nl="", en="")
    values: Literal["one", "many"]
    codes: tuple[Code, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_are_told_apart(self) -> Dimension:
        _refuse_twins([code.id for code in self.codes], "code")
        return self

    @model_validator(mode="after")
    def _parents_are_codes(self) -> Dimension:
        above = {code.id: code.parent for code in self.codes}
        for code in self.codes:
            seen, parent = {code.id}, code.parent
            while parent is not None:
                if parent not in above:
                    raise ValueError(f"code {code.id!r}: its parent {parent!r} is no code of this dimension")
                if parent in seen:
                    raise ValueError(f"code {code.id!r}: it is its own parent, or that of one above it")
                seen.add(parent)
                parent = above[parent]
        return self

    @property
    def single(self) -> bool:
        """Whether at most one code may hold."""
        return self.values == "one"

    @property
    def code_ids(self) -> tuple[str, ...]:
        """The ids of the codes, retired ones included, in the codebook's order."""
        return tuple(code.id for code in self.codes)

    @property
    def open_codes(self) -> tuple[Code, ...]:
        """The codes that can be given: those that are not retired."""
        return tuple(code for code in self.codes if not code.retired)

    def below(self, code_id: str) -> tuple[str, ...]:
        """The ids of all codes below a code, in the codebook's order; empty for one without sub-codes."""
        found = {code_id}
        # A child may stand before its parent in the file.
        for _ in self.codes:
            found |= {code.id for code in self.codes if code.parent in found}
        return tuple(code.id for code in self.codes if code.id in found and code.id != code_id)

    def depth(self, code_id: str) -> int:
        """How many codes stand above a code."""
        above = {code.id: code.parent for code in self.codes}
        steps, parent = 0, above[code_id]
        # A retired parent is absent among the open codes.
        while parent in above:
            steps, parent = steps + 1, above[parent]
        return steps

    def code(self, code_id: str) -> Code:
        """The code with this id; KeyError if there is none."""
        for code in self.codes:
            if code.id == code_id:
                return code
        raise KeyError(code_id)


class Convention(_Strict):
    """A hard case that the coders settled: an example and its coding."""

    said: Words
    coded: Words


class Codebook(_Strict):
    """A study's codebook; `stamp` identifies its exact contents."""

    study: str
    version: str
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    rules: tuple[Words, ...] = ()
    conventions: tuple[Convention, ...] = ()
    roles: Mapping[Role, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _dimensions_are_told_apart(self) -> Codebook:
        _refuse_twins([dimension.id for dimension in self.dimensions], "dimension")
        return self

    def __iter__(self) -> Iterator[Dimension]:  # type: ignore[override]  # a codebook reads as its dimensions
        return iter(self.dimensions)

    @property
    def stamp(self) -> str:
        """The declared version with eight digits of the contents' hash, such as `1+0f3a9c21`."""
        contents = json.dumps(self._contents(), sort_keys=True, ensure_ascii=False)
        return f"{self.version}+{sha256_of(contents.encode())[:8]}"

    def _contents(self) -> dict[str, Any]:
        """All contents; fields that came later are absent while they say nothing, so that old stamps stay right."""
        contents: dict[str, Any] = self.model_dump(mode="json")
        for dimension in contents["dimensions"]:
            for code in dimension["codes"]:
                for name in ("parent", "colour", "retired"):
                    if not code[name]:
                        del code[name]
        return contents

    @property
    def open(self) -> Self:
        """The codebook of the codes that can be given: without retired codes, and without dimensions of only those."""
        if not self.retired:
            return self
        dimensions = (each.model_copy(update={"codes": each.open_codes}) for each in self.dimensions)
        return self.model_copy(update={"dimensions": tuple(each for each in dimensions if each.codes)})

    @property
    def retired(self) -> frozenset[CodeKey]:
        """The retired codes."""
        return frozenset((each.id, code.id) for each in self.dimensions for code in each.codes if code.retired)

    @property
    def keys(self) -> tuple[CodeKey, ...]:
        """Dimension and code of every code, in the codebook's order."""
        return tuple((each.id, code) for each in self.dimensions for code in each.code_ids)

    @property
    def dimension_ids(self) -> tuple[str, ...]:
        """The ids of the dimensions, in the codebook's order."""
        return tuple(dimension.id for dimension in self.dimensions)

    def dimension(self, dimension_id: str) -> Dimension:
        """The dimension with this id; KeyError if there is none."""
        for dimension in self.dimensions:
            if dimension.id == dimension_id:
                return dimension
        raise KeyError(dimension_id)

    def refusal(self, dimension_id: str, code_id: str) -> str | None:
        """Why this code cannot be given in this dimension, or None if it can."""
        if dimension_id not in self.dimension_ids:
            return Message(
                "dimension %(dimension)s is not in the codebook; it has %(known)s",
                dimension=repr(dimension_id),
                known=", ".join(self.dimension_ids),
            )
        if (dimension_id, code_id) in self.retired:
            return Message(
                "code %(code)s of dimension %(dimension)s is retired, so it cannot be given any more",
                code=repr(code_id),
                dimension=repr(dimension_id),
            )
        known = [code.id for code in self.dimension(dimension_id).open_codes]
        if code_id not in known:
            return Message(
                "code %(code)s is not in dimension %(dimension)s; it has %(known)s",
                code=repr(code_id),
                dimension=repr(dimension_id),
                known=", ".join(known),
            )
        return None


def _refuse_twins(ids: list[str], what: str) -> None:
    twins = sorted({each for each in ids if ids.count(each) > 1})
    if twins:
        raise ValueError(f"{what} {twins[0]!r} stands twice")
