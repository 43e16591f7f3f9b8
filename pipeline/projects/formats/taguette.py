"""Taguette projects (`.sqlite3`): offsets count UTF-8 bytes of the HTML without its tags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked, filled, whole
from pipeline.projects.guards import Database, database
from pipeline.projects.html_text import words_of_html
from pipeline.projects.offsets import CODE_POINTS, UTF8, UTF16, Mark, variants
from pipeline.projects.records import Code, Project, SourceText
from pipeline.projects.times import moment

FORMAT = "taguette"

_UNITS = variants(UTF8, CODE_POINTS, UTF16)

Row = Mapping[str, Any]


def is_database(found: Database) -> bool:
    """Whether a SQLite database is a Taguette project."""
    return found.has("highlights", "start_offset", "end_offset") and found.has("highlight_tags", "tag_id")


def read(path: Path) -> Project:
    """Read an exported project.

    Raises:
        UnreadableProject: it is no such project, damaged, or a server's database with several projects.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    with database(path) as found:
        if not is_database(found):
            raise UnreadableProject(path, Message("its database is not one of Taguette"))
        projects = found.rows("projects", ("id", "name", "description"))
        if len(projects) != 1:
            remedy = Message("Export one project from Taguette (Project Info, Export project) and import that file.")
            raise UnreadableProject(
                path, Message("it holds %(count)s projects instead of one", count=len(projects)), remedy
            )
        return _Reader(path, found, projects[0]).project()


class _Reader:
    """Reads one database."""

    def __init__(self, path: Path, found: Database, about: Row) -> None:
        self._db = found
        self._made = Assembly(path, FORMAT, "Taguette", str(about["name"] or ""))
        self._made.description = str(about["description"] or "")

    def project(self) -> Project:
        """The project as records."""
        self._add_tags()
        names = self._add_documents()
        given: dict[object, list[str]] = {}
        for row in self._db.rows("highlight_tags", ("highlight_id", "tag_id")):
            given.setdefault(row["highlight_id"], []).append(f"tag {row['tag_id']}")
        signed, alone = self._signed(), self._only_member()
        for row in self._db.rows("highlights", ("id", "document_id", "start_offset", "end_offset", "snippet")):
            self._add_highlight(row, names, given.get(row["id"], []), signed.get(row["id"], (alone, None)))
        return self._made.finish(_UNITS)

    def _add_tags(self) -> None:
        """Tags form a tree by the dots in their names, as far as the tag before a dot exists."""
        rows = self._db.rows("tags", ("id", "path", "description"))
        by_path = {str(row["path"]): f"tag {row['id']}" for row in rows}
        for row in sorted(rows, key=lambda each: (str(each["path"]).count("."), each["id"])):
            path = str(row["path"])
            parts = path.split(".")
            above = [".".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1)]
            parent = next((each for each in above if each in by_path), "")
            name = path.removeprefix(f"{parent}.") if parent else path
            said = str(row["description"] or "").strip()
            self._made.add_code(
                Code(id=f"tag {row['id']}", name=name, parent=by_path.get(parent, ""), description=said)
            )

    def _add_documents(self) -> dict[object, str]:
        names: dict[object, str] = {}
        for row in self._db.rows("documents", ("id", "name", "description", "filename", "created", "contents")):
            name = str(row["name"] or row["filename"] or row["id"])
            names[row["id"]] = name
            words, added = words_of_html(str(row["contents"] or ""))
            key, file, created = str(row["id"]), str(row["filename"] or ""), moment(row["created"])
            self._made.add_text(
                SourceText(
                    id=key,
                    name=name,
                    text=words,
                    file=file,
                    added=added,
                    attributes=filled({"description": row["description"]}),
                    created_at=created,
                )
            )
        return names

    def _signed(self) -> dict[object, tuple[str, object]]:
        """Who made each highlight and when, from the history, which keeps it as the payload of a command."""
        found: dict[object, tuple[str, object]] = {}
        for row in self._db.rows("commands", ("date", "user_login", "payload")):
            try:
                said = json.loads(str(row["payload"]))
            except ValueError:
                continue
            if isinstance(said, dict) and said.get("type") == "highlight_add":
                found.setdefault(said.get("highlight_id"), (str(row["user_login"] or ""), row["date"]))
        return found

    def _only_member(self) -> str:
        """The member of the project, if it has only one: highlights without a history are theirs."""
        members = {str(row["user_login"] or "") for row in self._db.rows("project_members", ("user_login",))}
        return members.pop() if len(members) == 1 else ""

    def _add_highlight(
        self, row: Row, names: Mapping[object, str], tags: list[str], signed: tuple[str, object]
    ) -> None:
        start, end = whole(row["start_offset"]), whole(row["end_offset"])
        place = f"{names.get(row['document_id'], row['document_id'])}:{start}-{end}"
        if start is None or end is None:
            self._made.problem(place, Message("its offsets are no numbers; it was left out"))
            return
        if not tags:
            self._made.problem(place, Message("the highlight has no tag; it was left out"))
            return
        quote, _ = words_of_html(str(row["snippet"] or ""))
        self._made.add_marked(
            Marked(
                mark=Mark(text=str(row["document_id"]), start=start, end=end, quote=quote, whole=True, place=place),
                codes=tuple(tags),
                coder=self._made.coder_named(signed[0]),
                at=moment(signed[1]),
                ids=tuple(f"{row['id']} {tag}" for tag in tags),
            )
        )
