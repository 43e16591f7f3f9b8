"""The elements of a REFI-QDA project, read without regard to namespaces and the spelling of ids."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def tag_of(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *tags: str) -> Iterator[Element]:
    """The elements right below with one of these names."""
    return (child for child in element if tag_of(child) in tags)


def every(root: Element, tag: str) -> Iterator[Element]:
    """The elements with this name, at any depth."""
    return (each for each in root.iter() if tag_of(each) == tag)


def guid_of(said: str | None) -> str:
    """An id without regard to case and braces, which programs write differently in references."""
    return (said or "").strip().strip("{}").lower()


def text_of(element: Element, tag: str) -> str:
    """The words of the first element below with this name; empty where there is none."""
    child = next(children(element, tag), None)
    return (child.text or "").strip() if child is not None else ""


def has_words(note: Element) -> bool:
    """Whether a note holds its words, or names the file that does."""
    return bool(note.get("plainTextPath")) or next(children(note, "PlainTextContent"), None) is not None


def number_of(said: str | None) -> int | None:
    """A whole number; None for anything else."""
    try:
        return int(said or "")
    except ValueError:
        return None


def values_of(element: Element, variables: dict[str, str]) -> dict[str, object]:
    """The description and the variables of a source or case, by name."""
    found: dict[str, object] = {"description": text_of(element, "Description")}
    for value in children(element, "VariableValue"):
        reference = next(children(value, "VariableRef"), None)
        name = variables.get(guid_of(reference.get("targetGUID")), "") if reference is not None else ""
        said = next((child.text for child in value if tag_of(child).endswith("Value")), None)
        if name:
            found[name] = said
    return found
