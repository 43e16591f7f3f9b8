"""UIMA CAS documents (XMI and JSON), as INCEpTION and WebAnno export them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
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

_RELATION = frozenset(("Governor", "Dependent"))
_RELATED = frozenset(f"@{name}" for name in _RELATION)

Thing = Mapping[str, Any]
Types = Mapping[str, Mapping[str, str]]
"""What the features of each type hold."""


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
    """A text with its annotations; `title` is the document's name where the CAS holds it.

    `left_out` says what in it is no code on a stretch of words.
    """

    text: str
    title: str
    annotations: tuple[Annotation, ...]
    left_out: tuple[str, ...] = ()


def is_json(found: object) -> bool:
    """Whether some JSON is a CAS, in its present or its older form."""
    return isinstance(found, dict) and ("%FEATURE_STRUCTURES" in found or {"_views", "_referenced_fss"} <= found.keys())


def types_of_xml(path: Path, contents: bytes, name: str = "") -> Types:
    """The ranges of features by type, as a `TypeSystem.xml` declares them."""
    found: dict[str, dict[str, str]] = {}
    for element in xml_root(path, contents, name).iter():
        if _tag(element) == "typeDescription":
            features = [each for each in element.iter() if _tag(each) == "featureDescription"]
            found[_said(element, "name")] = {_said(each, "name"): _said(each, "rangeTypeName") for each in features}
    return found


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _said(element: Element, tag: str) -> str:
    return next((str(child.text or "").strip() for child in element if _tag(child) == tag), "")


def from_json(path: Path, contents: bytes) -> Document:
    """Read a CAS in JSON (version 0.4, also with feature structures by id)."""
    try:
        found = json.loads(contents)
    except (ValueError, RecursionError) as error:
        raise UnreadableProject(path, Message("it is no JSON")) from error
    if not is_json(found):
        raise UnreadableProject(path, Message("its JSON is no UIMA CAS"))
    if "_views" in found:
        return _document(path, list(_rows_of_older(found)), {})
    structures = found["%FEATURE_STRUCTURES"]
    if isinstance(structures, dict):
        structures = [{"%ID": key, **value} for key, value in structures.items()]
    listed = [each for each in structures if isinstance(each, dict)]
    arrays = {str(each.get("%ID")): each.get("%ELEMENTS") for each in listed if "%ELEMENTS" in each}
    rows = [(str(each.get("%TYPE", "")), _of_json(each, arrays)) for each in listed]
    return _document(path, rows, _types_of_json(found.get("%TYPES")))


def _types_of_json(declared: object) -> Types:
    """The ranges of features by type, as a CAS in JSON declares them."""
    listed = declared.items() if isinstance(declared, dict) else ()
    return {
        str(name): {key: str(each.get("%RANGE")) for key, each in said.items() if isinstance(each, dict)}
        for name, said in listed
        if isinstance(said, dict)
    }


def _rows_of_older(found: Thing) -> Iterator[tuple[str, dict[str, Any]]]:
    """The structures of the JSON that UIMA wrote before: by view and type, with numbers for references."""
    context = found.get("_context")
    types = context.get("_types") if isinstance(context, dict) else None
    names = {short: said.get("_id") for short, said in types.items()} if isinstance(types, dict) else {}
    for structure in found["_referenced_fss"].values():
        yield _older_kind(str(structure.get("_type")), names), dict(structure)
    for view in found["_views"].values():
        for short, listed in view.items():
            for structure in listed:
                if isinstance(structure, dict):
                    yield _older_kind(short, names), {**structure, "sofa": 0}


def _older_kind(short: str, names: Mapping[str, Any]) -> str:
    return "uima.cas.Sofa" if short == "Sofa" else str(names.get(short) or short)


def _of_json(structure: Thing, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """The features of a structure; a reference (`@`) to an array of strings becomes those strings."""
    found: dict[str, Any] = {}
    for name, value in structure.items():
        if name in _RELATED:
            found[name[1:]] = value
        elif name.startswith("@"):
            elements = arrays.get(str(value))
            if isinstance(elements, list) and all(isinstance(one, str) for one in elements):
                found[name[1:]] = elements
        elif not name.startswith("^"):
            found[name] = value
    return {**found, "id": structure.get("%ID")}


def from_xmi(path: Path, contents: bytes, name: str = "", types: Types | None = None) -> Document:
    """Read a CAS in XMI 1.0 or 1.1; `types` says what its features hold, which the XMI does not."""
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
    return _document(path, rows, types or {})


def _document(path: Path, rows: list[tuple[str, dict[str, Any]]], types: Types) -> Document:
    text = next((said.get("sofaString") for kind, said in rows if kind == "uima.cas.Sofa"), None)
    if not isinstance(text, str):
        raise UnreadableProject(path, Message("the document in it has no text"))
    titles = (str(said.get("documentTitle") or "") for kind, said in rows if kind.endswith(".DocumentMetaData"))
    coded = [(kind, said) for kind, said in rows if not kind.startswith(LINGUISTIC) and "end" in said]
    related = [kind for kind, said in coded if _RELATION & said.keys()]
    coded = [(kind, said) for kind, said in coded if not _RELATION & said.keys()]
    numbers = _numbers(coded, types)
    told = [Message("%(layer)s is a relation", layer=kind.rpartition(".")[2]) for kind in related]
    told += [
        Message("%(feature)s holds numbers or references", feature=f"{kind.rpartition('.')[2]}.{name}")
        for kind, name in sorted(numbers)
    ]
    found = [each for kind, said in coded for each in _annotations(kind, said, numbers)]
    return Document(text=text, title=next(titles, ""), annotations=tuple(found), left_out=tuple(told))


def _numbers(coded: Iterable[tuple[str, Thing]], types: Types) -> set[tuple[str, str]]:
    """The features whose values are numbers or references: as declared, else those without any other value."""
    values: dict[tuple[str, str], list[object]] = {}
    for kind, said in coded:
        for name, value in said.items():
            if name not in _OWN and "}" not in name:
                values.setdefault((kind, name), []).append(value)
    found = set()
    for (kind, name), listed in values.items():
        declared = types.get(kind, {}).get(name)
        if not _is_words(declared, types) if declared else all(map(_is_number, listed)):
            found.add((kind, name))
    return found


def _is_words(declared: str, types: Types) -> bool:
    """Whether a feature holds words or a yes or no; a type with no features of its own is a list of tags."""
    bare = declared.removesuffix("[]").removesuffix("Array")
    return bare in ("uima.cas.String", "uima.cas.Boolean") or types.get(bare) == {}


def _is_number(value: object) -> bool:
    listed = value if isinstance(value, list) else str(value).split()
    return not isinstance(value, bool) and bool(listed) and all(str(each).isdecimal() for each in listed)


def _annotations(kind: str, said: Thing, numbers: Container[tuple[str, str]]) -> Iterator[Annotation]:
    try:
        # A feature with its default value is not written: an annotation at the start of a text has no `begin`.
        start, end = int(said.get("begin", 0)), int(said["end"])
    except (TypeError, ValueError):
        return
    names = [name for name in said if name not in _OWN and "}" not in name and (kind, name) not in numbers]
    told = {name: values for name in names if (values := _values(said[name]))}
    yield Annotation(layer=kind.rpartition(".")[2], start=start, end=end, id=str(said.get("id")), features=told)


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, list):
        return tuple(str(one) for one in value if isinstance(one, str) and one.strip())
    if isinstance(value, str) and value.strip():
        return (value.strip(),)
    return ()
