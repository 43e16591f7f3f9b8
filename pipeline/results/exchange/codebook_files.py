"""Write a codebook for other programs: REFI-QDA (.qdc), or a table (.csv, .xlsx) with a row per code."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.codebook.rows import COLUMNS, rows_of
from pipeline.errors import UnknownFormat
from pipeline.results.spreadsheets import NOT_IN_XML, escape_formula

if TYPE_CHECKING:
    from pipeline.codebook import Code, Codebook, Dimension

_NAMESPACE = "urn:QDA-XML:codebook:1.0"
_COLOURS = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f")


def export_codebook(codebook: Codebook, path: Path, *, language: str = "nl", origin: str = "drempel") -> Path:
    """Write a codebook to a file, whole or not at all; the ending says in which form.

    Raises:
        UnknownFormat: no codebook is written in files with this ending.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in _FORMS:
        raise UnknownFormat(form, tuple(_FORMS))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    try:
        _FORMS[form](codebook, partial, language, origin)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _qdc(codebook: Codebook, path: Path, language: str, origin: str) -> None:
    root = Element("CodeBook", {"xmlns": _NAMESPACE, "origin": origin})
    codes = SubElement(root, "Codes")
    for dimension in codebook:
        top = _element(codes, (codebook.study, dimension.id), dimension.label.in_language(language), codable=False)
        _describe(top, dimension.question.in_language(language))
        _add_below(top, codebook.study, dimension, None, language)
    indent(root)
    path.write_bytes(b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8"))


def _add_below(element: Element, study: str, dimension: Dimension, parent: str | None, language: str) -> None:
    for at, code in enumerate(dimension.codes):
        if code.parent == parent:
            made = _element(element, (study, dimension.id, code.id), code.label.in_language(language))
            made.set("color", _COLOURS[(code.colour - 1 if code.colour else at) % len(_COLOURS)])
            _describe(made, _told(code, language))
            _add_below(made, study, dimension, code.id, language)


def _element(parent: Element, named: tuple[str, ...], name: str, *, codable: bool = True) -> Element:
    guid = str(uuid5(NAMESPACE_URL, "\x1f".join(("urn:drempel:codebook", *named))))
    return SubElement(parent, "Code", {"guid": guid, "name": _clean(name), "isCodable": "true" if codable else "false"})


def _told(code: Code, language: str) -> str:
    not_when = code.not_when.in_language(language)
    limit = {"nl": "Niet wanneer", "en": "Not when"}[language] + f": {not_when}" if not_when else ""
    return "\n\n".join(filter(None, (code.definition.in_language(language), limit)))


def _describe(element: Element, words: str) -> None:
    if words:
        described = Element("Description")
        described.text = _clean(words)
        element.insert(0, described)


def _clean(words: str) -> str:
    return NOT_IN_XML.sub("", words)


def _csv(codebook: Codebook, path: Path, language: str, origin: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([escape_formula(cell) for cell in astuple(row)] for row in rows_of(codebook))


def _xlsx(codebook: Codebook, path: Path, language: str, origin: str) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("codebook")
    sheet.append(COLUMNS)
    for row in rows_of(codebook):
        sheet.append([NOT_IN_XML.sub("", str(escape_formula(cell))) for cell in astuple(row)])
    book.save(path)


_FORMS: Mapping[str, Callable[[Codebook, Path, str, str], None]] = {"qdc": _qdc, "csv": _csv, "xlsx": _xlsx}
