"""requal projects (`.requal`, SQLite): offsets count from 1, and the end is the last character."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked, filled, whole
from pipeline.projects.guards import Database, database
from pipeline.projects.offsets import CODE_POINTS, UTF8, UTF16, Mark, variants
from pipeline.projects.records import About, Case, Code, Coder, Memo, Project, SourceText
from pipeline.projects.times import moment

FORMAT = "requal"

# The browser counts UTF-16 where a person selects; R shows and stores what these numbers mean as code points.
_UNITS = variants(*(replace(unit, first=1, inclusive=True) for unit in (CODE_POINTS, UTF16, UTF8)))

Row = Mapping[str, Any]


def is_database(found: Database) -> bool:
    """Whether a SQLite database is a requal project."""
    return found.has("segments", "segment_start", "segment_end") and found.has("documents", "doc_text")


def read(path: Path) -> Project:
    """Read a project.

    Raises:
        UnreadableProject: it is no such project, damaged, or several projects in one file.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    with database(path) as found:
        if not is_database(found):
            raise UnreadableProject(path, Message("its database is not one of requal"))
        projects = found.rows("projects", ("project_id", "project_name", "project_description"))
        if len(projects) != 1:
            raise UnreadableProject(
                path,
                Message("it holds %(count)s projects instead of one", count=len(projects)),
                Message("Keep one of them."),
            )
        return _Reader(path, found, projects[0]).project()


class _Reader:
    """Reads one database."""

    def __init__(self, path: Path, found: Database, about: Row) -> None:
        self._db = found
        version = next((row["version"] for row in found.rows("requal_version", ("version",))), None)
        program = f"requal {version or ''}".strip()
        self._made = Assembly(path, FORMAT, program, str(about["project_name"] or ""))
        self._made.description = str(about["project_description"] or "")
        self._users: dict[object, str] = {}
        self._memos = {row["memo_id"]: row for row in found.rows("memos", ("memo_id", "user_id", "text"))}
        self._attached: set[object] = set()

    def project(self) -> Project:
        """The project as records."""
        for row in self._db.rows("users", ("user_id", "user_login", "user_name")):
            name = str(row["user_name"] or row["user_login"] or row["user_id"])
            self._users[row["user_id"]] = self._made.add_coder(Coder(id=str(row["user_id"]), name=name))
        self._add_codes()
        names = self._add_texts()
        self._add_cases()
        self._add_segments(names)
        for key in self._memos:
            if key not in self._attached:
                self._made.add_memo(self._memo(key, About.PROJECT, ""))
        return self._made.finish(_UNITS)

    def _mapped(self, table: str, column: str) -> dict[object, list[object]]:
        """The memos of each document, code or segment."""
        found: dict[object, list[object]] = {}
        for row in self._db.rows(table, ("memo_id", column)):
            if row["memo_id"] in self._memos:
                found.setdefault(row[column], []).append(row["memo_id"])
        return found

    def _memo(self, key: object, about: About, target: str) -> Memo:
        self._attached.add(key)
        row = self._memos[key]
        coder = self._users.get(row["user_id"], "")
        return Memo(about=about, target=target, words=str(row["text"] or ""), coder=coder)

    def _add_codes(self) -> None:
        for row in self._db.rows("categories", ("category_id", "category_name", "category_description")):
            key = f"category {row['category_id']}"
            name, said = str(row["category_name"] or key), str(row["category_description"] or "")
            self._made.add_code(Code(id=key, name=name, codable=False, description=said))
        parents: dict[object, str] = {}
        for row in self._db.rows("categories_codes_map", ("category_id", "code_id")):
            category = f"category {row['category_id']}"
            if parents.setdefault(row["code_id"], category) != category:
                self._made.problem(f"code {row['code_id']}", Message("it lies in several categories; the first counts"))
        memos = self._mapped("memos_codes_map", "code_id")
        for row in self._db.rows("codes", ("code_id", "code_name", "code_description", "code_color")):
            key = f"code {row['code_id']}"
            name, said, colour = (str(row[f"code_{column}"] or "") for column in ("name", "description", "color"))
            parent = parents.get(row["code_id"], "")
            self._made.add_code(Code(id=key, name=name or key, parent=parent, description=said, colour=colour))
            for memo in memos.get(row["code_id"], ()):
                self._made.add_memo(self._memo(memo, About.CODE, key))

    def _values(self, table: str, column: str) -> dict[object, dict[str, str]]:
        """The attributes of each document or case."""
        names = {
            row["attribute_id"]: row["attribute_name"]
            for row in self._db.rows("attributes", ("attribute_id", "attribute_name"))
        }
        values = {
            row["attribute_value_id"]: row["value"]
            for row in self._db.rows("attribute_values", ("attribute_value_id", "value"))
        }
        found: dict[object, dict[str, str]] = {}
        for row in self._db.rows(table, (column, "attribute_id", "attribute_value_id")):
            said = {str(names.get(row["attribute_id"], "")): values.get(row["attribute_value_id"])}
            found.setdefault(row[column], {}).update(filled(said))
        return found

    def _add_texts(self) -> dict[object, str]:
        values = self._values("attributes_documents_map", "doc_id")
        memos = self._mapped("memos_documents_map", "doc_id")
        names: dict[object, str] = {}
        for row in self._db.rows("documents", ("doc_id", "doc_name", "doc_description", "doc_text", "created_at")):
            key, name = str(row["doc_id"]), str(row["doc_name"] or row["doc_id"])
            names[row["doc_id"]] = name
            about = {**filled({"description": row["doc_description"]}), **values.get(row["doc_id"], {})}
            text, created = str(row["doc_text"] or ""), moment(row["created_at"])
            self._made.add_text(
                SourceText(id=key, name=name, text=text, file=name, attributes=about, created_at=created)
            )
            for memo in memos.get(row["doc_id"], ()):
                self._made.add_memo(self._memo(memo, About.TEXT, key))
        return names

    def _add_cases(self) -> None:
        values = self._values("attributes_cases_map", "case_id")
        linked: dict[object, dict[str, None]] = {}
        for row in self._db.rows("cases_documents_map", ("case_id", "doc_id")):
            linked.setdefault(row["case_id"], {})[str(row["doc_id"])] = None
        for row in self._db.rows("cases", ("case_id", "case_name", "case_description")):
            key, name = row["case_id"], str(row["case_name"] or row["case_id"])
            about = {**filled({"description": row["case_description"]}), **values.get(key, {})}
            self._made.add_case(Case(id=str(key), name=name, texts=tuple(linked.get(key, {})), attributes=about))

    def _add_segments(self, names: Mapping[object, str]) -> None:
        memos = self._mapped("memos_segments_map", "segment_id")
        times = self._times()
        columns = ("segment_id", "user_id", "doc_id", "code_id", "segment_start", "segment_end", "segment_text")
        for row in self._db.rows("segments", columns):
            self._add_segment(row, names, memos.get(row["segment_id"], ()), times.get(row["segment_id"]))

    def _times(self) -> dict[object, object]:
        """When each segment was made, as the log says; older versions of requal do not write its id there."""
        found: dict[object, object] = {}
        for row in self._db.rows("logs", ("action", "payload", "created_at")):
            if row["action"] == "Add segment":
                for said in _payload(row["payload"]):
                    found[said.get("segment_id")] = row["created_at"]
        return found

    def _add_segment(self, row: Row, names: Mapping[object, str], noted: Sequence[object], at: object) -> None:
        start, end, code = whole(row["segment_start"]), whole(row["segment_end"]), row["code_id"]
        place = f"{names.get(row['doc_id'], row['doc_id'])}:{start}-{end}"
        if start is None or end is None:
            self._made.problem(place, Message("its offsets are no numbers; it was left out"))
            return
        if code is None and not noted:
            self._made.problem(place, Message("the stretch has neither a code nor a memo"))
        key = str(row["segment_id"])
        quote = str(row["segment_text"] or "")
        about = About.STRETCH if code is None else About.CODING
        self._made.add_marked(
            Marked(
                mark=Mark(text=str(row["doc_id"]), start=start, end=end, quote=quote, whole=True, place=place),
                codes=() if code is None else (f"code {code}",),
                coder=self._users.get(row["user_id"], ""),
                at=moment(at),
                memos=tuple(self._memo(memo, about, key) for memo in noted),
                ids=(key,),
            )
        )


def _payload(said: object) -> list[Row]:
    """What a line of the log says, which is one thing or a list of things."""
    try:
        found = json.loads(str(said))
    except ValueError:
        return []
    rows = found if isinstance(found, list) else [found]
    return [row for row in rows if isinstance(row, dict)]
