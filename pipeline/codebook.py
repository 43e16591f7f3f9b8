"""Read the codebook: a study's dimensions and codes, their definitions, and the roles whose words are coded.

All behaviour follows from it: another study needs another `codebook.yaml`, never other code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import InvalidCodebook
from pipeline.messages import Message
from pipeline.patterns import refuse_costly
from pipeline.records import Role, sha256_of

# libyaml's safe loader is ten times faster on thousands of keywords; not every platform has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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
    """One code: its definition, when to use it, and words that often occur with it."""

    id: Identifier
    label: Words
    definition: Words = Text(nl="", en="")
    not_when: Words = Text(nl="", en="")
    keywords: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


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

    @property
    def single(self) -> bool:
        """Whether at most one code may hold."""
        return self.values == "one"

    @property
    def code_ids(self) -> tuple[str, ...]:
        """The ids of the codes, in the codebook's order."""
        return tuple(code.id for code in self.codes)

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
        contents = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return f"{self.version}+{sha256_of(contents.encode())[:8]}"

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
        known = self.dimension(dimension_id).code_ids
        if code_id not in known:
            return Message(
                "code %(code)s is not in dimension %(dimension)s; it has %(known)s",
                code=repr(code_id),
                dimension=repr(dimension_id),
                known=", ".join(known),
            )
        return None


def load_codebook(path: Path) -> Codebook:
    """Read and validate a `codebook.yaml`.

    Raises:
        InvalidCodebook: the file cannot be read, or has an invalid value; names the place.
    """
    try:
        contents = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCodebook(path, Message("the file"), Message("cannot be read (%(error)s)", error=error)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place: str = Message("line %(line)s", line=mark.line + 1) if mark else Message("the file")
        raise InvalidCodebook(
            path, place, Message("is no YAML (%(error)s)", error=getattr(error, "problem", error))
        ) from error
    try:
        return Codebook.model_validate(contents)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or Message("the top")
        raise InvalidCodebook(path, place, first["msg"]) from error


def _refuse_twins(ids: list[str], what: str) -> None:
    twins = sorted({each for each in ids if ids.count(each) > 1})
    if twins:
        raise ValueError(f"{what} {twins[0]!r} stands twice")
