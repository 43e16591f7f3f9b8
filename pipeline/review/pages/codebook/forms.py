"""What the forms of the codebook page hold: a code's fields as text, and as a codebook takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Form

from pipeline.codebook import Code, Dimension, Text

Word = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class CodeForm:
    """The fields of a code as somebody typed them."""

    label_nl: Word = ""
    label_en: Word = ""
    definition_nl: Word = ""
    definition_en: Word = ""
    not_when_nl: Word = ""
    not_when_en: Word = ""
    examples: Word = ""
    keywords: Word = ""
    colour: Word = ""
    parent: Word = ""

    @classmethod
    def of(cls, code: Code) -> CodeForm:
        """The form of a code as it is."""
        return cls(
            **_both("label", code.label),
            **_both("definition", code.definition),
            **_both("not_when", code.not_when),
            examples="\n".join(code.examples),
            keywords="\n".join(code.keywords),
            colour=str(code.colour or ""),
            parent=code.parent or "",
        )

    def fields(self) -> dict[str, object]:
        """The fields as a codebook takes them; a text in Dutch alone is used for both languages."""
        texts = asdict(self)
        return {
            **{name: _text(texts, name) for name in ("label", "definition", "not_when")},
            "examples": _lines(self.examples),
            "keywords": _lines(self.keywords),
            "colour": int(self.colour) if self.colour.isdecimal() else None,
            "parent": self.parent or None,
        }


@dataclass(frozen=True, slots=True)
class DimensionForm:
    """The fields of a dimension as somebody typed them."""

    name_nl: Word = ""
    name_en: Word = ""
    question_nl: Word = ""
    question_en: Word = ""
    values: Word = "many"

    @classmethod
    def of(cls, dimension: Dimension) -> DimensionForm:
        """The form of a dimension as it is."""
        return cls(**_both("name", dimension.label), **_both("question", dimension.question), values=dimension.values)

    def fields(self) -> dict[str, object]:
        """The fields as a codebook takes them."""
        texts = asdict(self)
        return {"label": _text(texts, "name"), "question": _text(texts, "question"), "values": self.values}


def _both(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_nl": text.nl, f"{name}_en": text.en}


def _text(texts: Mapping[str, str], name: str) -> dict[str, str]:
    dutch, english = (_one_line_ends(texts[f"{name}_{language}"]) for language in ("nl", "en"))
    return {"nl": dutch or english, "en": english or dutch}


def _one_line_ends(text: str) -> str:
    # Browsers send the line ends of Windows.
    return "\n".join(text.splitlines()).strip()


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(_worded(text.splitlines())))


def _worded(lines: Iterable[str]) -> Iterable[str]:
    return (line.strip() for line in lines if line.strip())
