"""RQDA projects (`.rqda`, SQLite): rows with another status than 1 are deleted and do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked, filled, whole
from pipeline.projects.guards import Database, database
from pipeline.projects.offsets import CODE_POINTS, UTF8, UTF16, Mark, variants
from pipeline.projects.records import About, Case, Code, Memo, Project, SourceText
from pipeline.projects.times import moment

FORMAT = "rqda"

_UNITS = variants(CODE_POINTS, UTF16, UTF8)
_SIGNED = ("memo", "owner", "date", "status")
_DELETED = Message("it is marked as deleted and does not count")

Row = Mapping[str, Any]


def is_database(found: Database) -> bool:
    """Whether a SQLite database is an RQDA project."""
    return found.has("freecode", "name") and found.has("coding", "cid", "fid", "selfirst", "selend")


def read(path: Path) -> Project:
    """Read a project.

    Raises:
        UnreadableProject: it is no such project, or damaged.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    with database(path) as found:
        if not is_database(found):
            raise UnreadableProject(path, Message("its database is not one of RQDA"))
        return _Reader(path, found).project()


class _Reader:
    """Reads one database."""

    def __init__(self, path: Path, found: Database) -> None:
        self._db = found
        about = next(iter(found.rows("project", ("databaseversion", "memo"))), {})
        self._made = Assembly(path, FORMAT, f"RQDA {about.get('databaseversion') or ''}".strip())
        self._made.add_memo(Memo(about=About.PROJECT, words=str(about.get("memo") or "")))

    def project(self) -> Project:
        """The project as records."""
        self._add_codes()
        names = self._add_texts()
        self._add_cases(names)
        for table in ("coding", "coding2"):
            columns = ("cid", "fid", "seltext", "selfirst", "selend", *_SIGNED)
            for number, row in enumerate(self._live(table, columns), start=1):
                self._add_coding(row, names, f"{table} {number}")
        for row in self._live("annotation", ("fid", "position", "annotation", "owner", "date", "status")):
            self._add_memo(About.TEXT, str(row["fid"]), {**row, "memo": row["annotation"]})
        for row in self._live("journal", ("name", "journal", "owner", "date", "status")):
            self._add_memo(About.PROJECT, "", {**row, "memo": row["journal"]}, title=str(row["name"] or ""))
        return self._made.finish(_UNITS)

    def _live(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """The rows that are not deleted; how many are is said once."""
        for row in self._db.rows(table, columns):
            if row["status"] is None or row["status"] == 1:
                yield row
            else:
                self._made.problem(table, _DELETED)

    def _add_memo(self, about: About, target: str, row: Row, *, title: str = "") -> None:
        memo = self._noted(about, target, row, title)
        if memo is not None:
            self._made.add_memo(memo)

    def _noted(self, about: About, target: str, row: Row, title: str = "") -> Memo | None:
        words = str(row.get("memo") or "")
        if not words.strip():
            return None
        coder, at = self._made.coder_named(row.get("owner")), moment(row.get("date"))
        return Memo(about=about, target=target, words=words, title=title, coder=coder, at=at)

    def _add_codes(self) -> None:
        for row in self._live("codecat", ("name", "catid", *_SIGNED)):
            key = f"category {row['catid']}"
            name = str(row["name"] or key)
            self._made.add_code(Code(id=key, name=name, codable=False, description=str(row["memo"] or "")))
            self._add_memo(About.CODE, key, row)
        parents: dict[object, str] = {}
        for row in self._live("treecode", ("cid", "catid", "status")):
            category = f"category {row['catid']}"
            if parents.setdefault(row["cid"], category) != category:
                self._made.problem(f"code {row['cid']}", Message("it lies in several categories; the first counts"))
        for row in self._live("freecode", ("id", "name", "color", *_SIGNED)):
            key = f"code {row['id']}"
            above = parents.get(row["id"], "")
            name, said, colour = (str(row[column] or "").strip() for column in ("name", "memo", "color"))
            parent = above if self._made.has_code(above) else ""
            self._made.add_code(Code(id=key, name=name or key, parent=parent, description=said, colour=colour))
            self._add_memo(About.CODE, key, row)

    def _add_texts(self) -> dict[int, str]:
        values: dict[object, dict[str, str]] = {}
        for row in self._live("fileAttr", ("variable", "value", "fileID", "status")):
            values.setdefault(row["fileID"], {}).update(filled({str(row["variable"]): row["value"]}))
        names: dict[int, str] = {}
        for row in self._live("source", ("id", "name", "file", *_SIGNED)):
            key, name = str(row["id"]), str(row["name"] or row["id"])
            names[row["id"]] = name
            text, created = str(row["file"] or ""), moment(row["date"])
            about = values.get(row["id"], {})
            self._made.add_text(
                SourceText(id=key, name=name, text=text, file=name, attributes=about, created_at=created)
            )
            self._add_memo(About.TEXT, key, row)
        return names

    def _add_cases(self, names: Mapping[int, str]) -> None:
        values: dict[object, dict[str, str]] = {}
        for row in self._live("caseAttr", ("variable", "value", "caseID", "status")):
            values.setdefault(row["caseID"], {}).update(filled({str(row["variable"]): row["value"]}))
        linked: dict[object, dict[str, None]] = {}
        for row in self._live("caselinkage", ("caseid", "fid", "status")):
            if row["fid"] in names:
                linked.setdefault(row["caseid"], {})[str(row["fid"])] = None
        for row in self._live("cases", ("id", "name", *_SIGNED)):
            key, held = row["id"], tuple(linked.get(row["id"], {}))
            name = str(row["name"] or key)
            self._made.add_case(Case(id=str(key), name=name, texts=held, attributes=values.get(key, {})))
            self._add_memo(About.CASE, str(key), row)

    def _add_coding(self, row: Row, names: Mapping[int, str], key: str) -> None:
        name, start, end = names.get(row["fid"]), whole(row["selfirst"]), whole(row["selend"])
        place = f"{name or row['fid']}:{start}-{end}"
        if name is None or not self._made.has_code(f"code {row['cid']}"):
            self._made.problem(place, Message("its file or its code was deleted; the coding does not count"))
            return
        if start is None or end is None:
            self._made.problem(place, Message("its offsets are no numbers; it was left out"))
            return
        quote = str(row["seltext"] or "")
        memo = self._noted(About.CODING, key, row)
        self._made.add_marked(
            Marked(
                mark=Mark(text=str(row["fid"]), start=start, end=end, quote=quote, whole=True, place=place),
                codes=(f"code {row['cid']}",),
                coder=self._made.coder_named(row["owner"]),
                at=moment(row["date"]),
                memos=(memo,) if memo else (),
                ids=(key,),
            )
        )
