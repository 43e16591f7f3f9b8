"""The file `project.qde` of a REFI-QDA project: users, codebook, cases, texts with their codings, and memos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from pipeline.results.spreadsheets import NOT_IN_XML

if TYPE_CHECKING:
    from pipeline.codebook import Code, Dimension
    from pipeline.results.exchange.project import Note, Project

_NAMESPACE = "urn:QDA-XML:project:1.0"
# Told apart also by people who see few colours: M. Okabe & K. Ito, Color Universal Design (2008).
_COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999")

Row = Mapping[str, object]
_NOBODY = ("", pd.DataFrame())


def as_xml(project: Project) -> Iterator[bytes]:
    """The project as XML that the schema of REFI-QDA allows, in pieces; parts that would be empty are left out."""
    root = Element("Project", {"xmlns": _NAMESPACE, "name": _clean(project.codebook.study), "origin": project.origin})
    yield b"<?xml version='1.0' encoding='utf-8'?>\n" + _opened(root)
    for part in (_users(project), _codebook(project), *_interviews_as_cases(project)):
        yield from _written(part)
    yield from _sources(project)
    yield from _written(_notes(project))
    _refer_to_notes(project, root, "")
    for reference in root:
        yield _indented(reference)
    yield b"\n</Project>"


def _opened(element: Element) -> bytes:
    """The tag that begins an element."""
    return bytes(tostring(element, encoding="utf-8")).removesuffix(b" />") + b">"


def _written(part: Element) -> Iterator[bytes]:
    if len(part):
        yield _indented(part)


def _indented(element: Element, level: int = 1) -> bytes:
    """The element on a line of its own, so deep in the project."""
    indent(element, level=level)
    return b"\n" + b"  " * level + bytes(tostring(element, encoding="utf-8"))


def text_file(project: Project, interview: str) -> str:
    """The name of an interview's text in the project's folder `sources`."""
    return f"{project.guid('source', interview)}.txt"


def _users(project: Project) -> Element:
    users = Element("Users")
    coded = {str(coder) for _, codes in project.coded() for coder in codes["coder"].unique()}
    for coder in sorted({*coded, *(note.coder for note in project.notes)}):
        SubElement(users, "User", {"guid": project.guid("user", coder), "name": _clean(coder)})
    return users


def _codebook(project: Project) -> Element:
    book = Element("CodeBook")
    codes = SubElement(book, "Codes")
    for dimension in project.codebook:
        _add_dimension(project, codes, dimension)
    return book


def _add_dimension(project: Project, codes: Element, dimension: Dimension) -> None:
    """A dimension groups its codes and cannot be given itself."""
    named = {"guid": project.guid("dimension", dimension.id), "name": _clean(dimension.label.en), "isCodable": "false"}
    group = SubElement(codes, "Code", named)
    _describe(group, dimension.question.en)
    for position, code in enumerate(dimension.codes):
        named = {"guid": project.guid("code", dimension.id, code.id), "name": _clean(code.label.en)}
        made = SubElement(group, "Code", {**named, "isCodable": "true", "color": _COLOURS[position % len(_COLOURS)]})
        _describe(made, _told(code))
        _refer_to_notes(project, made, f"{dimension.id}.{code.id}")


def _told(code: Code) -> str:
    return " ".join(part for part in (code.definition.en, code.not_when.en) if part)


def _interviews_as_cases(project: Project) -> tuple[Element, Element]:
    """Each interview is a case, and what is known of it are the values of that case's variables."""
    told = project.transcripts
    about = {str(name): dict(facts) for name, facts in zip(told["interview"], told["metadata"], strict=True)}
    variables, cases = Element("Variables"), Element("Cases")
    for column in sorted({column for facts in about.values() for column in facts}):
        named = {"guid": project.guid("variable", column), "name": _clean(column), "typeOfVariable": "Text"}
        SubElement(variables, "Variable", named)
    for interview in sorted(project.texts):
        case = SubElement(cases, "Case", {"guid": project.guid("case", interview), "name": _clean(interview)})
        for column, value in sorted(about.get(interview, {}).items()):
            valued = SubElement(case, "VariableValue")
            SubElement(valued, "VariableRef", {"targetGUID": project.guid("variable", column)})
            SubElement(valued, "TextValue").text = _clean(value)
        SubElement(case, "SourceRef", {"targetGUID": project.guid("source", interview)})
    return variables, cases


def _sources(project: Project) -> Iterator[bytes]:
    if not project.texts:
        return
    yield b"\n  <Sources>"
    codings = project.codings()
    coded, rows = next(codings, _NOBODY)
    for interview in sorted(project.texts):
        yield _indented(_source(project, interview, rows if coded == interview else None), level=2)
        if coded == interview:
            coded, rows = next(codings, _NOBODY)
    yield b"\n  </Sources>"


def _source(project: Project, interview: str, codings: pd.DataFrame | None) -> Element:
    named = {"guid": project.guid("source", interview), "name": _clean(interview)}
    named["plainTextPath"] = f"internal://{text_file(project, interview)}"
    source = Element("TextSource", named)
    for rows in () if codings is None else _by_fragment_and_coder(codings):
        _add_selection(project, source, rows)
    _refer_to_notes(project, source, interview)
    return source


def _by_fragment_and_coder(codings: pd.DataFrame) -> Iterator[Sequence[Row]]:
    rows = [{str(name): value for name, value in row.items()} for row in codings.to_dict("records")]
    for _, group in groupby(rows, key=lambda row: (row["fragment"], row["coder"])):
        yield list(group)


def _add_selection(project: Project, source: Element, rows: Sequence[Row]) -> None:
    """What one coder said of one fragment."""
    first = {name: str(rows[0][name]) for name in ("fragment", "coder", "start", "end")}
    signed = {"creatingUser": project.guid("user", first["coder"])}
    named = {"guid": project.guid("selection", first["fragment"], first["coder"]), "name": _clean(first["fragment"])}
    place = {"startPosition": first["start"], "endPosition": first["end"]}
    selection = SubElement(source, "PlainTextSelection", {**named, **place, **signed})
    for row in rows:
        given = {"guid": str(row["coding"]), **signed, "creationDateTime": _moment(row["decided_at"])}
        coding = SubElement(selection, "Coding", given)
        SubElement(coding, "CodeRef", {"targetGUID": project.guid("code", str(row["dimension"]), str(row["code"]))})
    _refer_to_notes(project, selection, first["fragment"])


def _notes(project: Project) -> Element:
    notes = Element("Notes")
    for note in project.notes:
        signed = {"creatingUser": project.guid("user", note.coder), "creationDateTime": _moment(note.at)}
        named = {"guid": _guid_of(project, note), "name": _clean(note.about or project.codebook.study)}
        made = SubElement(notes, "Note", {**named, **signed})
        SubElement(made, "PlainTextContent").text = _clean(note.text)
    return notes


def _guid_of(project: Project, note: Note) -> str:
    return project.guid("note", note.coder, note.about, _moment(note.at), note.text)


def _refer_to_notes(project: Project, element: Element, about: str) -> None:
    for note in project.notes_about.get(about, ()):
        SubElement(element, "NoteRef", {"targetGUID": _guid_of(project, note)})


def _describe(element: Element, text: str) -> None:
    if text:
        SubElement(element, "Description").text = _clean(text)


def _moment(at: object) -> str:
    return pd.Timestamp(str(at)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: object) -> str:
    return NOT_IN_XML.sub("\ufffd", str(text))
