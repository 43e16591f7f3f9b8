"""The project for Taguette passes Taguette's checks: its tables, lengths of names, HTML and fields of its history."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

import pytest

from pipeline.codebook import Codebook
from pipeline.projects import read_project
from pipeline.results import frames
from pipeline.results.exchange import Note, Project
from pipeline.results.exchange.taguette import as_html, export_taguette
from tests.projects.invented import SAMPLES

from .conftest import codes, transcripts

WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TEXT = "  \n\nJa, 🙂 de <bus> & de\u00a0trein.\x0b\r\n\r\nHet café.\r"
NAMES = ("interview met een heel lange naam " * 3 + "1", "interview met een heel lange naam " * 3 + "2")
CODEBOOK = Codebook.model_validate(
    {
        "study": "Een studie met een naam die veel langer is dan Taguette toestaat",
        "version": "1",
        "dimensions": [
            {
                "id": "barrier",
                "label": "Drempel",
                "question": "Wat houdt tegen?",
                "values": "many",
                "codes": [
                    {"id": "mobility", "label": "Vervoer", "definition": "Bus <en> trein"},
                    {"id": "other", "label": "Anders"},
                ],
            },
            {"id": "tone", "label": "Toon", "values": "many", "codes": [{"id": "other", "label": "Anders"}]},
        ],
    }
)


def given(name: str, words: str, code: tuple[str, str], coder: str) -> dict[str, object]:
    start = TEXT.index(words)
    place = {"interview": name, "fragment": f"{name}:{start}-{start + len(words)}", "decided_at": WHEN}
    return {**next(iter(codes())), **place, "dimension": code[0], "code": code[1], "coder": coder}


@pytest.fixture
def database(tmp_path):
    rows = [
        given(NAMES[0], "de <bus> & de\u00a0trein.\x0b\r\n\r\nHet", ("barrier", "mobility"), "Ann De Bo"),
        given(NAMES[0], "de <bus> & de\u00a0trein.\x0b\r\n\r\nHet", ("tone", "other"), "Ann De Bo"),
        given(NAMES[0], "café", ("barrier", "other"), "Ann De Bo"),
        given(NAMES[1], "café", ("barrier", "gone"), "ann_de_bö"),
    ]
    by_interview = [(name, frames({"codes": part})["codes"]) for name, part in groupby(rows, itemgetter("interview"))]
    told = [{**next(iter(transcripts())), "interview": name, "metadata": {"regio": "Gent"}} for name in NAMES]
    notes = [
        Note(coder="Ann De Bo", at=WHEN, text="Over de studie"),
        Note(coder="Ann De Bo", at=WHEN, text="Mooi", kind="interview", about=(NAMES[0],)),
        Note(coder="Ann De Bo", at=WHEN, text="Ook de tram", kind="code", about=("barrier", "mobility")),
        Note(coder="Ann De Bo", at=WHEN, text="Hm", kind="fragment", about=(f"{NAMES[0]}:2-5",)),
    ]
    project = Project(
        codebook=CODEBOOK,
        texts=dict.fromkeys(NAMES, TEXT),
        transcripts=frames({"transcripts": told})["transcripts"],
        coded=lambda: iter(by_interview),
        notes=tuple(notes),
    )
    path = tmp_path / "uit.sqlite3"
    assert export_taguette(project, path) == 1
    return path


def rows_of(path, query):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def columns(path):
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    return {
        name: [
            (column, kind, required) for _, column, kind, required, *_ in rows_of(path, f"PRAGMA table_info({name})")
        ]
        for (name,) in rows_of(path, tables)
    }


def test_its_tables_are_those_of_a_project_that_taguette_wrote(database):
    theirs = SAMPLES / "taguette.sqlite3"
    assert columns(database) == columns(theirs)
    revision = "SELECT version_num FROM alembic_version"
    assert rows_of(database, revision) == rows_of(theirs, revision)


def test_names_are_as_long_as_taguette_allows_and_different(database):
    [(project,)] = rows_of(database, "SELECT name FROM projects")
    documents = [name for (name,) in rows_of(database, "SELECT name FROM documents")]
    logins = [login for (login,) in rows_of(database, "SELECT login FROM users")]
    assert len(project) == 50
    assert len(set(documents)) == 2
    assert max(map(len, documents)) <= 50
    assert logins == ["ann de bo", "ann_de_b_"]


def test_history_has_just_the_fields_that_taguette_expects(database):
    payloads = [json.loads(said) for (said,) in rows_of(database, "SELECT payload FROM commands")]
    assert {tuple(sorted(each)) for each in payloads} == {
        ("end_offset", "highlight_id", "start_offset", "tags", "type")
    }
    assert len(payloads) == 3  # two codes of one coder on one stretch are one highlight


def test_words_are_found_by_their_bytes_without_tags(database):
    project = read_project(database)
    assert {text.text for text in project.texts} == {
        TEXT.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "�")
    }
    quotes = sorted(project.text(each.text).text[each.start : each.end] for each in project.codings)
    assert quotes == ["café", "café", *["de <bus> & de\u00a0trein.�\n\nHet"] * 2]
    assert {project.paths[each.code] for each in project.codings} == {
        ("Drempel", "Vervoer"), ("Drempel", "Anders (Drempel)"), ("Toon", "Anders (Toon)"), ("Drempel", "gone"),
    }  # fmt: skip
    assert not [each for each in project.problems if "stand elsewhere" in each.message]


def test_memos_and_columns_are_descriptions(database):
    assert rows_of(database, "SELECT description FROM projects") == [("Over de studie",)]
    assert rows_of(database, "SELECT description FROM documents") == [("regio: Gent\nMooi",), ("regio: Gent",)]
    [(about,)] = rows_of(database, "SELECT description FROM tags WHERE path = 'Drempel.Vervoer'")
    assert about == "Bus <en> trein\n\nOok de tram"


@pytest.mark.parametrize("text", ["", " \n", "\n\nwoord", "a\n \n b", "<p>&amp;\n"])
def test_characters_without_tags_are_the_text(text):
    html = as_html(text)
    assert html.startswith("<p>")
    plain = html.replace("<p>", "").replace("</p>", "")
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
