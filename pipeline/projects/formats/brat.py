"""brat folders: a `.txt` with its words, and an `.ann` beside it with a stretch per line."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked
from pipeline.projects.guards import file_bytes
from pipeline.projects.offsets import CODE_POINTS, UTF16, Mark, variants
from pipeline.projects.records import About, Memo, Project, SourceText

FORMAT = "brat"

_UNITS = variants(CODE_POINTS, UTF16)
_STRETCH = re.compile(r"^(T\S+)\t(\S+) ([\d; ]+)\t(.*)$")
_NOTE = re.compile(r"^#\S*\t\S+ (T\S+)\t(.*)$")
_MOST_FILES = 20_000


def is_folder(path: Path) -> bool:
    """Whether a folder holds texts with annotations beside them."""
    return path.is_dir() and any(each.with_suffix(".txt").is_file() for each in path.rglob("*.ann"))


def read(path: Path) -> Project:
    """Read a folder, or one `.ann` file with the text beside it.

    Raises:
        UnreadableProject: there are no annotations, or a file is not in UTF-8.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    folder = path if path.is_dir() else path.parent
    files = sorted(path.rglob("*.ann"))[:_MOST_FILES] if path.is_dir() else [path]
    made = Assembly(path, FORMAT, "brat")
    for file in files:
        name = str(file.relative_to(folder).with_suffix(""))
        words = file.with_suffix(".txt")
        if not words.is_file():
            made.problem(name, Message("the text is not beside its annotations"))
            continue
        made.add_text(SourceText(id=name, name=name, text=_decoded(path, words), file=f"{name}.txt"))
        _add_lines(made, name, _decoded(path, file))
    return made.finish(_UNITS)


def _decoded(path: Path, file: Path) -> str:
    try:
        return file_bytes(file).decode()
    except UnicodeDecodeError as error:
        raise UnreadableProject(
            path, Message("%(file)s is not in UTF-8", file=file.name), Message("Save it as UTF-8.")
        ) from error


def _add_lines(made: Assembly, text: str, contents: str) -> None:
    lines = contents.splitlines()
    notes: dict[str, list[str]] = {}
    for noted in filter(None, map(_NOTE.match, lines)):
        notes.setdefault(noted[1], []).append(noted[2])
    for line in lines:
        found = _STRETCH.match(line)
        if found is not None:
            _add_stretch(made, text, found, notes.get(found[1], []))
        elif line.startswith("T"):
            made.problem(text, Message("a line cannot be read; it was left out"))
        elif line.strip() and not line.startswith("#"):
            made.problem(text, Message("a relation, event or attribute was left out: it is no code on a stretch"))


def _add_stretch(made: Assembly, text: str, found: re.Match[str], notes: list[str]) -> None:
    """A line for a stretch, which may have several pieces: a coding for each."""
    key, label, spans, quote = found.groups()
    pieces = [piece.split() for piece in spans.split(";")]
    if any(len(piece) != 2 for piece in pieces):
        made.problem(text, Message("a line cannot be read; it was left out"))
        return
    code = made.code_named(label)
    memos = tuple(Memo(about=About.CODING, target=f"{text}.{key}.0", words=words) for words in notes)
    for number, (start, end) in enumerate(pieces):
        place = f"{text}:{start}-{end}"
        said = quote if len(pieces) == 1 else ""
        mark = Mark(text=text, start=int(start), end=int(end), quote=said, whole=True, place=place)
        ids = (f"{text}.{key}.{number}",)
        made.add_marked(Marked(mark=mark, codes=(code,), memos=memos if number == 0 else (), ids=ids))
