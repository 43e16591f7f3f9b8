"""Potato projects: a folder with `config.yaml`, the data files and one `user_state.json` per annotator."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked, filled
from pipeline.projects.guards import Database, database, file_bytes
from pipeline.projects.offsets import CODE_POINTS, UTF16, Mark, variants
from pipeline.projects.records import About, Code, Coder, Memo, Project, SourceText
from pipeline.projects.times import moment

FORMAT = "potato"

# Its page counted UTF-16 until version 2.4 or so, code points since.
_UNITS = variants(CODE_POINTS, UTF16)
_TAGS = "b|i|u|em|strong|br|p|span|div|mark|sup|sub|ul|ol|li|h[1-6]|a|code|pre|blockquote"
_HIDDEN = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f]|(?<= ) +|</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_STATE = "user_state.json"
_HISTORY = "annotation_history.jsonl"
_LONGEST_ATTRIBUTE = 200
_MOST_STATES = 5000

Thing = Mapping[str, Any]


def is_folder(path: Path) -> bool:
    """Whether a folder holds a Potato project or its output."""
    return path.is_dir() and (next(_states(path), None) is not None or any(map(_is_configuration, path.glob("*.y*ml"))))


def _is_configuration(file: Path) -> bool:
    """Whether a file configures a project, which may have no annotators yet."""
    try:
        found = yaml.safe_load(file_bytes(file).decode())
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, UnreadableProject):
        return False
    return isinstance(found, dict) and {"annotation_schemes", "data_files"} <= found.keys()


def _states(path: Path) -> Iterator[Path]:
    """The state of each annotator, wherever in the folder the output lies."""
    for depth in ("*", "*/*", "*/*/*", "*/*/*/*"):
        yield from sorted(each for each in path.glob(f"{depth}/{_STATE}") if not each.is_symlink())


def read(path: Path) -> Project:
    """Read a project's folder.

    Raises:
        UnreadableProject: it is no such project, or a file in it cannot be read.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    states = list(_states(path))[:_MOST_STATES]
    if not states and not is_folder(path):
        raise UnreadableProject(
            path, Message("there is no %(file)s in it", file=_STATE), Message("Name the folder of the Potato project.")
        )
    return _Reader(path).project(states)


class _Reader:
    """Reads one project."""

    def __init__(self, path: Path) -> None:
        self._path: Path = path
        self._config: Thing = {}
        for folder in (path, path.parent, path.parent.parent):  # the output may be given instead of the project
            found = self._configured(folder)
            if found:
                self._path, self._config = folder, found
                break
        self._made = Assembly(path, FORMAT, "Potato", str(self._config.get("annotation_task_name") or ""))
        self._linked: dict[str, list[str]] = {}
        self._items: dict[str, Thing] = {}

    def project(self, states: Iterable[Path]) -> Project:
        """The project as records."""
        self._add_schemes()
        for file in self._data_files():
            for item in self._items_of(file):
                self._add_item(item, file)
        self._read_database()
        for state in states:
            self._add_state(state)
        return self._made.finish(_UNITS)

    def _configured(self, folder: Path) -> Thing:
        inside = [*folder.glob("*.y*ml"), *folder.glob("*/*.y*ml")] if folder == self._path else folder.glob("*.y*ml")
        for file in sorted(inside):
            try:
                found = yaml.safe_load(file_bytes(file).decode())
            except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
                if folder != self._path:
                    continue
                raise UnreadableProject(self._path, Message("%(file)s in it is no YAML", file=file.name)) from error
            if isinstance(found, dict) and ("annotation_schemes" in found or "item_properties" in found):
                return found
        return {}

    def _add_schemes(self) -> None:
        """The labels of the schemes that mark spans, used or not."""
        schemes = self._config.get("annotation_schemes")
        for scheme in schemes if isinstance(schemes, list) else ():
            if isinstance(scheme, dict) and scheme.get("annotation_type") == "span":
                for label in scheme.get("labels") or ():
                    name = label.get("name") if isinstance(label, dict) else label
                    self._made.code_named(str(scheme.get("name") or "span"), str(name))

    def _data_files(self) -> Iterator[Path]:
        listed = self._config.get("data_files")
        if not isinstance(listed, list):
            listed = [str(each.relative_to(self._path)) for each in sorted(self._path.glob("data/*.*"))]
        for entry in listed:
            named = Path(str(entry.get("path") if isinstance(entry, dict) else entry))
            found = next(self._found(named), None)
            if found is None:
                self._made.problem(named.name, Message("the data file is not in the project's folder"))
            else:
                yield found

    def _found(self, named: Path) -> Iterator[Path]:
        if named.is_absolute() or ".." in named.parts:
            named = Path(named.name)
        tried = (
            self._path / named,
            *sorted(self._path.glob(f"*/{named}")),
            *sorted(self._path.glob(f"data/{named.name}")),
        )
        return (each for each in tried if each.is_file())

    def _items_of(self, file: Path) -> Iterator[Thing]:
        try:
            yield from _rows(file.suffix.lower(), file_bytes(file).decode("utf-8-sig"))
        except (ValueError, csv.Error, RecursionError):
            self._made.problem(file.name, Message("the data file cannot be read"))

    def _add_item(self, item: Thing, file: Path) -> None:
        keys = self._config.get("item_properties")
        keys = keys if isinstance(keys, dict) else {}
        id_key, text_key = str(keys.get("id_key") or "id"), str(keys.get("text_key") or "text")
        if id_key not in item:
            self._made.problem(file.name, Message("an item has no %(key)s", key=id_key))
            return
        key, words = str(item[id_key]), item.get(text_key)
        if not isinstance(words, str):
            self._made.problem(key, Message("the item has no words under %(key)s", key=text_key))
            return
        told = {name: value for name, value in item.items() if name not in (id_key, text_key) and _is_attribute(value)}
        self._items[key] = item
        self._add_words(SourceText(id=key, name=key, text=words, file=file.name, attributes=filled(told)))

    def _add_words(self, text: SourceText) -> str:
        return self._made.add_text(replace(text, added=_not_shown(text.text)))

    def _text_of(self, key: str, field: object) -> str:
        """The text on which a span lies: that of the item, or another field of it that has words."""
        words = self._items.get(key, {}).get(field) if isinstance(field, str) else None
        if not isinstance(words, str) or words == self._made.words_of(key):
            return key
        found = f"{key} {field}"
        return found if self._made.has_text(found) else self._add_words(SourceText(id=found, name=found, text=words))

    def _read_database(self) -> None:
        """The codebook and the memos of the qualitative mode."""
        for file in sorted([*self._path.glob("project.sqlite"), *self._path.glob("*/project.sqlite")])[:1]:
            with database(file) as found:
                self._add_codebook(found)
                self._add_memos(found)

    def _add_codebook(self, found: Database) -> None:
        for row in found.rows("codes", ("id", "name", "color", "parent_id")):
            key, above = f"code {row['id']}", str(row["parent_id"] or "")
            parent = f"code {above}" if above else ""
            colour = str(row["color"] or "")
            self._made.add_code(Code(id=key, name=str(row["name"] or key), parent=parent, colour=colour))
        for row in found.rows("annotation_codes", ("annotation_id", "code_id", "invalidated_at")):
            if row["invalidated_at"] is None:
                self._linked.setdefault(str(row["annotation_id"]), []).append(f"code {row['code_id']}")

    def _add_memos(self, found: Database) -> None:
        for row in found.rows("memos", ("id", "instance_id", "anchor", "body", "created_by", "created_at")):
            text = str(row["instance_id"])
            coder, at = self._made.coder_named(row["created_by"]), moment(row["created_at"])
            words, span = str(row["body"] or ""), _anchor(row["anchor"])
            if span is None:
                self._made.add_memo(Memo(about=About.TEXT, target=text, words=words, coder=coder, at=at))
                continue
            memo = Memo(about=About.STRETCH, target=str(row["id"]), words=words, coder=coder, at=at)
            place = f"{text}:{span[0]}-{span[1]}"
            self._made.add_marked(Marked(mark=Mark(text=text, start=span[0], end=span[1], place=place), memos=(memo,)))

    def _add_state(self, file: Path) -> None:
        state = self._state(file)
        name = str(state.get("user_id") or file.parent.name)
        origin = state.get("origin")
        machine = isinstance(origin, dict) and origin.get("kind", "human") != "human"
        coder = self._made.add_coder(Coder(id=name, name=name, machine=machine))
        times = _times(file.with_name(_HISTORY))
        for text, listed in _mapping(state.get("instance_id_to_span_to_value")):
            for span in _spans(listed):
                self._add_span(self._text_of(text, span.get("target_field")), span, coder, times)
        for text, listed in _mapping(state.get("instance_id_to_label_to_value")):
            if listed:
                self._made.problem(text, Message("a label on the whole item was left out: it lies on no stretch"))

    def _state(self, file: Path) -> Thing:
        try:
            state = json.loads(file_bytes(file).decode())
        except (ValueError, RecursionError) as error:
            raise UnreadableProject(
                self._path, Message("%(file)s in it is no JSON", file=f"{file.parent.name}/{file.name}")
            ) from error
        if not isinstance(state, dict):
            raise UnreadableProject(
                self._path, Message("%(file)s in it is no annotator's state", file=f"{file.parent.name}/{file.name}")
            )
        return state

    def _add_span(self, text: str, span: Thing, coder: str, times: Mapping[str, object]) -> None:
        parts = [span, *(part for part in span.get("additional_parts") or () if isinstance(part, dict))]
        key = str(span.get("id") or "")
        codes = self._linked.get(key) or [
            self._made.code_named(str(span.get("schema") or "span"), str(span.get("name") or span.get("title") or "?"))
        ]
        if len(parts) > 1:
            self._made.problem(text, Message("a span in several parts became a coding for each part"))
        for number, part in enumerate(parts):
            place = f"{text}:{part.get('start')}-{part.get('end')}"
            try:
                start, end = int(str(part.get("start"))), int(str(part.get("end")))
            except ValueError:
                self._made.problem(place, Message("its offsets are no numbers; it was left out"))
                continue
            at = moment(times.get(f"{text}:{start}:{end}"))
            ids = tuple(f"{key}.{number}.{code}" for code in codes)
            mark = Mark(text=text, start=start, end=end, place=place)
            self._made.add_marked(Marked(mark=mark, codes=tuple(codes), coder=coder, at=at, ids=ids))


def _not_shown(words: str) -> tuple[int, ...]:
    """The characters that Potato's page leaves out: control characters, further spaces, tags, spaces at both ends."""
    hidden = {at for found in _HIDDEN.finditer(words) for at in range(*found.span())}
    ends = (len(words) - len(words.lstrip()), len(words.rstrip()))
    return tuple(at for at in range(len(words)) if at in hidden or not ends[0] <= at < ends[1])


def _mapping(value: object) -> list[tuple[str, Any]]:
    return [(str(key), each) for key, each in value.items()] if isinstance(value, dict) else []


def _rows(suffix: str, contents: str) -> Iterator[Thing]:
    if suffix in (".csv", ".tsv"):
        yield from csv.DictReader(io.StringIO(contents, newline=""), delimiter="\t" if suffix == ".tsv" else ",")
        return
    if contents.lstrip().startswith("["):
        found = json.loads(contents)
    else:
        found = [json.loads(line) for line in contents.splitlines() if line.strip()]
    yield from (item for item in found if isinstance(item, dict))


def _is_attribute(value: object) -> bool:
    return isinstance(value, str | int | float) and len(str(value)) <= _LONGEST_ATTRIBUTE


def _anchor(said: object) -> tuple[int, int] | None:
    try:
        found = json.loads(str(said))
        return int(found["start"]), int(found["end"])
    except (ValueError, TypeError, KeyError):
        return None


def _spans(listed: object) -> Iterator[Thing]:
    """The spans of one item: pairs of a span and a value, or (in older versions) lists by scheme."""
    if isinstance(listed, dict):
        listed = [span for spans in listed.values() for span in (spans.values() if isinstance(spans, dict) else spans)]
    for entry in listed if isinstance(listed, list) else ():
        span = entry[0] if isinstance(entry, list) and entry else entry
        if isinstance(span, dict):
            yield span


def _times(file: Path) -> dict[str, object]:
    """When each span was last set, from the history beside the state."""
    found: dict[str, object] = {}
    if not file.is_file():
        return found
    for line in file_bytes(file).decode("utf-8", "replace").splitlines():
        try:
            said = json.loads(line)
            span = said.get("span_data") or {}
            if said.get("action_type") in ("add_span", "update_span"):
                found[f"{said.get('instance_id')}:{span.get('start')}:{span.get('end')}"] = said.get("timestamp")
        except (ValueError, AttributeError):
            continue
    return found
