"""INCEpTION and WebAnno: an exported project (zip), or single documents as UIMA CAS (XMI, JSON) or WebAnno TSV."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.projects.assembly import Assembly, Marked
from pipeline.projects.formats.uima import NOTES, Annotation, Document, from_json, from_xmi
from pipeline.projects.formats.webanno_tsv import is_webanno, read_document
from pipeline.projects.guards import Archive, file_bytes
from pipeline.projects.offsets import CODE_POINTS, UTF16, Mark, variants
from pipeline.projects.records import About, Coder, Memo, Project, SourceText

FORMAT = "inception"
PROJECT = "exportedproject.json"

_UNITS = variants(UTF16, CODE_POINTS)
_NOBODY = ("INITIAL_CAS", "INITIAL_CAS.")
_CURATOR = "CURATION_USER"
_TRUE, _FALSE = "true", "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Annotated:
    """What one annotator made of one document."""

    name: str
    coder: str
    document: Document


def is_archive(archive: Archive) -> bool:
    """Whether a zip is an exported project, or holds documents of UIMA or WebAnno."""
    names = [name.lower() for name in archive.names]
    return PROJECT in names or any(name.endswith((".xmi", ".tsv")) for name in names)


def read(path: Path) -> Project:
    """Read an exported project, or one document.

    Raises:
        UnreadableProject: it holds no annotated document, or one that cannot be read.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    made = Assembly(path, FORMAT, "INCEpTION")
    described: Mapping[str, Any] = {}
    if path.suffix.lower() == ".zip":
        archive = Archive(path)
        try:
            found = list(_documents(path, archive))
            described = _described(path, archive)
        finally:
            archive.close()
    else:
        contents = file_bytes(path)
        found = [_Annotated(name=path.stem, coder="", document=_parsed(path, path.name, contents))]
    if not found:
        raise UnreadableProject(path, "it holds no annotated document", "Export the project with its annotations.")
    return _Reader(made, found, described).project()


def _documents(path: Path, archive: Archive) -> Iterator[_Annotated]:
    """The documents by annotator: `annotation/DOCUMENT/USER.zip`, or the file itself instead of the zip."""
    for name in archive.names:
        parts = name.replace("\\", "/").split("/")
        if parts[0] not in ("annotation", "curation") or len(parts) < 3:
            continue
        user = parts[-1].rpartition(".")[0]
        if user in _NOBODY:
            continue
        for inside, contents in _unpacked(path, archive, name):
            document = _parsed(path, inside, contents)
            yield _Annotated(name="/".join(parts[1:-1]), coder=user, document=document)
    if not any(name.startswith(("annotation/", "curation/")) for name in archive.names):
        yield from _loose(path, archive)


def _loose(path: Path, archive: Archive) -> Iterator[_Annotated]:
    """A zip of one document's export: the file and its type system."""
    for name in archive.names:
        if name.lower().endswith((".xmi", ".tsv", ".json")) and name.lower() != PROJECT:
            stem = name.rpartition("/")[2].rpartition(".")[0]
            yield _Annotated(name=stem, coder="", document=_parsed(path, name, archive.read(name)))


def _unpacked(path: Path, archive: Archive, name: str) -> Iterator[tuple[str, bytes]]:
    contents = archive.read(name)
    if not name.lower().endswith(".zip"):
        if name.lower().endswith((".xmi", ".tsv", ".json")):
            yield name, contents
        return
    inner = Archive(path, contents)
    for inside in inner.names:
        if inside.lower().endswith((".xmi", ".tsv", ".json")):
            yield inside, inner.read(inside)


def _parsed(path: Path, name: str, contents: bytes) -> Document:
    suffix = name.lower().rpartition(".")[2]
    if is_webanno(contents):
        return read_document(path, contents, name)
    if suffix == "json":
        return from_json(path, contents)
    if suffix in ("xmi", "xml"):
        return from_xmi(path, contents, name)
    raise UnreadableProject(path, f"{name} is in a format that is not read", "Export as UIMA CAS XMI or JSON.")


def _described(path: Path, archive: Archive) -> Mapping[str, Any]:
    if archive.find(PROJECT) is None:
        return {}
    try:
        found = json.loads(archive.read(PROJECT))
    except (ValueError, RecursionError) as error:
        raise UnreadableProject(path, f"{PROJECT} in it is no JSON") from error
    return found if isinstance(found, dict) else {}


class _Reader:
    """Makes codes of layers, features and values, and codings of annotations."""

    def __init__(self, made: Assembly, found: list[_Annotated], described: Mapping[str, Any]) -> None:
        self._made, self._found, self._described = made, found, described
        self._features = self._features_of_layers()

    def project(self) -> Project:
        """The project as records."""
        self._made.description = str(self._described.get("description") or "")
        self._add_tags()
        words: dict[str, str] = {}
        for each in self._found:
            text = each.document.text
            if words.setdefault(each.name, text) != text:
                self._made.problem(each.name, "its text is not the same for every annotator; the first one is kept")
                continue
            if not self._made.has_text(each.name):
                self._made.add_text(SourceText(id=each.name, name=each.name, text=text, file=each.name))
            coder = self._coder(each.coder)
            for annotation in each.document.annotations:
                self._add(annotation, each.name, coder)
        return self._made.finish(_UNITS)

    def _coder(self, name: str) -> str:
        said = "curation" if name == _CURATOR else name
        return self._made.add_coder(Coder(id=name, name=said)) if name else ""

    def _features_of_layers(self) -> dict[str, set[str]]:
        """The features of each layer whose values are codes."""
        found: dict[str, set[str]] = defaultdict(set)
        for each in self._found:
            for annotation in each.document.annotations:
                found[annotation.layer].update(name for name in annotation.features if name.lower() not in NOTES)
        for layer, feature, _ in self._tagged():
            found[layer].add(feature)
        return found

    def _tagged(self) -> Iterator[tuple[str, str, Iterable[Any]]]:
        """Layer, feature and tags of the project's description."""
        sets = {str(each.get("name")): each for each in _listed(self._described.get("tag_sets"))}
        for layer in _listed(self._described.get("layers")):
            if layer.get("built_in") or layer.get("type") not in (None, "span"):
                continue
            for feature in _listed(layer.get("features")):
                tags = feature.get("tag_set")
                tags = tags if isinstance(tags, dict) else sets.get(str(tags))
                if isinstance(tags, dict):
                    name = str(layer.get("name")).rpartition(".")[2]
                    yield name, str(feature.get("name")), _listed(tags.get("tags"))

    def _add_tags(self) -> None:
        """The tags, used or not."""
        for layer, feature, tags in self._tagged():
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
