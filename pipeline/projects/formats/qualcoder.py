"""QualCoder projects: the folder `NAME.qda` with its SQLite database `data.qda`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.assembly import Assembly, Marked, filled, whole
from pipeline.projects.guards import Database, database
from pipeline.projects.offsets import CODE_POINTS, UTF16, Mark, variants
from pipeline.projects.records import About, Case, Code, Coder, Memo, Project, SourceText
from pipeline.projects.times import moment

FORMAT = "qualcoder"
DATABASE = "data.qda"

# Qt counts UTF-16 where a person selects; searches, imports and the program's own reports count code points.
_UNITS = variants(CODE_POINTS, UTF16)
_CODED_MEDIA = {
    "code_image": Message("a code on a part of a picture was left out"),
    "code_av": Message("a code on a part of a recording was left out"),
}
_MEDIA = ("images", "audio", "video")
"""Where the files of pictures and recordings lie."""
_MACHINES = ("ai agent", "ai assistant", "ai")

Row = Mapping[str, Any]


def is_database(found: Database) -> bool:
    """Whether a SQLite database is a QualCoder project."""
    return found.has("code_text", "cid", "fid", "pos0", "pos1") and found.has("source", "fulltext")


def read(path: Path) -> Project:
    """Read a project folder, or the database in it.

    Raises:
        UnreadableProject: it is no such project, or damaged.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    inside = path / DATABASE if path.is_dir() else path
    with database(inside) as found:
        if not is_database(found):
            raise UnreadableProject(path, Message("its database is not one of QualCoder"))
        return _Reader(path, found).project()


class _Reader:
    """Reads one database."""

    def __init__(self, path: Path, found: Database) -> None:
        self._db = found
        about = next(iter(found.rows("project", ("about", "memo"))), {})
        self._made = Assembly(path, FORMAT, str(about.get("about") or "QualCoder"))
        self._memo(About.PROJECT, "", {"memo": about.get("memo")})

    def project(self) -> Project:
        """The project as records."""
        self._add_codes()
        texts = self._add_texts()
        self._add_cases(texts)
        for row in self._db.rows(
            "code_text", ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo")
        ):
            self._add_coding(row, texts)
        self._add_annotations(texts)
        for row in self._db.rows("journal", ("name", "jentry", "owner", "date")):
            self._memo(About.PROJECT, "", {**row, "memo": row["jentry"]}, title=str(row["name"] or ""))
        for table, message in _CODED_MEDIA.items():
            for row in self._db.rows(table, ("id", "memo", "owner", "date")):
                self._memo(About.PROJECT, "", row)
                self._made.problem(f"file {row['id']}", message)
        return self._made.finish(_UNITS)

    def _coder(self, owner: object) -> str:
        name = str(owner or "").strip()
        machine = name.casefold() in _MACHINES
        return self._made.add_coder(Coder(id=name, name=name, machine=machine)) if name else ""

    def _memo(self, about: About, target: str, row: Row, *, title: str = "") -> None:
        self._made.add_memo(self._noted(about, target, row, title))

    def _noted(self, about: About, target: str, row: Row, title: str = "") -> Memo:
        words = str(row.get("memo") or "")
        coder = self._coder(row.get("owner")) if words.strip() else ""
        return Memo(about=about, target=target, words=words, title=title, coder=coder, at=moment(row.get("date")))

    def _add_codes(self) -> None:
        for row in self._db.rows("code_cat", ("catid", "name", "owner", "date", "memo", "supercatid")):
            self._add_code(row, f"category {row['catid']}", _ref("category", row["supercatid"]), codable=False)
        for row in self._db.rows("code_name", ("cid", "name", "memo", "catid", "owner", "date", "color", "supercid")):
            parent = _ref("code", row["supercid"]) or _ref("category", row["catid"])
            self._add_code(row, f"code {row['cid']}", parent, codable=True)

    def _add_code(self, row: Row, key: str, parent: str, *, codable: bool) -> None:
        name, said, colour = (str(row.get(column) or "").strip() for column in ("name", "memo", "color"))
        self._made.add_code(
            Code(id=key, name=name or key, parent=parent, codable=codable, description=said, colour=colour)
        )
        self._memo(About.CODE, key, row)

    def _add_texts(self) -> dict[int, str]:
        """The texts; returns the names of the files that hold one."""
        values = self._attributes("file")
        found: dict[int, str] = {}
        for row in self._db.rows("source", ("id", "name", "fulltext", "mediapath", "memo", "owner", "date")):
            name = str(row["name"] or row["id"])
            is_media = str(row["mediapath"] or "").lstrip("/").startswith(_MEDIA)
            if row["fulltext"] is None or (is_media and not row["fulltext"]):
                self._made.problem(name, Message("it is a picture or a recording without words"))
                self._memo(About.PROJECT, "", row, title=name)
                continue
            found[row["id"]] = name
            key = str(row["id"])
            text = str(row["fulltext"])
            about, created = values.get(row["id"], {}), moment(row["date"])
            self._made.add_text(
                SourceText(id=key, name=name, text=text, file=name, attributes=about, created_at=created)
            )
            self._memo(About.TEXT, key, row)
        return found

    def _attributes(self, kind: str) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for row in self._db.rows("attribute", ("name", "attr_type", "value", "id")):
            if row["attr_type"] == kind:
                found.setdefault(row["id"], {}).update(filled({str(row["name"]): row["value"]}))
        return found

    def _add_cases(self, texts: Mapping[int, str]) -> None:
        values = self._attributes("case")
        linked: dict[int, dict[str, None]] = {}
        for row in self._db.rows("case_text", ("caseid", "fid", "memo", "owner", "date")):
            if row["fid"] in texts:
                linked.setdefault(row["caseid"], {})[str(row["fid"])] = None
            self._memo(About.CASE, str(row["caseid"]), row)
        for row in self._db.rows("cases", ("caseid", "name", "memo", "owner", "date")):
            key = row["caseid"]
            held = tuple(linked.get(key, {}))
            self._made.add_case(
                Case(id=str(key), name=str(row["name"] or key), texts=held, attributes=values.get(key, {}))
            )
            self._memo(About.CASE, str(key), row)

    def _add_coding(self, row: Row, texts: Mapping[int, str]) -> None:
        name = texts.get(row["fid"])
        place = f"{name or row['fid']}:{row['pos0']}-{row['pos1']}"
        if name is None or not self._made.has_code(f"code {row['cid']}"):
            self._made.problem(place, Message("its file or its code was deleted; the coding does not count"))
            return
        mark = self._mark(row, place, quote=str(row["seltext"] or ""))
        if mark is None:
            return
        key = f"{row['ctid']}"
        memo = self._noted(About.CODING, key, row)
        self._made.add_marked(
            Marked(
                mark=mark,
                codes=(f"code {row['cid']}",),
                coder=self._coder(row["owner"]),
                at=moment(row["date"]),
                memos=(memo,) if memo.words.strip() else (),
                ids=(key,),
            )
        )

    def _mark(self, row: Row, place: str, quote: str = "") -> Mark | None:
        start, end = whole(row["pos0"]), whole(row["pos1"])
        if start is None or end is None:
            self._made.problem(place, Message("its offsets are no numbers; it was left out"))
            return None
        return Mark(text=str(row["fid"]), start=start, end=end, quote=quote, whole=True, place=place)

    def _add_annotations(self, texts: Mapping[int, str]) -> None:
        for row in self._db.rows("annotation", ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")):
            memo = self._noted(About.STRETCH, f"annotation {row['anid']}", row)
            mark = self._mark(row, f"{texts.get(row['fid'], row['fid'])}:{row['pos0']}-{row['pos1']}")
            if mark is not None and memo.words.strip():
                self._made.add_marked(Marked(mark=mark, memos=(memo,)))


def _ref(kind: str, key: object) -> str:
    return f"{kind} {key}" if key is not None else ""
