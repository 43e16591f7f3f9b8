"""Read and write `codebook.yaml`; errors name the key as it was typed, its line, and the likeliest word meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pipeline.codebook.model import Code, Codebook, Convention, Dimension, Text
from pipeline.errors import InvalidCodebook
from pipeline.messages import Message
from pipeline.records import Role

# libyaml's safe loader is ten times faster on thousands of keywords; not every platform has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

WIDTH = 110

Place = tuple[int | str, ...]
"""The way to a value: keys of mappings, and numbers in sequences."""


def load_codebook(path: Path) -> Codebook:
    """Read and validate a `codebook.yaml`.

    Raises:
        InvalidCodebook: the file cannot be read, or has an invalid value; names the place.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCodebook(path, Message("the file"), Message("cannot be read (%(error)s)", error=error)) from error
    try:
        contents = yaml.load(text, Loader=LOADER)
        return Codebook.model_validate(_without_twins(path, text, contents))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place: str = Message("line %(line)s", line=mark.line + 1) if mark else Message("the file")
        raise InvalidCodebook(
            path, place, Message("is no YAML (%(error)s)", error=getattr(error, "problem", error))
        ) from error
    except ValidationError as error:
        raise _invalid(path, text, error.errors()) from error


def _without_twins(path: Path, text: str, contents: object) -> object:
    """The contents, unless a key stands twice in one mapping: YAML would silently use the last."""
    for key in _twin_keys(yaml.compose(text, Loader=LOADER)):
        why = Message("%(key)s stands twice here, and only the last one would count", key=repr(key.value))
        raise InvalidCodebook(path, Message("line %(line)s", line=key.start_mark.line + 1), why)
    return contents


def _twin_keys(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    below = []
    if isinstance(node, yaml.MappingNode):
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        names = [key.value for key in keys]
        yield from (key for at, key in enumerate(keys) if key.value in names[:at])
        below = [value for _, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        below = node.value
    for value in below:
        yield from _twin_keys(value)


def _invalid(path: Path, text: str, errors: Sequence[ErrorDetails]) -> InvalidCodebook:
    root = yaml.compose(text, Loader=LOADER)
    # A misspelt key says more than that the key of that meaning is missing.
    misspelt = [each for each in errors if each["type"] == "extra_forbidden"]
    error = min(misspelt, key=lambda each: _line(root, each["loc"]) or 0) if misspelt else errors[0]
    place: str = ".".join(str(step) for step in error["loc"] if step != "[key]") or Message("the top")
    line = _line(root, error["loc"])
    if line:
        place = Message("%(place)s (line %(line)s)", place=place, line=line)
    why: str = error["msg"]
    if misspelt:
        why = Message("the key %(key)s is not permitted here", key=repr(str(error["loc"][-1])))
    meant = _meant(error)
    if meant:
        why = Message("%(error)s; perhaps %(word)s is meant", error=why, word=repr(meant))
    return InvalidCodebook(path, place, why)


def _line(node: yaml.Node | None, place: Place) -> int | None:
    """The line of a value, or of the last thing on the way to it that is there."""
    line = None
    for step in place:
        mark, node = _step(node, step)
        if mark is None:
            break
        line = mark.line + 1
    return line


def _step(node: yaml.Node | None, step: int | str) -> tuple[yaml.Mark | None, yaml.Node | None]:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark, node.value[step]
    if isinstance(node, yaml.MappingNode):
        # The last one counts where a key stands twice.
        for key, value in reversed(node.value):
            if key.value == step:
                return key.start_mark, value
    return None, None


_FIELDS: dict[str, Sequence[str]] = {
    "": tuple(Codebook.model_fields),
    "dimensions": tuple(Dimension.model_fields),
    "codes": tuple(Code.model_fields),
    "conventions": tuple(Convention.model_fields),
    "roles": tuple(str(role) for role in Role),
}
"""The keys that can stand in each list of mappings."""


def _meant(error: ErrorDetails) -> str | None:
    """The likeliest word meant by a key, or by a value of which only a few are allowed."""
    place = [step for step in error["loc"] if step != "[key]"]
    typed, known = str(place[-1] if place else ""), _known_keys(place)
    if error["type"] == "literal_error":
        typed, known = str(error["input"]), ("one", "many")
    elif error["type"] not in ("extra_forbidden", "enum"):
        return None
    return next(iter(get_close_matches(typed, known, n=1, cutoff=0.5)), None)


def _known_keys(place: Sequence[int | str]) -> Sequence[str]:
    above = [step for step in place[:-1] if isinstance(step, str)]
    return _FIELDS.get(above[-1] if above else "", tuple(Text.model_fields))


def write_codebook(path: Path, codebook: Codebook) -> None:
    """Write a codebook to its file, whole or not at all; remarks above the first key are kept.

    Raises:
        OSError: the file cannot be written.
    """
    written = codebook_yaml(codebook, before=path.read_text(encoding="utf-8") if path.is_file() else "")
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(written, encoding="utf-8")
    if path.is_file():
        partial.chmod(path.stat().st_mode)
    partial.replace(path)


def codebook_yaml(codebook: Codebook, *, before: str = "") -> str:
    """A codebook as the text of a file, under the remarks at the top of the one `before`."""
    head = []
    for line in before.splitlines(keepends=True):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        head.append(line)
    plain = _plain(codebook.model_dump(mode="json", exclude_defaults=True))
    return "".join(head) + yaml.dump(plain, Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=WIDTH)


def _plain(value: Any) -> Any:  # noqa: ANN401  # what YAML holds
    """The value with texts that are the same in both languages as one string."""
    if isinstance(value, dict):
        if value.keys() == {"nl", "en"} and value["nl"] == value["en"]:
            return value["nl"]
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
