"""Errors of a database are told apart by their code, whatever the language of its messages."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pipeline.errors import StoreUnusable


class InDutch(sqlite3.OperationalError):
    """An error of SQLite with words that no list knows."""

    def __init__(self, name):
        super().__init__("de gegevensbank weigert")
        self.sqlite_errorname = name


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("SQLITE_BUSY", "another program has held it"),
        ("SQLITE_BUSY_SNAPSHOT", "another program has held it"),
        ("SQLITE_READONLY_DIRECTORY", "may not be written"),
        ("SQLITE_FULL", "disk is full"),
        ("SQLITE_IOERR_WRITE", "the disk refuses"),
        ("SQLITE_CORRUPT_VTAB", "damaged"),
        ("SQLITE_CANTOPEN", "cannot be opened"),
    ],
)
def test_an_error_of_sqlite_is_known_by_its_code(store, name, remedy):
    with pytest.raises(StoreUnusable, match=remedy), store._database.reading():
        raise OperationalError("SELECT 1", None, InDutch(name))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_words_that_only_look_like_an_error_are_no_reason(store):
    with pytest.raises(OperationalError), store._database.reading() as connection:
        connection.execute(text("SELECT 1 AS locked FROM nowhere"))


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("state", "remedy"), [("53100", "disk is full"), ("55P03", "held it"), ("42501", "the owner")])
def test_an_error_of_postgresql_is_known_by_its_code(store, state, remedy):
    refused = f"DO $$ BEGIN RAISE EXCEPTION 'geweigerd' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(StoreUnusable, match=remedy), store._database.reading() as connection:
        connection.exec_driver_sql(refused)
