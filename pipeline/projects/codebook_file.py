"""Adds dimensions and codes to a `codebook.yaml` without touching what a person wrote there, comments included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.codebook import Code, Codebook, Dimension, Text


def extended(contents: str, before: Codebook, after: Codebook) -> str:
    """The text of a codebook file with what `after` has beyond `before`.

    A file that is laid out otherwise than line by line is written anew as a whole, without its comments.
    """
    try:
        added = _inserted(contents, before, after)
        if Codebook.model_validate(yaml.safe_load(added)) == after:
            return added
    except (yaml.YAMLError, ValidationError, KeyError, ValueError):
        pass
    return _dumped(_plain_codebook(after))


def _inserted(contents: str, before: Codebook, after: Codebook) -> str:
    root = yaml.compose(contents, Loader=yaml.SafeLoader)
    listed = _value(root, "dimensions")
    lines = contents.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for at, column, items in sorted(_insertions(listed, before, after), key=lambda each: (-each[0], each[1])):
        margin = " " * column
        lines[at:at] = [margin + line + "\n" for line in _dumped(items).splitlines()]
    return "".join(lines)


def _insertions(
    listed: yaml.SequenceNode, before: Codebook, after: Codebook
) -> Iterator[tuple[int, int, list[dict[str, Any]]]]:
    """After which line, at which margin, which items come."""
    known = dict(zip(before.dimension_ids, listed.value, strict=True))
    for dimension in after:
        if dimension.id not in known:
            continue
        codes = _value(known[dimension.id], "codes")
        had = before.dimension(dimension.id).code_ids
        fresh = [_plain_code(code) for code in dimension.codes if code.id not in had]
        if fresh:
            yield _line_after(codes), codes.start_mark.column, fresh
    fresh_dimensions = [_plain_dimension(each) for each in after if each.id not in known]
    if fresh_dimensions:
        # Codes that are added to the last dimension come at the same line, and before these.
        yield _line_after(listed), listed.start_mark.column, fresh_dimensions


def _value(mapping: yaml.Node | None, name: str) -> yaml.SequenceNode:
    for key, value in mapping.value if isinstance(mapping, yaml.MappingNode) else ():
        if key.value == name and isinstance(value, yaml.SequenceNode) and not value.flow_style:
            return value
    raise KeyError(name)


def _line_after(node: yaml.Node) -> int:
    """The number of the line after the last one of a node."""
    while isinstance(node, yaml.SequenceNode | yaml.MappingNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: yaml.Mark = node.end_mark
    return int(end.line) if end.column == 0 else int(end.line) + 1


def _plain_text(text: Text) -> str | dict[str, str]:
    return text.nl if text.nl == text.en else {"nl": text.nl, "en": text.en}


def _plain_code(code: Code) -> dict[str, Any]:
    found: dict[str, Any] = {"id": code.id, "label": _plain_text(code.label)}
    if code.definition.nl or code.definition.en:
        found["definition"] = _plain_text(code.definition)
    return found


def _plain_dimension(dimension: Dimension) -> dict[str, Any]:
    found: dict[str, Any] = {"id": dimension.id, "label": _plain_text(dimension.label)}
    if dimension.question.nl or dimension.question.en:
        found["question"] = _plain_text(dimension.question)
    return {**found, "values": dimension.values, "codes": [_plain_code(code) for code in dimension.codes]}


def _plain_codebook(codebook: Codebook) -> dict[str, Any]:
    return codebook.model_dump(mode="json", exclude_defaults=True)


def _dumped(value: object) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110))
