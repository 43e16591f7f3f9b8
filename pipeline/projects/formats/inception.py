"""INCEpTION and WebAnno: an exported project (zip), or single documents as UIMA CAS (XMI, JSON) or WebAnno TSV."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked
from pipeline.projects.formats.uima import NOTES, Annotation, Document, Types, from_json, from_xmi, types_of_xml
from pipeline.projects.formats.webanno_tsv import is_webanno, read_document
from pipeline.projects.guards import Archive, file_bytes
from pipeline.projects.offsets import CODE_POINTS, UTF16, Mark, variants
from pipeline.projects.records import About, Coder, Memo, Project, SourceText

FORMAT = "inception"
_PROJECT = re.compile(r"^exportedproject\d*\.json$")
_READ = (".xmi", ".tsv", ".json")

_TYPES = "TypeSystem.xml"

_UNITS = variants(UTF16, CODE_POINTS)
_NOBODY = "INITIAL_CAS"
_CURATOR = "CURATION_USER"
_TRUE, _FALSE = "true", "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Annotated:
    """What one annotator made of one document."""

    name: str
    coder: str
    document: Document


def is_project(archive: Archive) -> bool:
    """Whether a zip is an exported project."""
    return any(_PROJECT.match(name) for name in archive.names)


def is_archive(archive: Archive) -> bool:
    """Whether a zip is an exported project, or holds documents of UIMA or WebAnno."""
    return is_project(archive) or any(name.lower().endswith((".xmi", ".tsv")) for name in archive.names)


def read(path: Path) -> Project:
    """Read an exported project, or one document.

    Raises:
        UnreadableProject: it holds no annotated document, or one that cannot be read.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    made = Assembly(path, FORMAT, "INCEpTION")
    if path.suffix.lower() != ".zip":
        found = [_Annotated(name=path.stem, coder="", document=_parsed(path, path.name, file_bytes(path)))]
        return _Reader(made, found, {}).project()
    archive = Archive(path)
    try:
        described = _described(path, archive)
        found = list(_documents(path, archive))
        reader = _Reader(made, found, described)
        reader.add_sources(archive)
    finally:
        archive.close()
    return reader.project()


def _documents(path: Path, archive: Archive) -> Iterator[_Annotated]:
    """The documents by annotator: `annotation/DOCUMENT/USER.xmi`, or a zip there with `USER.xmi` in it."""
    loose = not any(name.startswith(("annotation/", "curation/", "source/")) for name in archive.names)
    for name in archive.names:
        parts = name.replace("\\", "/").split("/")
        if loose and _is_document(name):
            document = _parsed(path, name, archive.read(name), _types(path, archive, name))
            yield _Annotated(name=parts[-1].rpartition(".")[0], coder="", document=document)
        elif parts[0] in ("annotation", "curation") and len(parts) > 2:
            for inside, contents, types in _unpacked(path, archive, name):
                user = inside.rpartition("/")[2].rpartition(".")[0]
                if user != _NOBODY:
                    document = _parsed(path, inside, contents, types)
                    yield _Annotated(name="/".join(parts[1:-1]), coder=user, document=document)


def _is_document(name: str) -> bool:
    return name.lower().endswith(_READ) and not _PROJECT.match(name)


def _types(path: Path, archive: Archive, name: str) -> Types:
    """The types declared beside an XMI, if they are."""
    if not name.lower().endswith(".xmi"):
        return {}
    beside = archive.find(f"{name.rpartition('/')[0]}/{_TYPES}".removeprefix("/")) or archive.find(_TYPES)
    return types_of_xml(path, archive.read(beside), beside) if beside else {}


def _unpacked(path: Path, archive: Archive, name: str) -> Iterator[tuple[str, bytes, Types]]:
    if name.lower().endswith(_READ):
        yield name, archive.read(name), _types(path, archive, name)
    elif name.lower().endswith(".zip"):
        inner = Archive(path, archive.read(name))
        for inside in inner.names:
            if inside.lower().endswith(_READ):
                yield inside, inner.read(inside), _types(path, inner, inside)


def _parsed(path: Path, name: str, contents: bytes, types: Types | None = None) -> Document:
    suffix = name.lower().rpartition(".")[2]
    if is_webanno(contents):
        return read_document(path, contents, name)
    if suffix == "json":
        return from_json(path, contents)
    if suffix in ("xmi", "xml"):
        return from_xmi(path, contents, name, types)
    raise UnreadableProject(
        path, Message("%(file)s is in a format that is not read", file=name), Message("Export as UIMA CAS XMI or JSON.")
    )


def _described(path: Path, archive: Archive) -> Mapping[str, Any]:
    name = next((name for name in archive.names if _PROJECT.match(name)), None)
    if name is None:
        return {}
    try:
        found = json.loads(archive.read(name))
    except (ValueError, RecursionError) as error:
        raise UnreadableProject(path, Message("%(file)s in it is no JSON", file=name)) from error
    return found if isinstance(found, dict) else {}


class _Reader:
    """Makes codes of layers, features and values, and codings of annotations."""

    def __init__(self, made: Assembly, found: list[_Annotated], described: Mapping[str, Any]) -> None:
        self._made, self._found, self._described = made, found, described
        self._sources: list[SourceText] = []
        self._features = self._features_of_layers()

    def add_sources(self, archive: Archive) -> None:
        """Add the documents that nobody annotated, as far as they are plain text, and name those that cannot be read.

        Raises:
            UnreadableProject: there is no document at all.
        """
        annotated = {each.name for each in self._found}
        for name in archive.names:
            folder, _, document = name.partition("/")
            if folder == "annotation_ser" and document.rpartition("/")[0] not in annotated:
                if not document.endswith(f"{_NOBODY}.ser"):
                    self._made.problem(
                        document, Message("it is there in Java's own form only; export it as UIMA CAS XMI")
                    )
            elif folder == "source" and document not in annotated:
                self._add_source(document, archive.read(name))
        if not self._found and not self._sources:
            raise UnreadableProject(
                self._made.path, Message("it holds no document that can be read"), Message("Export it as UIMA XMI.")
            )

    def _add_source(self, name: str, contents: bytes) -> None:
        try:
            words = read_document(self._made.path, contents, name).text if is_webanno(contents) else contents.decode()
        except UnicodeDecodeError:
            words = ""
        if not words or not name.lower().endswith((".txt", ".tsv")):
            self._made.problem(name, Message("nobody annotated it, and it is no plain text; it was left out"))
            return
        self._sources.append(SourceText(id=name, name=name, text=words, file=name))

    def project(self) -> Project:
        """The project as records."""
        self._made.name = str(self._described.get("name") or self._made.name)
        self._made.description = str(self._described.get("description") or "")
        self._add_tags()
        words: dict[str, str] = {}
        for each in self._found:
            text = each.document.text
            if words.setdefault(each.name, text) != text:
                self._made.problem(
                    each.name, Message("its text is not the same for every annotator; the first one is kept")
                )
                continue
            self._add_document(each)
        for source in self._sources:
            self._made.add_text(source)
        return self._made.finish(_UNITS)

    def _add_document(self, each: _Annotated) -> None:
        if not self._made.has_text(each.name):
            self._made.add_text(SourceText(id=each.name, name=each.name, text=each.document.text, file=each.name))
        coder = self._coder(each.coder)
        for left_out in dict.fromkeys(each.document.left_out):
            self._made.problem(each.name, Message("%(what)s and no code on a stretch; it was left out", what=left_out))
        for annotation in each.document.annotations:
            self._add(annotation, each.name, coder)

    def _coder(self, name: str) -> str:
        said = "curation" if name == _CURATOR else name
        return self._made.add_coder(Coder(id=name, name=said)) if name else ""

    def _features_of_layers(self) -> dict[str, set[str]]:
        """The features of each layer whose values are codes."""
        found: dict[str, set[str]] = defaultdict(set)
        for each in self._found:
            for annotation in each.document.annotations:
                found[annotation.layer].update(name for name in annotation.features if name.lower() not in NOTES)
        used = set(found)
        for layer, feature, _ in self._tagged(used):
            found[layer].add(feature)
        return found

    def _tagged(self, used: Container[str]) -> Iterator[tuple[str, str, Iterable[Any]]]:
        """Layer, feature and tags of the project's description; a layer that comes with the program only if used."""
        sets = {str(each.get("name")): each for each in _listed(self._described.get("tag_sets"))}
        for layer in _listed(self._described.get("layers")):
            short = str(layer.get("name")).rpartition(".")[2]
            if layer.get("type") not in (None, "span") or (layer.get("built_in") and short not in used):
                continue
            for feature in _listed(layer.get("features")):
                tags = feature.get("tag_set")
                tags = tags if isinstance(tags, dict) else sets.get(str(tags))
                if isinstance(tags, dict):
                    yield short, str(feature.get("name")), _listed(tags.get("tags"))

    def _add_tags(self) -> None:
        """The tags, used or not."""
        for layer, feature, tags in self._tagged(self._features):
            for tag in tags:
                path = self._path(layer, feature, str(tag.get("tag_name") or tag.get("name")))
                self._made.describe_code(self._made.code_named(*path), str(tag.get("tag_description") or ""))

    def _path(self, layer: str, feature: str, value: str) -> tuple[str, ...]:
        """The place of a value in the tree: below its layer, and below its feature where the layer has several."""
        if value == _TRUE:
            return layer, feature
        return (layer, feature, value) if len(self._features[layer]) > 1 else (layer, value)

    def _add(self, annotation: Annotation, text: str, coder: str) -> None:
        place = f"{text}:{annotation.start}-{annotation.end}"
        paths: list[tuple[str, ...]] = []
        notes: list[str] = []
        for name, values in annotation.features.items():
            if name.lower() in NOTES:
                notes += values
            else:
                paths += [self._path(annotation.layer, name, value) for value in values if value != _FALSE]
        codes = [self._made.code_named(*path) for path in paths or [(annotation.layer,)]]
        ids = tuple(f"{coder}.{text}.{annotation.id}.{position}" for position in range(len(codes)))
        memos = tuple(Memo(about=About.CODING, target=ids[0], words=words, coder=coder) for words in notes)
        mark = Mark(text=text, start=annotation.start, end=annotation.end, place=place)
        self._made.add_marked(Marked(mark=mark, codes=tuple(codes), coder=coder, memos=memos, ids=ids))


def _listed(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
