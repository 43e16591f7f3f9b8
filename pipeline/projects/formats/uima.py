"""UIMA CAS documents (XMI and JSON), as INCEpTION and WebAnno export them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.projects.guards import xml_root

_XMI_ID = "{http://www.omg.org/XMI}id"
LINGUISTIC = (
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata",
    "de.tudarmstadt.ukp.dkpro.core.api.coref",
    "de.tudarmstadt.ukp.dkpro.core.api.transform",
    "de.tudarmstadt.ukp.clarin.webanno.api.type",
    "org.dkpro.core.api.pdf",
    "org.dkpro.core.api.xml",
    "de.tudarmstadt.ukp.inception",
)
"""Types that annotate grammar, layout or the document itself, not what people coded."""
_OWN = frozenset(("sofa", "begin", "end", "id", "%ID", "%TYPE", "uiName", "order"))
NOTES = frozenset(("note", "notes", "comment", "comments", "memo", "remark", "description"))
"""Features whose values are free words and no codes."""

Thing = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """An annotation on a stretch: its layer, and the features that have a value."""

    layer: str
    start: int
    end: int
    id: str
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with its annotations; `title` is the document's name where the CAS holds it."""

    text: str
    title: str
    annotations: tuple[Annotation, ...]


def is_json(found: object) -> bool:
    """Whether some JSON is a CAS."""
    return isinstance(found, dict) and "%FEATURE_STRUCTURES" in found


def from_json(path: Path, contents: bytes) -> Document:
    """Read a CAS in JSON (version 0.4, also with feature structures by id)."""
    try:
        found = json.loads(contents)
    except (ValueError, RecursionError) as error:
        raise UnreadableProject(path, "it is no JSON") from error
    if not is_json(found):
        raise UnreadableProject(path, "its JSON is no UIMA CAS")
    structures = found["%FEATURE_STRUCTURES"]
    if isinstance(structures, dict):
        structures = [{"%ID": key, **value} for key, value in structures.items()]
    listed = [each for each in structures if isinstance(each, dict)]
    arrays = {str(each.get("%ID")): each.get("%ELEMENTS") for each in listed if "%ELEMENTS" in each}
    rows = [(str(each.get("%TYPE", "")), _of_json(each, arrays)) for each in listed]
    return _document(path, rows)


def _of_json(structure: Thing, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """The features of a structure; a reference (`@`) to an array of strings becomes those strings."""
    found: dict[str, Any] = {}
    for name, value in structure.items():
        if name.startswith("@"):
            elements = arrays.get(str(value))
            if isinstance(elements, list) and all(isinstance(one, str) for one in elements):
                found[name[1:]] = elements
        elif not name.startswith("^"):
            found[name] = value
    return {**found, "id": structure.get("%ID")}


def from_xmi(path: Path, contents: bytes, name: str = "") -> Document:
    """Read a CAS in XMI 1.0 or 1.1."""
    rows: list[tuple[str, dict[str, Any]]] = []
    for element in xml_root(path, contents, name):
        space, _, tag = element.tag.removeprefix("{").rpartition("}")
        package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
        said: dict[str, Any] = {**element.attrib, "id": element.get(_XMI_ID)}
        for child in element:
            said.setdefault(child.tag, [])
            if isinstance(said[child.tag], list):
                said[child.tag].append(child.text or "")
        rows.append((f"{package}.{tag}", said))
    return _document(path, rows)


def _document(path: Path, rows: list[tuple[str, dict[str, Any]]]) -> Document:
    text = next((said.get("sofaString") for kind, said in rows if kind == "uima.cas.Sofa"), None)
    if not isinstance(text, str):
        raise UnreadableProject(path, "the document in it has no text")
    titles = (str(said.get("documentTitle") or "") for kind, said in rows if kind.endswith(".DocumentMetaData"))
    found = [each for kind, said in rows if not kind.startswith(LINGUISTIC) for each in _annotations(kind, said)]
    return Document(text=text, title=next(titles, ""), annotations=tuple(found))


def _annotations(kind: str, said: Thing) -> Iterator[Annotation]:
    if "end" not in said:
        return
    try:
        # A feature with its default value is not written: an annotation at the start of a text has no `begin`.
        start, end = int(said.get("begin", 0)), int(said["end"])
    except (TypeError, ValueError):
        return
    features = {name: _values(value) for name, value in said.items() if name not in _OWN and "}" not in name}
    told = {name: values for name, values in features.items() if values}
    yield Annotation(layer=kind.rpartition(".")[2], start=start, end=end, id=str(said.get("id")), features=told)


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(one) for one in value if isinstance(one, str) and one.strip())
    if isinstance(value, str) and value.strip():
        return (value.strip(),)
    return ()
