"""The history of the codebook as the page shows it: what each version changed, in words that can be translated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.decisions import CodebookVersion
from pipeline.messages import Message
from pipeline.review.language import N_
from pipeline.steps.codebook import history_of

SENTENCES = {
    "rename": N_("%(code)s is called %(into)s now"),
    "merge": N_("%(code)s was merged into %(into)s"),
    "retire": N_("%(code)s is retired"),
    "restore": N_("%(code)s is offered again"),
    "add": N_("%(code)s is new"),
    "remove": N_("%(code)s was taken out, which nobody used"),
    "edit": N_("%(code)s has another wording"),
    "order": N_("the codes of %(code)s have another order"),
}

FIELDS = {
    "label": N_("label"),
    "definition": N_("definition"),
    "not_when": N_("not when"),
    "examples": N_("examples"),
    "counterexamples": N_("counterexamples"),
    "keywords": N_("keywords"),
    "patterns": N_("patterns"),
    "colour": N_("colour"),
    "parent": N_("code above it"),
    "question": N_("question"),
    "values": N_("codes on a fragment"),
    "study": N_("study"),
    "version": N_("version"),
    "rules": N_("rules"),
    "conventions": N_("conventions"),
    "roles": N_("roles"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field with its value before and after; of lists, only what went and what came."""

    field: Message
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """One change in words."""

    told: Message
    wording: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldVersion:
    """A version in words."""

    number: int
    at: datetime
    coder: str
    why: str
    restores: int | None
    changes: tuple[ToldChange, ...]


def told_versions(versions: Sequence[CodebookVersion], language: str) -> list[ToldVersion]:
    """Every version in words, the newest first."""
    facts: list[dict[str, Any]] = history_of(versions)
    found = [
        ToldVersion(
            number=version.number,
            at=version.at,
            coder=version.coder,
            why=version.why,
            restores=version.restores,
            changes=tuple(_told(change, about["wording"], language) for change in about["changes"]),
        )
        for version, about in zip(versions, facts, strict=True)
    ]
    return found[::-1]


def _told(change: dict[str, Any], wording: Sequence[dict[str, Any]], language: str) -> ToldChange:
    about = change.get("dimension", ""), change.get("code", "")
    named = ".".join(filter(None, about))
    code: Any = named or Message("the codebook")
    edited = [each for each in wording if (each["dimension"], each["code"]) == about and change["kind"] == "edit"]
    return ToldChange(
        told=Message(SENTENCES[change["kind"]], code=code, into=change.get("into", "")),
        wording=tuple(_field(each, language) for each in edited),
    )


def _field(each: dict[str, Any], language: str) -> FieldChange:
    before, after = each["before"], each["after"]
    if isinstance(before, list) and isinstance(after, list):
        before, after = [one for one in before if one not in after], [one for one in after if one not in before]
    return FieldChange(
        field=Message(FIELDS[each["field"]]), before=_plain(before, language), after=_plain(after, language)
    )


def _plain(value: object, language: str) -> str:
    if isinstance(value, dict):
        return str(value[language]) if language in value else "; ".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(each, language) for each in value)
    return "" if value is None else str(value)
