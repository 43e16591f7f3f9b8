"""Write `project.qde` of a REFI-QDA project as XML: users, codebook, cases, texts with their codings, and memos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, iterparse, tostring

import pandas as pd

from pipeline.errors import ContractBroken
from pipeline.messages import Message
from pipeline.results.exchange.project import Note, Project, file_offsets, span_of
from pipeline.results.exchange.project_codes import BARE, Group, groups
from pipeline.results.exchange.value_types import value_type
from pipeline.results.spreadsheets import NOT_IN_XML

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_NAMESPACE = "urn:QDA-XML:project:1.0"
# Distinguishable with colour blindness: M. Okabe & K. Ito, Color Universal Design (2008).
_COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999")

Row = Mapping[str, object]
_NOBODY: tuple[str, pd.DataFrame | None] = ("", None)


def as_xml(project: Project) -> Iterator[bytes]:
    """Write the project as XML that fits the REFI-QDA schema, in pieces; empty parts are left out."""
    return _Writer(project).pieces()


def text_file(project: Project, interview: str) -> str:
    """Return the file name of an interview's text in the project's folder `sources`."""
    return f"{project.guid('source', *project.named(interview))}.txt"


def note_files(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the memos on codes and on the study, which are files in the folder `sources`, by name."""
    for place, note in enumerate(project.notes):
        if _in_a_file(note):
            yield f"{project.note_ids[place]}.txt", note.text


def refuse_lost_references(xml: IO[bytes]) -> None:
    """Refuse a project in which a reference leads to nothing: some programs crash on that.

    Raises:
        ContractBroken: says how many references lead to nothing.
    """
    defined: set[str] = set()
    referred: set[str] = set()
    for _, element in iterparse(xml):
        defined.add(element.get("guid", ""))
        referred.update(filter(None, (element.get("targetGUID"), element.get("creatingUser"))))
        element.clear()
    lost = referred - defined
    if lost:
        raise ContractBroken(
            Message("project.qde: %(count)s references lead to nothing; nothing was written.", count=len(lost))
        )


def _in_a_file(note: Note) -> bool:
    # QualCoder reads such notes as journals; it reads those on texts and fragments from their descriptions.
    return note.kind in ("code", "study")


class _Writer:
    """Writes one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._coders: set[str] = {note.coder for note in project.notes}
        self._coders |= {each.coder for listed in (project.bare or {}).values() for each in listed}
        self._coders |= {each.coder for listed in (project.unplaced or {}).values() for each in listed}
        used: set[tuple[str, str]] = project.unplaced_codes | {
            (note.about[0], note.about[1]) for note in project.notes if note.kind == "code"
        }
        for _, codes in project.coded():
            self._coders |= {str(coder) for coder in codes["coder"].unique()}
            used |= {
                (str(dimension), str(code)) for dimension, code in zip(codes["dimension"], codes["code"], strict=True)
            }
        self._groups: list[Group] = groups(project.codebook, used, project.language)
        self._variables = _types(project)
        self._places = {id(note): place for place, note in enumerate(project.notes)}
        self._note_names = _note_names(project)

    def pieces(self) -> Iterator[bytes]:
        """Yield the XML in pieces."""
        project = self._project
        root = Element(
            "Project", {"xmlns": _NAMESPACE, "name": _clean(project.codebook.study), "origin": project.origin}
        )
        yield b"<?xml version='1.0' encoding='utf-8'?>\n" + _opened(root)
        for part in (self._users(), self._codebook(), *self._interviews_as_cases()):
            yield from _written(part)
        yield from self._sources()
        yield from _written(self._notes())
        self._refer(root, project.notes_about.get(("study",), ()))
        for reference in root:
            yield _indented(reference)
        yield b"\n</Project>"

    def _users(self) -> Element:
        users = Element("Users")
        for coder in sorted(self._coders):
            SubElement(users, "User", {"guid": self._user(coder), "name": _clean(coder)})
        return users

    def _user(self, coder: str) -> str:
        return self._project.guid("user", coder)

    def _codebook(self) -> Element:
        book = Element("CodeBook")
        codes = SubElement(book, "Codes")
        for group in self._groups:
            self._add_group(codes, group)
        if self._project.bare is not None:
            named = {"guid": self._project.guid("bare"), "name": BARE[self._project.language], "isCodable": "true"}
            SubElement(codes, "Code", named)
        return book

    def _add_group(self, codes: Element, group: Group) -> None:
        """Write a dimension as a group of codes that cannot be assigned itself."""
        guid = self._project.guid("dimension", group.id)
        parent = SubElement(codes, "Code", {"guid": guid, "name": _clean(group.name), "isCodable": "false"})
        _describe(parent, group.description)
        for position, code in enumerate(group.codes):
            named = {"guid": self._project.guid("code", group.id, code.id), "name": _clean(code.name)}
            colour = _COLOURS[position % len(_COLOURS)]
            made = SubElement(parent, "Code", {**named, "isCodable": "true", "color": colour})
            _describe(made, code.description)
            self._refer(made, self._project.notes_about.get(("code", group.id, code.id), ()))

    def _interviews_as_cases(self) -> tuple[Element, Element]:
        """Write each interview as a case and as a text, both with its columns: programs read one or the other."""
        variables, cases = Element("Variables"), Element("Cases")
        for column, kind in sorted(self._variables.items()):
            named = {"guid": self._project.guid("variable", column), "name": _clean(column)}
            SubElement(variables, "Variable", {**named, "typeOfVariable": kind})
        for interview in sorted(self._project.texts):
            guid = self._project.guid("case", *self._project.named(interview))
            case = SubElement(cases, "Case", {"guid": guid, "name": _clean(interview)})
            self._add_values(case, interview)
            SubElement(case, "SourceRef", {"targetGUID": self._source_guid(interview)})
        return variables, cases

    def _source_guid(self, interview: str) -> str:
        return self._project.guid("source", *self._project.named(interview))

    def _add_values(self, element: Element, interview: str) -> None:
        for column, value in sorted(_about(self._project).get(interview, {}).items()):
            valued = SubElement(element, "VariableValue")
            SubElement(valued, "VariableRef", {"targetGUID": self._project.guid("variable", column)})
            SubElement(valued, f"{self._variables[column]}Value").text = _clean(value)

    def _sources(self) -> Iterator[bytes]:
        project = self._project
        if not project.texts:
            return
        yield b"\n  <Sources>"
        codings = project.codings()
        coded, rows = next(codings, _NOBODY)
        for interview in sorted(project.texts):
            yield _indented(self._source(interview, rows if coded == interview else None), level=2)
            if coded == interview:
                coded, rows = next(codings, _NOBODY)
        yield b"\n  </Sources>"

    def _source(self, interview: str, codings: pd.DataFrame | None) -> Element:
        project = self._project
        named = {"guid": self._source_guid(interview), "name": _clean(interview)}
        named["plainTextPath"] = f"internal://{text_file(project, interview)}"
        source = Element("TextSource", named)
        notes = project.notes_about.get(("interview", interview), ())
        _describe(source, "\n\n".join(note.text for note in notes))
        for row in () if codings is None else codings.to_dict("records"):
            self._add_coding(source, {str(name): value for name, value in row.items()})
        places = file_offsets(project.texts[interview]) if self._has_more(interview) else None
        if places is not None:
            self._add_bare(source, interview, places)
            self._add_unplaced(source, interview, places)
            self._add_fragment_notes(source, interview, places)
        self._refer(source, notes)
        self._add_values(source, interview)
        return source

    def _has_more(self, interview: str) -> bool:
        """Whether this interview has stretches without a code, for which its text must be read."""
        noted = any(note.kind == "fragment" and _interview_of(note) == interview for note in self._project.notes)
        unplaced = self._project.unplaced_in(interview)
        return noted or bool(unplaced) or bool(self._project.bare and self._project.bare.get(interview))

    def _add_coding(self, source: Element, row: Row) -> None:
        """Write one code of one coder on one stretch: some programs lose all but one code of a selection."""
        signed = {"creatingUser": self._user(str(row["coder"])), "creationDateTime": _moment(row["decided_at"])}
        guid = self._project.guid("selection", str(row["coding"]))
        named = {"guid": guid, "name": _clean(row["fragment"])}
        place = {"startPosition": str(row["file_start"]), "endPosition": str(row["file_end"])}
        selection = SubElement(source, "PlainTextSelection", {**named, **place, **signed})
        coding = SubElement(selection, "Coding", {"guid": str(row["coding"]), **signed})
        code = self._project.guid("code", str(row["dimension"]), str(row["code"]))
        SubElement(coding, "CodeRef", {"targetGUID": code})

    def _add_bare(self, source: Element, interview: str, places: npt.NDArray[np.int64]) -> None:
        for each in (self._project.bare or {}).get(interview, ()):
            signed = {"creatingUser": self._user(each.coder), "creationDateTime": _moment(each.at)}
            selection = self._add_selection(source, f"bare {each.coder}", interview, each.fragment, places)
            selection.attrib.update(signed)
            guid = self._project.guid("bare", *self._project.named(interview), each.fragment, each.coder)
            coding = SubElement(selection, "Coding", {"guid": guid, **signed})
            SubElement(coding, "CodeRef", {"targetGUID": self._project.guid("bare")})

    def _add_unplaced(self, source: Element, interview: str, places: npt.NDArray[np.int64]) -> None:
        """Write imported codings that found no fragment as they came."""
        for each in self._project.unplaced_in(interview):
            named = (f"{interview}:{each.start}-{each.end}", each.coder, each.dimension, each.code)
            signed = {"creatingUser": self._user(each.coder)}
            if each.at is not None:
                signed["creationDateTime"] = _moment(each.at)
            selection = self._add_selection(source, f"unplaced {named[1:]}", interview, named[0], places)
            selection.attrib.update(signed)
            guid = self._project.guid("unplaced", *self._project.named(interview), *named)
            coding = SubElement(selection, "Coding", {"guid": guid, **signed})
            code = self._project.guid("code", each.dimension, each.code)
            SubElement(coding, "CodeRef", {"targetGUID": code})

    def _add_fragment_notes(self, source: Element, interview: str, places: npt.NDArray[np.int64]) -> None:
        """Write a memo on a fragment as a selection with the text as its description, which programs read."""
        for place, note in enumerate(self._project.notes):
            if note.kind == "fragment" and _interview_of(note) == interview:
                key = f"note {self._project.note_ids[place]}"
                selection = self._add_selection(source, key, interview, note.about[0], places)
                selection.set("creatingUser", self._user(note.coder))
                selection.set("creationDateTime", _moment(note.at))
                _describe(selection, note.text)
                self._refer(selection, [note])

    def _add_selection(
        self, source: Element, key: str, interview: str, fragment: str, places: npt.NDArray[np.int64]
    ) -> Element:
        start, end = (str(places[at]) for at in span_of(fragment))
        guid = self._project.guid("selection", key, *self._project.named(interview), fragment)
        named = {"guid": guid, "name": _clean(fragment), "startPosition": start, "endPosition": end}
        return SubElement(source, "PlainTextSelection", named)

    def _notes(self) -> Element:
        notes = Element("Notes")
        for place, note in enumerate(self._project.notes):
            guid = self._project.note_ids[place]
            signed = {"creatingUser": self._user(note.coder), "creationDateTime": _moment(note.at)}
            path = {"plainTextPath": f"internal://{guid}.txt"} if _in_a_file(note) else {}
            made = SubElement(notes, "Note", {"guid": guid, "name": self._note_names[place], **path, **signed})
            if path:
                _describe(made, note.text)
            else:
                SubElement(made, "PlainTextContent").text = _clean(note.text)
        return notes

    def _refer(self, element: Element, notes: Iterable[Note]) -> None:
        for note in notes:
            guid = self._project.note_ids[self._places[id(note)]]
            SubElement(element, "NoteRef", {"targetGUID": guid})


def _note_names(project: Project) -> list[str]:
    """Return a unique name for each memo: some programs refuse or lose the second of two equal names."""
    taken: set[str] = set()
    found = []
    for note in project.notes:
        about = ".".join(note.about) or project.codebook.study
        name, number = _clean(about), 1
        while name.casefold() in taken:
            number += 1
            name = f"{_clean(about)} ({number})"
        taken.add(name.casefold())
        found.append(name)
    return found


def _interview_of(note: Note) -> str:
    return note.about[0].rpartition(":")[0]


def _about(project: Project) -> Mapping[str, Mapping[str, str]]:
    table = project.transcripts
    return {str(name): dict(facts) for name, facts in zip(table["interview"], table["metadata"], strict=True)}


def _types(project: Project) -> dict[str, str]:
    """Return the type of each interview column: whole number, number, date or text, as all of its values allow."""
    values: dict[str, list[str]] = {}
    for facts in _about(project).values():
        for column, value in facts.items():
            values.setdefault(column, []).append(value)
    return {column: value_type(listed) for column, listed in values.items()}


def _opened(element: Element) -> bytes:
    """Return the start tag of an element."""
    return bytes(tostring(element, encoding="utf-8")).removesuffix(b" />") + b">"


def _written(part: Element) -> Iterator[bytes]:
    if len(part):
        yield _indented(part)


def _indented(element: Element, level: int = 1) -> bytes:
    """Return the element on a line of its own, indented by its level."""
    indent(element, level=level)
    return b"\n" + b"  " * level + bytes(tostring(element, encoding="utf-8"))


def _describe(element: Element, text: str) -> None:
    if text:
        SubElement(element, "Description").text = _clean(text)


def _moment(at: object) -> str:
    return pd.Timestamp(str(at)).tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: object) -> str:
    return NOT_IN_XML.sub("\ufffd", str(text))
