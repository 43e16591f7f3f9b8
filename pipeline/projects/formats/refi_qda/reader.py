"""REFI-QDA projects (`.qdpx`, `.qde`), as NVivo, ATLAS.ti, MAXQDA, QualCoder, Quirkos and others write them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked, filled
from pipeline.projects.formats.refi_qda.elements import (
    children,
    every,
    guid_of,
    has_words,
    number_of,
    tag_of,
    text_of,
    values_of,
)
from pipeline.projects.formats.refi_qda.files import Files, Folder, Packed, file_named
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


def read(path: Path) -> Project:
    """Read a `.qdpx` archive or a bare `.qde` file with its texts beside it.

    Raises:
        UnreadableProject: it is no such project, or damaged.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    if not zipfile.is_zipfile(path):
        return _Reader(path, Folder(path), xml_root(path, file_bytes(path)), FORMAT).project()
    archive = Archive(path)
    try:
        return _packed(path, archive)
    finally:
        archive.close()


def _packed(path: Path, archive: Archive) -> Project:
    """The project in an archive, which may lie in a folder there, or be a `.qdpx` in another zip."""
    projects = [name for name in archive.names if name.lower().endswith(".qde") and "__MACOSX" not in name]
    highest = min((name.count("/") for name in projects), default=0)
    named = [name for name in projects if name.count("/") == highest]
    if len(named) != 1:
        raise UnreadableProject(path, Message("it holds %(count)s .qde files instead of one", count=len(named)))
    root = xml_root(path, archive.read(named[0]), named[0])
    return _Reader(path, Packed(archive, named[0]), root, FORMAT).project()


class _Reader:
    """Reads one project."""

    def __init__(self, path: Path, files: Files, root: Element, form: str) -> None:
        if tag_of(root) != "Project":
            raise UnreadableProject(path, Message("its XML is not that of a REFI-QDA project"))
        self._root, self._files = root, files
        self._origin = root.get("origin", "")
        self._made = Assembly(path, form, self._origin or "unknown", root.get("name", ""))
        self._notes = {guid_of(note.get("guid")): note for note in every(root, "Note")}
        self._referred: set[str] = set()
        self._annotations: set[str] = set()
        self._left_out: set[str] = set()
        self._linked = self._notes_by_link()
        self._cases = {guid_of(case.get("guid")): set[str]() for case in every(root, "Case")}
        self._points = {
            guid_of(point.get("guid")): number_of(point.get("position")) for point in every(root, "SyncPoint")
        }
        self._by_file: dict[str, str] = {}
        self._by_source: dict[str, list[str]] = {}
        self._by_selection: dict[str, list[str]] = {}

    def project(self) -> Project:
        """The project as records."""
        self._made.description = text_of(self._root, "Description")
        self._add_users_and_codes()
        variables = {guid_of(each.get("guid")): each.get("name", "") for each in every(self._root, "Variable")}
        for sources in children(self._root, "Sources"):
            for source in sources:
                self._add_source(source, variables)
        for case in every(self._root, "Case"):
            self._add_case(case, variables)
        for group in every(self._root, "Set"):
            self._made.problem(group.get("name", ""), Message("the set was left out: interviews have columns instead"))
        self._refer(self._root, About.PROJECT, "")
        self._add_notes_left()
        return self._made.finish(self._candidates())

    def _add_users_and_codes(self) -> None:
        for user in every(self._root, "User"):
            self._made.add_coder(Coder(id=guid_of(user.get("guid")), name=user.get("name") or user.get("id") or "?"))
        for codes in every(self._root, "Codes"):
            for code in children(codes, "Code"):
                self._add_code(code, "", 0)

    def _notes_by_link(self) -> dict[str, list[str]]:
        """The notes that a link ties to something, by the id of that: NVivo writes its annotations so."""
        found: dict[str, list[str]] = {}
        for link in every(self._root, "Link"):
            ends = [guid_of(link.get("originGUID")), guid_of(link.get("targetGUID"))]
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
            self._made.problem(
                element.get("name", ""), Message("it lies deeper than %(most)s codes; it was left out", most=MOST_DEPTH)
            )
            return
        code = guid_of(element.get("guid"))
        if self._origin.startswith("drempel") and element.get("name") in _REVIEWED:
            self._left_out.add(code)
            return
        self._made.add_code(
            Code(
                id=code,
                name=(element.get("name") or "").strip() or code,
                parent=parent,
                codable=element.get("isCodable", "true").lower() not in ("false", "0"),
                description=text_of(element, "Description"),
                colour=element.get("color", ""),
            )
        )
        self._refer(element, About.CODE, code)
        for below in children(element, "Code"):
            self._add_code(below, code, depth + 1)

    def _add_source(self, source: Element, variables: dict[str, str]) -> None:
        kind = tag_of(source)
        about = filled(values_of(source, variables))
        if kind == "TextSource":
            self._add_text(source, source, about)
        for within in ("Representation", "Transcript", "TextDescription"):
            for text in children(source, within):
                self._add_text(text, source, about)
        self._name_the_unplaced(source)

    def _name_the_unplaced(self, source: Element) -> None:
        name = source.get("name", "")
        for _ in children(source, "Coding"):
            self._made.problem(name, Message("a code on the whole source was left out: it lies on no stretch of words"))
        for kind in _ELSEWHERE:
            for selection in children(source, kind):
                for _ in children(selection, "Coding"):
                    self._made.problem(name, Message("a code on a part of a picture, page or recording was left out"))
                for memo in self._memos_of(selection, About.PROJECT, ""):
                    self._made.add_memo(memo)

    def _add_text(self, element: Element, source: Element, about: dict[str, str]) -> None:
        """Add the text of a source; a transcript that is the same file as a text before it is that text."""
        key = guid_of(element.get("guid"))
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
        self._by_source.setdefault(guid_of(source.get("guid")), []).append(key)
        self._refer(source, About.TEXT, key)
        if element is not source:
            self._refer(element, About.TEXT, key)
        for selection in children(element, *_SELECTIONS):
            self._add_selection(selection, key, name)

    def _words(self, element: Element, name: str) -> tuple[str, str | None]:
        """The file and the words of a text; no words where they are missing."""
        inline = next(children(element, "PlainTextContent"), None)
        named = element.get("plainTextPath", "")
        if not named:
            if inline is None:
                self._made.problem(name, Message("it has no plain text"))
                return "", None
            return "", inline.text or ""
        file = file_named(self._files, named)
        if file is None:
            self._made.problem(name, Message("the file with its plain text is not in the project"))
            return "", None
        return file, self._decoded(self._files.read(file), name)

    def _decoded(self, contents: bytes, name: str) -> str:
        marks = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
        encoding = next((each for mark, each in marks if contents.startswith(mark)), "utf-8")
        try:
            return contents.decode(encoding)
        except UnicodeDecodeError:
            self._made.problem(name, Message("its text is not in UTF-8; it was read as Windows-1252"))
            return contents.decode("cp1252", "replace")

    def _add_selection(self, selection: Element, text: str, name: str) -> None:
        start, end = self._edge(selection, "start", "from"), self._edge(selection, "end", "to")
        place = f"{name}:{start}-{end}"
        if start is None or end is None:
            self._made.problem(place, Message("it has no offsets in the text; it was left out"))
            return
        mark = Mark(text=text, start=start, end=end, quote=selection.get("name") or "", place=place)
        memos = self._memos_of(selection, About.STRETCH, guid_of(selection.get("guid")))
        codings = self._codings_of(selection, text, mark)
        self._by_selection.setdefault(guid_of(selection.get("guid")), []).append(text)
        if not memos and next(children(selection, "Coding"), None) is None:
            self._made.problem(name, Message("a stretch has neither a code nor a memo"))
        for coding, code in codings:
            key = guid_of(coding.get("guid"))
            self._made.add_marked(
                Marked(
                    mark=mark,
                    codes=(code,),
                    coder=_signed(coding, selection),
                    at=_date(coding, selection),
                    memos=(*memos, *self._memos_of(coding, About.CODING, key)),
                    ids=(key,),
                )
            )
            memos = ()
        if memos:
            self._made.add_marked(Marked(mark=mark, memos=memos))

    def _edge(self, selection: Element, edge: str, point: str) -> int | None:
        """Where a selection starts or ends: in the text, or at a point of a transcript."""
        said = number_of(selection.get(f"{edge}Position"))
        return said if said is not None else self._points.get(guid_of(selection.get(f"{point}SyncPoint")))

    def _codings_of(self, selection: Element, text: str, mark: Mark) -> list[tuple[Element, str]]:
        """The codings of a selection with their codes, without those that stand for something else."""
        found = []
        for coding in children(selection, "Coding"):
            reference = next(children(coding, "CodeRef"), None)
            code = guid_of(reference.get("targetGUID")) if reference is not None else ""
            if code in self._left_out:
                coder, at = _signed(coding, selection), _date(coding, selection)
                self._made.add_marked(Marked(mark=mark, coder=coder, at=at, reviewed=True))
            elif code in self._cases:
                self._cases[code].add(text)  # NVivo codes a text to a case
            else:
                found.append((coding, code))
        return found

    def _memos_of(self, element: Element, about: About, target: str) -> tuple[Memo, ...]:
        """The notes on a stretch or a coding: those referred to, those linked to it, and its own description."""
        found = self._notes_of(element, about, target)
        described = text_of(element, "Description")
        if described and all(memo.words != described for memo in found):
            signed = guid_of(element.get("creatingUser"))
            at = moment(element.get("creationDateTime"))
            found.append(Memo(about=about, words=described, target=target, coder=signed, at=at))
        return tuple(memo for memo in found if memo.words)

    def _notes_of(self, element: Element, about: About, target: str) -> list[Memo]:
        references = [guid_of(each.get("targetGUID")) for each in children(element, "NoteRef")]
        found = []
        for key in dict.fromkeys([*references, *self._linked.get(guid_of(element.get("guid")), ())]):
            if key in self._annotations:
                continue
            if key not in self._notes:
                self._made.problem(
                    target or self._made.path.name, Message("it refers to a note that is not in the project")
                )
                continue
            self._referred.add(key)
            found.append(self._memo(self._notes[key], about, target))
        return found

    def _memo(self, note: Element, about: About, target: str) -> Memo:
        title = (note.get("name") or "").strip()
        _, words = self._words(note, title or "a note") if has_words(note) else ("", "")
        said = (words or "").removeprefix("\ufeff").strip() or text_of(note, "Description") or title
        return Memo(
            about=about,
            words=said,
            target=target,
            title=title,
            coder=guid_of(note.get("creatingUser")),
            at=moment(note.get("creationDateTime")),
        )

    def _refer(self, element: Element, about: About, target: str) -> None:
        for reference in children(element, "NoteRef"):
            note = self._notes.get(guid_of(reference.get("targetGUID")))
            if about is About.TEXT and note is not None:
                self._add_annotation(note, target)
        for memo in self._notes_of(element, about, target):
            self._made.add_memo(memo)

    def _add_annotation(self, note: Element, text: str) -> None:
        """A note that holds a stretch itself, as QualCoder writes its annotations."""
        key = guid_of(note.get("guid"))
        selection = next(children(note, "PlainTextSelection"), None)
        if selection is None or key in self._referred:
            return
        start, end = number_of(selection.get("startPosition")), number_of(selection.get("endPosition"))
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
            for selection in children(note, "PlainTextSelection"):
                self._add_selection_of_note(selection, key, note.get("name", ""))

    def _add_selection_of_note(self, selection: Element, key: str, name: str) -> None:
        """Codings on the words of a memo, which is no text of an interview."""
        start, end = (number_of(selection.get(f"{edge}Position")) or 0 for edge in ("start", "end"))
        mark = Mark(text=f"note {key}", start=start, end=end, place=f"{name}:{start}-{end}")
        for coding, code in self._codings_of(selection, mark.text, mark):
            coder = _signed(coding, selection)
            ids = (guid_of(coding.get("guid")),)
            self._made.add_marked(
                Marked(mark=mark, codes=(code,), coder=coder, ids=ids, lost=Message("it lies on the words of a memo"))
            )

    def _add_case(self, case: Element, variables: dict[str, str]) -> None:
        key = guid_of(case.get("guid"))
        name = (case.get("name") or key).strip()
        texts = tuple(dict.fromkeys([*self._texts_of(case), *sorted(self._cases[key])]))
        self._made.add_case(Case(id=key, name=name, texts=texts, attributes=filled(values_of(case, variables))))
        self._refer(case, About.CASE, key)

    def _texts_of(self, case: Element) -> Iterable[str]:
        """The texts to which a case refers, whole or by a stretch of them."""
        for reference in children(case, "SourceRef"):
            yield from self._by_source.get(guid_of(reference.get("targetGUID")), ())
        for reference in children(case, "SelectionRef"):
            yield from self._by_selection.get(guid_of(reference.get("targetGUID")), ())


def _signed(coding: Element, selection: Element) -> str:
    """The id of who made a coding: as it says itself, else as its selection says."""
    return guid_of(coding.get("creatingUser") or selection.get("creatingUser"))


def _date(coding: Element, selection: Element) -> datetime | None:
    """When a coding was made: what it says itself, else what its selection says."""
    said = coding.get("creationDateTime") or selection.get("creationDateTime") or selection.get("modifiedDateTime")
    return moment(said)
