"""Label Studio exports (JSON and JSON-MIN): spans on texts, on hypertext and on dialogues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked, filled
from pipeline.projects.html_text import words_of_html
from pipeline.projects.offsets import CODE_POINTS, UTF16, Mark, variants
from pipeline.projects.records import About, Memo, Project, SourceText
from pipeline.projects.times import moment

FORMAT = "label-studio"

# The browser counted UTF-16 until version 1.6, code points since.
_UNITS = variants(CODE_POINTS, UTF16)
_NAMES = ("name", "title", "interview", "file_name", "filename", "file", "id")
_TEXTS = ("text", "html", "transcript", "dialogue", "content")
_SPEAKERS = ("author", "speaker", "role", "name", "user", "participant")
_WORDS = ("text", "phrase", "utterance", "content", "message", "words")
_LONGEST_ATTRIBUTE = 200
_ADDRESS = re.compile(r"(\w+:/)?/\S+")
_MACHINE = Message("a machine's suggestion was left out: suggestions are no codes")

Thing = Mapping[str, Any]


def is_export(found: object) -> bool:
    """Whether some JSON is an export of Label Studio."""
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict):
        return False
    full = isinstance(first.get("data"), dict) and ("annotations" in first or "completions" in first)
    return full or "annotation_id" in first


def read(path: Path, found: object) -> Project:
    """Read an export: `found` is what its JSON says, a list of tasks or one task.

    Raises:
        UnreadableProject: it is no such export.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    if not is_export(found):
        raise UnreadableProject(
            path, Message("its JSON is not an export of Label Studio"), Message("Export it as JSON, not as CSV.")
        )
    made = Assembly(path, FORMAT, "Label Studio")
    for position, task in enumerate(found if isinstance(found, list) else [found]):
        if isinstance(task, dict):
            _Task(made, _as_full(task), position).add()
    return made.finish(_UNITS)


def _as_full(task: Thing) -> Thing:
    """A task of JSON-MIN in the shape of the full export: its columns are data or lists of regions."""
    if isinstance(task.get("data"), dict):
        return task
    signed = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "id")
    regions = {name: value for name, value in task.items() if _is_regions(value)}
    data = {name: value for name, value in task.items() if name not in regions and name not in signed}
    results = [
        {"id": f"{name}.{at}", "from_name": name, "type": _kind(region), "value": region}
        for name, listed in regions.items()
        for at, region in enumerate(listed)
    ]
    annotation = {
        "id": task.get("annotation_id"),
        "completed_by": task.get("annotator"),
        "created_at": task.get("created_at"),
        "result": results,
    }
    return {"id": task.get("id"), "data": data, "annotations": [annotation]}


def _is_regions(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "start" in one for one in value)


def _kind(region: Thing) -> str:
    return next((name for name in ("labels", "hypertextlabels", "paragraphlabels", "choices") if name in region), "")


class _Task:
    """Reads one task: its text, and what people marked in it."""

    def __init__(self, made: Assembly, task: Thing, position: int) -> None:
        self._made, self._task = made, task
        self._data: Thing = task["data"]
        self._id = str(task["id"] if task.get("id") is not None else f"row {position + 1}")
        named = next((str(self._data[name]) for name in _NAMES if isinstance(self._data.get(name), str | int)), "")
        self._name = named or f"task {self._id}"
        self._starts: list[int] = []
        self._added: tuple[int, ...] = ()

    def add(self) -> None:
        """Add the text with its codings."""
        field = self._field()
        if field is None:
            self._made.problem(self._name, Message("the task has no text"))
            return
        words, self._added = self._words(field)
        if _ADDRESS.fullmatch(words):
            self._made.problem(self._name, Message("the export has the address of its text and not the text"))
        else:
            self._add_text(field, words)
        for _ in self._task.get("predictions") or ():
            self._made.problem(self._name, _MACHINE)
        for annotation in self._annotations():
            self._add_annotation(annotation)

    def _add_text(self, field: str, words: str) -> None:
        told = {name: value for name, value in self._data.items() if name != field and _is_attribute(value)}
        created = moment(self._task.get("created_at"))
        text = SourceText(
            id=self._id, name=self._name, text=words, added=self._added, attributes=filled(told), created_at=created
        )
        if self._made.words_of(self._id) != words:  # JSON-MIN has a row for each annotator of a text
            self._id = self._made.add_text(text)

    def _annotations(self) -> list[Thing]:
        listed = self._task.get("annotations") or self._task.get("completions")
        return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []

    def _field(self) -> str | None:
        """The data that people read: what has the words of most spans, else a usual name, else the longest."""
        texts = {name: value for name, value in self._data.items() if isinstance(value, str) or _is_dialogue(value)}
        named, quotes = set[str](), list[str]()
        for result in (each for annotation in self._annotations() for each in _results(annotation)):
            named.add(str(result.get("to_name")))
            value = result.get("value")
            quotes += [str(value["text"])] if isinstance(value, dict) and value.get("text") else []

        def rank(name: str) -> tuple[int, bool, bool, int]:
            said = texts[name] if isinstance(texts[name], str) else "\n".join(words for _, words in _turns(texts[name]))
            return sum(quote in said for quote in quotes), name in named, name in _TEXTS, len(said)

        return max(texts, key=rank, default=None)

    def _words(self, field: str) -> tuple[str, tuple[int, ...]]:
        said = self._data[field]
        if _is_dialogue(said):
            return self._dialogue(said), ()
        kinds = {result.get("type") for each in self._annotations() for result in _results(each)}
        return words_of_html(str(said)) if "hypertextlabels" in kinds else (str(said), ())

    def _dialogue(self, turns: Iterable[Thing]) -> str:
        """A dialogue as lines with the speaker before a colon; notes where the words of each begin."""
        lines: list[str] = []
        length = 0
        for speaker, words in _turns(turns):
            label = f"{speaker}: " if speaker else ""
            self._starts.append(length + len(label))
            lines.append(f"{label}{words}\n")
            length += len(lines[-1])
        return "".join(lines)

    def _add_annotation(self, annotation: Thing) -> None:
        if annotation.get("was_cancelled") or annotation.get("skipped"):
            self._made.problem(self._name, Message("an annotation that was skipped or cancelled does not count"))
            return
        coder = self._coder(annotation.get("completed_by"))
        for result in _results(annotation):
            self._add_result(result, coder, annotation)

    def _coder(self, signed: object) -> str:
        if isinstance(signed, dict):
            signed = signed.get("email") or signed.get("username") or signed.get("id")
        return self._made.coder_named(signed)

    def _add_result(self, result: Thing, coder: str, annotation: Thing) -> None:
        value = result.get("value")
        value = value if isinstance(value, dict) else {}
        span = self._span(value)
        place = f"{self._name}:{value.get('start')}-{value.get('end')}"
        kind = str(result.get("type") or "")
        if span is None:
            self._made.problem(
                self._name, Message("%(kind)s on the whole task was left out: it lies on no stretch", kind=kind or "?")
            )
            return
        at = moment(annotation.get("created_at") or annotation.get("updated_at"))
        mark = Mark(
            text=self._id, start=span[0], end=span[1], quote=str(value.get("text") or ""), whole=True, place=place
        )
        if kind == "textarea":
            memo = Memo(about=About.STRETCH, words=" ".join(_listed(value.get("text"))), coder=coder, at=at)
            mark = Mark(text=self._id, start=span[0], end=span[1], place=place)
            self._made.add_marked(Marked(mark=mark, memos=(memo,)))
            return
        codes = [
            self._made.code_named(str(result.get("from_name") or "labels"), *path) for path in _labels(value, kind)
        ]
        if not codes:
            self._made.problem(place, Message("the stretch has no label; it was left out"))
        ids = tuple(f"{annotation.get('id')}.{result.get('id')}.{position}" for position in range(len(codes)))
        self._made.add_marked(Marked(mark=mark, codes=tuple(codes), coder=coder, at=at, ids=ids))

    def _span(self, value: Thing) -> tuple[int, int] | None:
        overall = value.get("globalOffsets")
        if "startOffset" in value and self._starts:
            return self._within_turns(value)
        if isinstance(overall, dict):
            return _pair(overall.get("start"), overall.get("end"))
        return _pair(value.get("start"), value.get("end")) or self._by_words(value)

    def _by_words(self, value: Thing) -> tuple[int, int] | None:
        """A stretch of hypertext that is given by its place in the tags only: where its words are, if just once."""
        words, text = str(value.get("text") or ""), self._made.words_of(self._id) or ""
        if not words.strip() or "startOffset" not in value or text.count(words) != 1:
            return None
        start = text.index(words)
        edges = (start, start + len(words))
        before = [sum(added < edge for added in self._added) for edge in edges]
        return edges[0] - before[0], edges[1] - before[1]

    def _within_turns(self, value: Thing) -> tuple[int, int] | None:
        turns = _pair(value.get("start"), value.get("end"))
        places = _pair(value.get("startOffset"), value.get("endOffset"))
        if turns is None or places is None or max(turns) >= len(self._starts) or min(turns) < 0:
            return None
        return self._starts[turns[0]] + places[0], self._starts[turns[1]] + places[1]


def _results(annotation: object) -> Iterator[Thing]:
    listed = annotation.get("result") if isinstance(annotation, dict) else None
    return (each for each in listed if isinstance(each, dict)) if isinstance(listed, list) else iter(())


def _is_dialogue(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(turn, dict) and _said(turn) for turn in value)


def _said(turn: Thing) -> str:
    """The name under which a turn has its words."""
    words = {name: value for name, value in turn.items() if isinstance(value, str)}
    usual = next((name for name in _WORDS if name in words), None)
    return usual or max(
        (name for name in words if name not in _SPEAKERS), key=lambda name: len(words[name]), default=""
    )


def _turns(turns: Iterable[Thing]) -> Iterator[tuple[str, str]]:
    """The speaker and the words of each turn of a dialogue."""
    for turn in turns:
        name = _said(turn)
        speaker = next((str(turn[each]) for each in _SPEAKERS if each != name and turn.get(each)), "")
        yield speaker, str(turn[name])


def _is_attribute(value: object) -> bool:
    return isinstance(value, str | int | float) and len(str(value)) <= _LONGEST_ATTRIBUTE


def _pair(start: object, end: object) -> tuple[int, int] | None:
    try:
        return int(str(start)), int(str(end))
    except ValueError:
        return None


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value or "")]


def _labels(value: Thing, kind: str) -> Iterator[tuple[str, ...]]:
    """The labels of a region, each as a path: a taxonomy says the whole way from the top."""
    listed = value.get(kind) or value.get("labels")
    for label in listed if isinstance(listed, list) else ():
        yield tuple(map(str, label)) if isinstance(label, list) else (str(label),)
