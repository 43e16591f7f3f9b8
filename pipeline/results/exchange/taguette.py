"""Export people's codes as a Taguette project (`.sqlite3`), which Taguette imports.

Offsets count the UTF-8 bytes of a document without its tags. Taguette refuses a project with a longer name than it
allows, HTML that it would have written otherwise, or a command with other fields: what is written here passes its
checks. It has no memos on stretches, and gives all highlights to the person who imports.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pandas as pd

from pipeline.results.exchange.project import Project, as_file, file_offsets
from pipeline.results.exchange.project_codes import Group, groups

LONGEST_NAME = 50
LONGEST_PATH = 200
LONGEST_LOGIN = 25
LONGEST_DESCRIPTION = 100_000

_REVISION = "db5e31a0233d"
_TABLES = """
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL, hashed_password VARCHAR(192),
  disabled BOOLEAN NOT NULL, password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256), email_sent DATETIME);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE,
  privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login));
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, text_direction VARCHAR(13) NOT NULL,
  contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
  user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON UPDATE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, path VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, UNIQUE (project_id, path));
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL REFERENCES highlights (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE, PRIMARY KEY (highlight_id, tag_id));
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
"""
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
"""Characters that HTML does not hold; each becomes one that it does."""
_NOT_IN_LOGIN = re.compile(r"[^a-z0-9._@+ -]")
Tags = Mapping[tuple[str, str], int]
_Given = dict[tuple[int, int, str, datetime], list[int]]
"""The tags given by stretch, coder and moment."""

_NOBODY: tuple[str, pd.DataFrame] = ("", pd.DataFrame())
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""When things without a date of their own were made, so that the same study gives the same project."""


def export_taguette(project: Project, path: Path) -> int:
    """Write the project; returns the number of memos on fragments, for which Taguette has no place."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as database:
        database.executescript(_TABLES)
        _Writer(project, database).write()
        database.commit()
    partial.replace(path)
    return sum(note.kind == "fragment" for note in project.notes)


def as_html(text: str) -> str:
    """A text with a paragraph per line, whose characters without tags are the text."""
    lines = re.split("(\n)", text)
    found: list[str] = []
    waiting = ""
    for line in lines:
        if line.strip(" \t\n"):
            found.append(f"<p>{_escaped(waiting + line)}</p>")
            waiting = ""
        elif found:
            found.append(line)
        else:
            waiting += line  # a browser leaves out white space before the first paragraph
    return "".join(found) or f"<p>{waiting}</p>"


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")


class _Writer:
    """Fills the tables."""

    def __init__(self, project: Project, database: sqlite3.Connection) -> None:
        self._project, self._database = project, database
        table = project.transcripts
        self._facts = {
            str(name): dict(facts) for name, facts in zip(table["interview"], table["metadata"], strict=True)
        }
        self._logins: dict[str, str] = {}
        self._taken: set[str] = set()

    def write(self) -> None:
        """Write everything; the project has one member, who is the first coder."""
        insert = self._database.execute
        insert("INSERT INTO alembic_version VALUES (?)", (_REVISION,))
        name, about = _short(self._project.codebook.study, LONGEST_NAME) or "drempel", self._said("study")
        insert("INSERT INTO projects VALUES (1, ?, ?, ?)", (name, about, _date(_ALWAYS)))
        tags = self._add_tags()
        names: set[str] = set()
        codings = self._project.codings()
        coded, rows = next(codings, _NOBODY)
        for interview in sorted(self._project.texts):
            document, text = self._add_document(interview, names)
            given = self._unplaced(interview, tags)
            if coded == interview:
                _gather(given, rows, tags)
                coded, rows = next(codings, _NOBODY)
            self._add_highlights(document, text, given)
        if not self._logins:
            self._login("drempel")
        for login in self._logins.values():
            insert("INSERT INTO project_members VALUES (1, ?, 'ADMIN')", (login,))

    def _add_tags(self) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        taken: set[str] = set()
        for group in self._groups():
            above = self._add_tag(_short(group.name, LONGEST_NAME), group.description, taken)
            for code in group.codes:
                about = self._said("code", group.id, code.id)
                path = f"{above[1]}.{code.name}"
                told = "\n\n".join(filter(None, (code.description, about)))
                found[group.id, code.id] = self._add_tag(path, told, taken)[0]
        return found

    def _groups(self) -> list[Group]:
        project = self._project
        used = project.unplaced_codes | {
            (note.about[0], note.about[1]) for note in project.notes if note.kind == "code"
        }
        for _, codes in project.coded():
            used |= set(zip(codes["dimension"].astype("str"), codes["code"].astype("str"), strict=True))
        return groups(project.codebook, used, project.language)

    def _add_tag(self, path: str, description: str, taken: set[str]) -> tuple[int, str]:
        named = _unique(_clean(path) or "?", LONGEST_PATH, taken)
        row = (named, _short(_clean(description), LONGEST_DESCRIPTION))
        added = self._database.execute("INSERT INTO tags (project_id, path, description) VALUES (1, ?, ?)", row)
        return int(added.lastrowid or 0), named

    def _add_document(self, interview: str, names: set[str]) -> tuple[int, str]:
        text = _UNSEEN.sub("\ufffd", as_file(self._project.texts[interview]))
        name = _unique(_clean(interview), LONGEST_NAME, names)
        told = "\n".join([*self._columns(interview), *filter(None, [self._said("interview", interview)])])
        row = (name, _short(told, LONGEST_DESCRIPTION), f"{name}.txt", _date(_ALWAYS), as_html(text))
        columns = "(name, description, filename, created, project_id, text_direction, contents)"
        values = "(?, ?, ?, ?, 1, 'LEFT_TO_RIGHT', ?)"
        added = self._database.execute(f"INSERT INTO documents {columns} VALUES {values}", row)
        return int(added.lastrowid or 0), text

    def _unplaced(self, interview: str, tags: Tags) -> _Given:
        """Imported codings that found no fragment, as they came."""
        unplaced = self._project.unplaced_in(interview)
        places = file_offsets(self._project.texts[interview]) if unplaced else ()
        given: _Given = {}
        for each in unplaced:
            key = (int(places[each.start]), int(places[each.end]), each.coder, each.at or _ALWAYS)
            given.setdefault(key, []).append(tags[each.dimension, each.code])
        return given

    def _add_highlights(self, document: int, text: str, given: _Given) -> None:
        """A highlight for each stretch, coder and moment, with all tags given then."""
        for (start, end, coder, at), listed in given.items():
            before, words = len(text[:start].encode()), text[start:end]
            span = (before, before + len(words.encode()))
            added = self._database.execute(
                "INSERT INTO highlights (document_id, start_offset, end_offset, snippet) VALUES (?, ?, ?, ?)",
                (document, *span, as_html(words)),
            )
            highlight, unique = int(added.lastrowid or 0), list(dict.fromkeys(listed))
            self._database.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(highlight, tag) for tag in unique])
            payload = {"type": "highlight_add", "highlight_id": highlight, "tags": unique}
            self._add_command(document, coder, at, {**payload, "start_offset": span[0], "end_offset": span[1]})

    def _add_command(self, document: int, coder: str, at: datetime, payload: Mapping[str, object]) -> None:
        row = (_date(at), self._login(coder), document, json.dumps(payload))
        columns = "(date, user_login, project_id, document_id, payload)"
        self._database.execute(f"INSERT INTO commands {columns} VALUES (?, ?, 1, ?, ?)", row)

    def _login(self, coder: str) -> str:
        """The name of a coder as Taguette allows it."""
        if coder not in self._logins:
            login = _unique(_NOT_IN_LOGIN.sub("_", coder.lower()) or "_", LONGEST_LOGIN, self._taken)
            self._logins[coder] = login
            row = (login, _date(_ALWAYS))
            self._database.execute("INSERT INTO users (login, created, disabled) VALUES (?, ?, 0)", row)
        return self._logins[coder]

    def _columns(self, interview: str) -> Iterator[str]:
        for column, value in sorted(self._facts.get(interview, {}).items()):
            yield _clean(f"{column}: {value}")

    def _said(self, *about: str) -> str:
        """The memos on something, as one text."""
        notes = self._project.notes_about.get(about, ())
        return _short(_clean("\n\n".join(note.text for note in notes)), LONGEST_DESCRIPTION)


def _gather(given: _Given, codings: pd.DataFrame, tags: Tags) -> None:
    """Add the tags of an interview's codings by stretch, coder and moment."""
    for row in codings.to_dict("records"):
        at = pd.Timestamp(row["decided_at"]).to_pydatetime()
        key = (int(row["file_start"]), int(row["file_end"]), str(row["coder"]), at)
        given.setdefault(key, []).append(tags[str(row["dimension"]), str(row["code"])])


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _clean(words: str) -> str:
    return _UNSEEN.sub("\ufffd", words)


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _unique(name: str, longest: int, taken: set[str]) -> str:
    """A name that is not too long and not taken; it is taken from then on."""
    endings: Iterable[str] = ("" if number == 1 else f" {number}" for number in count(1))
    found = next(
        tried
        for ending in endings
        if (tried := f"{_short(name, longest - len(ending))}{ending}").casefold() not in taken
    )
    taken.add(found.casefold())
    return found
