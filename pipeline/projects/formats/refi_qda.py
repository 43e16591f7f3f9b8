"""REFI-QDA projects (`.qdpx`, `.qde`), as NVivo, ATLAS.ti, MAXQDA, QualCoder, Quirkos and others write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from pipeline.errors import UnreadableProject
from pipeline.projects.assembly import Assembly, Marked, filled
from pipeline.projects.guards import Archive, file_bytes, xml_root
from pipeline.projects.offsets import CODE_POINTS, UTF16, Mark, Unit, variants
from pipeline.projects.records import About, Case, Code, Coder, Memo, Project, SourceText
from pipeline.projects.times import moment

FORMAT = "refi-qda"
MOST_DEPTH = 100
"""How deep codes may lie in codes."""

_SELECTIONS = ("PlainTextSelection", "TranscriptSelection")
_ELSEWHERE = ("PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection")
_REVIEWED = ("Reviewed, no code", "Nagekeken, geen code")
"""What drempel calls the code of fragments that were reviewed and found without one."""
_INCLUSIVE = ("potato",)
"""Programs that write the last character as the end, as the standard says and no other measured program does."""


class _Files(Protocol):
    """Where a project's texts lie."""

    def find(self, name: str) -> str | None: ...

    def read(self, name: str) -> bytes: ...


class _Folder:
    """The folder `sources` beside a bare `.qde` file."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent

    def find(self, name: str) -> str | None:
        """The name itself, if there is such a plain file within the folder."""
        inside = not Path(name).is_absolute() and ".." not in Path(name).parts
        return name if inside and (self._folder / name).is_file() else None

    def read(self, name: str) -> bytes:
        """The contents of a file in the folder."""
        return file_bytes(self._folder / name)


def read(path: Path) -> Project:
    """Read a `.qdpx` archive or a bare `.qde` file with its texts beside it.

    Raises:
        UnreadableProject: it is no such project, or damaged.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    if path.suffix.lower() == ".qde":
        return _Reader(path, _Folder(path), xml_root(path, file_bytes(path)), FORMAT).project()
    archive = Archive(path)
    try:
        projects = [name for name in archive.names if name.lower().endswith(".qde") and "__MACOSX" not in name]
        if len(projects) != 1:
            raise UnreadableProject(path, f"it holds {len(projects)} .qde files instead of one")
        return _Reader(path, archive, xml_root(path, archive.read(projects[0]), projects[0]), FORMAT).project()
    finally:
        archive.close()


class _Reader:
    """Reads one project."""

    def __init__(self, path: Path, files: _Files, root: Element, form: str) -> None:
        if _tag(root) != "Project":
            raise UnreadableProject(path, "its XML is not that of a REFI-QDA project")
        self._root, self._files = root, files
        self._origin = root.get("origin", "")
        self._made = Assembly(path, form, self._origin or "unknown", root.get("name", ""))
        self._notes = {_guid(note.get("guid")): note for note in _all(root, "Note")}
        self._referred: set[str] = set()
        self._annotations: set[str] = set()
        self._left_out: set[str] = set()
        self._linked = self._notes_by_link()
        self._cases = {_guid(case.get("guid")): set[str]() for case in _all(root, "Case")}
        self._by_file: dict[str, str] = {}

    def project(self) -> Project:
        """The project as records."""
        self._made.description = _text_of(self._root, "Description")
        self._add_users_and_codes()
        variables = {_guid(each.get("guid")): each.get("name", "") for each in _all(self._root, "Variable")}
        for sources in _children(self._root, "Sources"):
            for source in sources:
                self._add_source(source, variables)
        for case in _all(self._root, "Case"):
            self._add_case(case, variables)
        for group in _all(self._root, "Set"):
            self._made.problem(group.get("name", ""), "the set was left out: interviews have columns instead")
        self._refer(self._root, About.PROJECT, "")
        self._add_notes_left()
        return self._made.finish(self._candidates())

    def _add_users_and_codes(self) -> None:
        for user in _all(self._root, "User"):
            self._made.add_coder(Coder(id=_guid(user.get("guid")), name=user.get("name") or user.get("id") or "?"))
        for codes in _all(self._root, "Codes"):
            for code in _children(codes, "Code"):
                self._add_code(code, "", 0)

    def _notes_by_link(self) -> dict[str, list[str]]:
        """The notes that a link ties to something, by the id of that: NVivo writes its annotations so."""
        found: dict[str, list[str]] = {}
        for link in _all(self._root, "Link"):
            ends = [_guid(link.get("originGUID")), _guid(link.get("targetGUID"))]
            for note, other in (ends, ends[::-1]):
                if note in self._notes:
                    found.setdefault(other, []).append(note)
        return found

    def _candidates(self) -> tuple[Unit, ...]:
        origin = self._origin.lower()
        if origin.startswith("drempel"):
            return (CODE_POINTS,)
        first = UTF16 if "nvivo" in origin else CODE_POINTS
        second = CODE_POINTS if first is UTF16 else UTF16
        open_ended = variants(first, second)
        closed = variants(replace(first, inclusive=True), replace(second, inclusive=True))
        return (*closed, *open_ended) if origin.startswith(_INCLUSIVE) else (*open_ended, *closed)

    def _add_code(self, element: Element, parent: str, depth: int) -> None:
        if depth > MOST_DEPTH:
            self._made.problem(element.get("name", ""), f"it lies deeper than {MOST_DEPTH} codes; it was left out")
            return
        code = _guid(element.get("guid"))
        if self._origin.startswith("drempel") and element.get("name") in _REVIEWED:
            self._left_out.add(code)
            return
        self._made.add_code(
            Code(
                id=code,
                name=(element.get("name") or "").strip() or code,
                parent=parent,
                codable=element.get("isCodable", "true").lower() not in ("false", "0"),
                description=_text_of(element, "Description"),
                colour=element.get("color", ""),
            )
        )
        self._refer(element, About.CODE, code)
        for below in _children(element, "Code"):
            self._add_code(below, code, depth + 1)

    def _add_source(self, source: Element, variables: dict[str, str]) -> None:
        kind = _tag(source)
        about = _values(source, variables)
        if kind == "TextSource":
            self._add_text(source, source, about)
        for within in ("Representation", "Transcript", "TextDescription"):
            for text in _children(source, within):
                self._add_text(text, source, about)
        self._name_the_unplaced(source)

    def _name_the_unplaced(self, source: Element) -> None:
        name = source.get("name", "")
        for _ in _children(source, "Coding"):
            self._made.problem(name, "a code on the whole source was left out: it lies on no stretch of words")
        for kind in _ELSEWHERE:
            for selection in _children(source, kind):
                for _ in _children(selection, "Coding"):
                    self._made.problem(name, "a code on a part of a picture, page or recording was left out")
                for memo in self._memos_of(selection, About.PROJECT, ""):
                    self._made.add_memo(memo)

    def _add_text(self, element: Element, source: Element, about: dict[str, str]) -> None:
        """Add the text of a source; a transcript that is the same file as a text before it is that text."""
        key = _guid(element.get("guid"))
        named = source.get("name") or element.get("name") or PurePosixPath(element.get("plainTextPath", "")).stem
        name = named.strip() or key
        file, words = self._words(element, name)
        twin = self._by_file.get(file) if file else None
        notes = "\n\n".join(memo.words for memo in self._notes_of(source, About.TEXT, key))
        if about.get("description") and about["description"] == notes:
            about = {name: value for name, value in about.items() if name != "description"}
        if twin is None and words is not None:
            created = moment(element.get("creationDateTime"))
            text = SourceText(id=key, name=name, text=words, file=file, attributes=about, created_at=created)
            key = self._made.add_text(text)
            if file:
                self._by_file[file] = key
        key = twin or key
        self._refer(source, About.TEXT, key)
        if element is not source:
            self._refer(element, About.TEXT, key)
        for selection in _children(element, *_SELECTIONS):
            self._add_selection(selection, key, name)

    def _words(self, element: Element, name: str) -> tuple[str, str | None]:
        """The file and the words of a text; no words where they are missing."""
        inline = next(_children(element, "PlainTextContent"), None)
        named = element.get("plainTextPath", "")
        if not named:
            if inline is None:
                self._made.problem(name, "it has no plain text")
                return "", None
            return "", inline.text or ""
        file = self._file(named)
        if file is None:
            self._made.problem(name, "the file with its plain text is not in the project")
            return "", None
        return file, self._decoded(self._files.read(file), name)

    def _file(self, named: str) -> str | None:
        """The file that a path means: `internal://` is the folder `sources`, some programs write a bare name."""
        bare = named.partition("://")[2] or named
        for name in dict.fromkeys((bare, unquote(bare))):
            last = name.replace("\\", "/").rpartition("/")[2]
            for tried in (f"sources/{name}", f"sources/{last}", name):
                found = self._files.find(tried.lstrip("/"))
                if found:
                    return found
        return None

    def _decoded(self, contents: bytes, name: str) -> str:
        marks = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
        encoding = next((each for mark, each in marks if contents.startswith(mark)), "utf-8")
        try:
            return contents.decode(encoding)
        except UnicodeDecodeError:
            self._made.problem(name, "its text is not in UTF-8; it was read as Windows-1252")
            return contents.decode("cp1252", "replace")

    def _add_selection(self, selection: Element, text: str, name: str) -> None:
        start, end = _number(selection.get("startPosition")), _number(selection.get("endPosition"))
        place = f"{name}:{selection.get('startPosition')}-{selection.get('endPosition')}"
        if start is None or end is None:
            self._made.problem(place, "its offsets are no numbers; it was left out")
            return
        mark = Mark(text=text, start=start, end=end, quote=selection.get("name") or "", place=place)
        signed = selection.get("creatingUser")
        dated = selection.get("creationDateTime") or selection.get("modifiedDateTime")
        memos = self._memos_of(selection, About.STRETCH, _guid(selection.get("guid")))
        for coding in _children(selection, "Coding"):
            reference = next(_children(coding, "CodeRef"), None)
            code = _guid(reference.get("targetGUID")) if reference is not None else ""
            if code in self._left_out:
                self._made.problem(name, "that it was reviewed and found without code was left out")
                continue
            if code in self._cases:
                self._cases[code].add(text)  # NVivo codes a text to a case
                continue
            key = _guid(coding.get("guid"))
            self._made.add_marked(
                Marked(
                    mark=mark,
                    codes=(code,),
                    coder=_guid(coding.get("creatingUser") or signed),
                    at=moment(coding.get("creationDateTime") or dated),
                    memos=(*memos, *self._memos_of(coding, About.CODING, key)),
                    ids=(key,),
                )
            )
            memos = ()
        if memos:
            self._made.add_marked(Marked(mark=mark, memos=memos))

    def _memos_of(self, element: Element, about: About, target: str) -> tuple[Memo, ...]:
        """The notes on a stretch or a coding: those referred to, those linked to it, and its own description."""
        found = self._notes_of(element, about, target)
        described = _text_of(element, "Description")
        if described and all(memo.words != described for memo in found):
            signed = _guid(element.get("creatingUser"))
            at = moment(element.get("creationDateTime"))
            found.append(Memo(about=about, words=described, target=target, coder=signed, at=at))
        return tuple(memo for memo in found if memo.words)

    def _notes_of(self, element: Element, about: About, target: str) -> list[Memo]:
        references = [_guid(each.get("targetGUID")) for each in _children(element, "NoteRef")]
        found = []
        for key in dict.fromkeys([*references, *self._linked.get(_guid(element.get("guid")), ())]):
            if key in self._annotations:
                continue
            if key not in self._notes:
                self._made.problem(target or self._made.path.name, "it refers to a note that is not in the project")
                continue
            self._referred.add(key)
            found.append(self._memo(self._notes[key], about, target))
        return found

    def _memo(self, note: Element, about: About, target: str) -> Memo:
        title = (note.get("name") or "").strip()
        _, words = self._words(note, title or "a note") if _has_words(note) else ("", "")
        said = (words or "").removeprefix("\ufeff").strip() or _text_of(note, "Description") or title
        return Memo(
            about=about,
            words=said,
            target=target,
            title=title,
            coder=_guid(note.get("creatingUser")),
            at=moment(note.get("creationDateTime")),
        )

    def _refer(self, element: Element, about: About, target: str) -> None:
        for reference in _children(element, "NoteRef"):
            note = self._notes.get(_guid(reference.get("targetGUID")))
            if about is About.TEXT and note is not None:
                self._add_annotation(note, target)
        for memo in self._notes_of(element, about, target):
            self._made.add_memo(memo)

    def _add_annotation(self, note: Element, text: str) -> None:
        """A note that holds a stretch itself, as QualCoder writes its annotations."""
        key = _guid(note.get("guid"))
        selection = next(_children(note, "PlainTextSelection"), None)
        if selection is None or key in self._referred:
            return
        start, end = _number(selection.get("startPosition")), _number(selection.get("endPosition"))
        if start is not None and end is not None:
            self._referred.add(key)
            self._annotations.add(key)
            mark = Mark(text=text, start=start, end=end, place=f"{text}:{start}-{end}")
            self._made.add_marked(Marked(mark=mark, memos=(self._memo(note, About.STRETCH, key),)))

    def _add_notes_left(self) -> None:
        """Notes that nothing refers to are memos on the project."""
        for key, note in self._notes.items():
            if key not in self._referred:
                self._made.add_memo(self._memo(note, About.PROJECT, ""))

    def _add_case(self, case: Element, variables: dict[str, str]) -> None:
        key = _guid(case.get("guid"))
        name = (case.get("name") or key).strip()
        named = (_guid(each.get("targetGUID")) for each in _children(case, "SourceRef"))
        texts = tuple(dict.fromkeys([*named, *sorted(self._cases[key])]))
        self._made.add_case(Case(id=key, name=name, texts=texts, attributes=_values(case, variables)))
        self._refer(case, About.CASE, key)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Element, *tags: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) in tags)


def _all(root: Element, tag: str) -> Iterator[Element]:
    return (each for each in root.iter() if _tag(each) == tag)


def _guid(said: str | None) -> str:
    """An id without regard to case and braces, which programs write differently in references."""
    return (said or "").strip().strip("{}").lower()


def _text_of(element: Element, tag: str) -> str:
    child = next(_children(element, tag), None)
    return (child.text or "").strip() if child is not None else ""


def _has_words(note: Element) -> bool:
    return bool(note.get("plainTextPath")) or next(_children(note, "PlainTextContent"), None) is not None


def _number(said: str | None) -> int | None:
    try:
        return int(said or "")
    except ValueError:
        return None


def _values(element: Element, variables: dict[str, str]) -> dict[str, str]:
    found: dict[str, Any] = {"description": _text_of(element, "Description")}
    for value in _children(element, "VariableValue"):
        reference = next(_children(value, "VariableRef"), None)
        name = variables.get(_guid(reference.get("targetGUID")), "") if reference is not None else ""
        said = next((child.text for child in value if _tag(child).endswith("Value")), None)
        if name:
            found[name] = said
    return filled(found)
