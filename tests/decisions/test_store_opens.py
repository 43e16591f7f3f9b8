"""Opening a store: made or brought up to date where it can be, refused with a remedy where it cannot."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine
from sqlalchemy.exc import DBAPIError

from pipeline.decisions import Store
from pipeline.decisions.database import migration
from pipeline.decisions.database.schema import metadata
from pipeline.errors import StoreUnusable
from tests.decisions.invented import NOON, add, by_another_hand, find, held, say, suggest, transcript

in_a_file = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_a_new_store_is_made_and_found_again(url):
    with Store.open(url) as store:
        add(store)
    with Store.open(url) as store:
        assert [each.id for each in store.transcripts.interviews()] == ["int_01"]


@in_a_file
def test_a_file_is_read_while_it_is_written(url):
    Store.open(url).close()
    assert by_another_hand(url, "PRAGMA journal_mode") == "wal"


def test_the_newest_version_in_code_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(migration.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migration.NEWEST]


def test_the_migrations_lead_to_the_tables_in_code(url):
    Store.open(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        # The index of words is the database's own affair; in SQLite it has tables of its own.
        ours = {*metadata.tables, *(each.name for table in metadata.tables.values() for each in table.indexes)}
        known = {"include_name": lambda name, kind, _: kind not in ("table", "index") or name in ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=known), metadata) == []
    engine.dispose()


def made_by(version, url, monkeypatch):
    """Make an empty store as an earlier drempel made it."""
    with monkeypatch.context() as earlier:
        upgrade = command.upgrade
        earlier.setattr(command, "upgrade", lambda config, _: upgrade(config, version))
        earlier.setattr(migration, "NEWEST", version)
        Store.open(url).close()


def pour(source, target):
    """Put the rows of a store into an older one, as far as it has room for them."""
    with sqlite3.connect(target) as connection:
        connection.execute("ATTACH ? AS newer", (str(source),))
        for table in metadata.sorted_tables:
            older = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table.name})")]
            names = [f'"{name}"' for name in older if name in table.c]
            read = [*names]
            if table.name == "standing":
                names, read = [*names, "reviewed"], [*names, "finished IS NOT NULL"]
            if names:
                listed = ", ".join(names)
                connection.execute(
                    f"INSERT INTO main.{table.name} ({listed}) SELECT {', '.join(read)} FROM newer.{table.name}"
                )
    connection.close()


@in_a_file
@pytest.mark.parametrize("version", ["0003", "0007"])
def test_a_store_of_an_earlier_version_is_brought_up_to_date_with_what_is_in_it(url, tmp_path, monkeypatch, version):
    with Store.open(url) as store:
        ids = add(store)
        suggest(store, {("barrier", "housing")})
        for coder in ("ann", "bo"):
            barrier = {"ann": "health", "bo": "mobility"}[coder]
            said = [("rejected", "barrier", "housing"), ("added", "barrier", barrier), ("reviewed",)]
            store.ledger.record([say(action, ids[0], *about, coder=coder) for action, *about in said])
    path = tmp_path / "earlier.sqlite"
    made_by(version, f"sqlite:///{path}", monkeypatch)
    pour(tmp_path / "study.sqlite", path)
    with Store.open(f"sqlite:///{path}") as store:
        assert held(store, ids[0]) == {"barrier=health": "manual"}
        assert [hit.fragment_id for hit in find(store, "woning")] == [ids[0]]
        assert store.notes.memos() == store.maintenance.check() == []


ROWS_0011 = Path(__file__).with_name("store_0011.json")
"""The rows of a store of version 0011 with invented text: ann undid, redid and undid a verdict; eva undid and redid a
choice, and undid one that she made with codes of her own; cas redid a split, dirk undid one."""


def fill_from_0011(url):
    """Put those rows into a store of version 0011."""
    engine = create_engine(url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for name, rows in sorted(json.loads(ROWS_0011.read_text(encoding="utf-8")).items(), key=by_reference):
            table = tables.tables[name]
            connection.execute(table.insert(), [{key: read(table.c[key], row[key]) for key in row} for row in rows])
            if url.startswith("postgresql") and "number" in table.c and name != "struck":
                numbers = f"pg_get_serial_sequence('{name}', 'number'), (SELECT max(number) FROM {name})"
                connection.exec_driver_sql(f"SELECT setval({numbers})")
    engine.dispose()


def by_reference(named):
    """Tables in an order in which a row comes after those that it refers to."""
    return [table.name for table in metadata.sorted_tables].index(named[0])


def read(column, value):
    """A value of the file as the column takes it."""
    kind = column.type.python_type
    return value if value is None or kind not in (bool, datetime) else {bool: bool, datetime: moment}[kind](value)


def moment(value):
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def test_a_store_of_the_build_before_keeps_what_was_undone_and_redone(url, monkeypatch):
    made_by("0011", url, monkeypatch)
    fill_from_0011(url)
    with Store.open(url) as store:
        assert store.maintenance.check() == []
        [split] = store.boundaries.history("int_01:79-101")
        assert (split.kind, split.coder, split.undone) == ("split", "cas", False)
        [undone] = store.boundaries.history("int_02:32-53")
        assert (undone.coder, undone.undone) == ("dirk", True)
        fragment = store.transcripts.fragments("int_01")[0].id
        assert store.adjudication.choices("int_01")[fragment].coder == "bo"
        assert {row["coder"] for row in store.exports.rows("codes") if row["final"]} == {"bo"}
        about = "SELECT number, kind, about FROM acts WHERE about IS NOT NULL ORDER BY number"
        with store._database.reading() as connection:
            assert connection.exec_driver_sql(about).all() == [
                (4, "undo", 3), (5, "redo", 3), (6, "undo", 3), (8, "undo", 7), (9, "redo", 7), (11, "undo", 10),
                (12, "redo", 10), (14, "undo", 13), (17, "undo", 16),
            ]  # fmt: skip


@pytest.mark.slow
def test_what_was_done_in_the_build_before_is_undone_and_redone_in_this_one(url, monkeypatch):
    made_by("0011", url, monkeypatch)
    fill_from_0011(url)
    with Store.open(url) as store:
        fragments = store.transcripts.fragments("int_01")
        store.ledger.redo_last("dirk", decided_at=NOON)
        assert "int_02:32-40" in {each.id for each in store.transcripts.fragments("int_02")}
        store.ledger.undo_last("dirk", decided_at=NOON)
        assert len(store.ledger.redo_last("ann", decided_at=NOON)) == 2
        assert held(store, store.transcripts.fragments("int_02")[0].id) == {"barrier=health": "manual"}
        assert store.ledger.redo_last("eva", decided_at=NOON)
        assert store.adjudication.choices("int_01")[fragments[1].id].coder == "eva"
        for _ in range(2):
            store.ledger.undo_last("eva", decided_at=NOON)
        assert {row["coder"] for row in store.exports.rows("codes") if row["fragment"] == fragments[0].id and
                row["final"]} == {"ann"}  # fmt: skip
        store.ledger.undo_last("cas", decided_at=NOON)
        assert "int_01:79-101" in {each.id for each in store.transcripts.fragments("int_01")}
        assert store.maintenance.check() == []


@in_a_file
def test_a_copy_of_the_store_is_kept_before_it_is_upgraded(url, tmp_path, monkeypatch):
    made_by("0011", url, monkeypatch)
    fill_from_0011(url)
    (tmp_path / "study.sqlite.before-0009").write_bytes(b"of an upgrade before")
    Store.open(url).close()
    [copy] = tmp_path.glob("*.before-*")
    assert copy.name == f"study.sqlite.before-{migration.NEWEST}"
    assert copy.stat().st_mode & 0o077 == 0
    kept = f"sqlite:///{copy}"
    assert by_another_hand(kept, "SELECT version_num FROM alembic_version") == "0011"
    assert by_another_hand(kept, "SELECT count(*) FROM acts") == 17
    copy.unlink()
    Store.open(url).close()
    assert not list(tmp_path.glob("*.before-*")), "nothing was upgraded"


@in_a_file
def test_a_copy_from_before_an_upgrade_goes_when_the_store_is_scrubbed(url, tmp_path, monkeypatch):
    made_by("0011", url, monkeypatch)
    with Store.open(url) as store:
        assert list(tmp_path.glob("*.before-*"))
        store.maintenance.scrub()
    assert not list(tmp_path.glob("*.before-*"))


def test_acts_of_the_build_before_cannot_be_changed_after_the_upgrade(url, monkeypatch):
    made_by("0011", url, monkeypatch)
    fill_from_0011(url)
    Store.open(url).close()
    for change in ("UPDATE acts SET about = NULL", "DELETE FROM acts"):
        with pytest.raises(DBAPIError, match="append-only"):
            by_another_hand(url, change)


def test_a_store_of_a_newer_drempel_is_refused_and_left_as_it_is(url):
    Store.open(url).close()
    by_another_hand(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnusable, match="a newer drempel made it; install that version"):
        Store.open(url)
    assert by_another_hand(url, "SELECT version_num FROM alembic_version") == "9999"


def test_another_programs_database_is_refused(url):
    by_another_hand(url, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreUnusable, match="something else than a drempel store"):
        Store.open(url)


@in_a_file
def test_a_file_that_is_no_database_is_refused(url, tmp_path):
    (tmp_path / "study.sqlite").write_bytes(b"interview,start,end\n" * 200)
    with pytest.raises(StoreUnusable, match="no drempel store; move it away"):
        Store.open(url)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreUnusable, match="check that the folder exists") as refusal:
        Store.open(f"sqlite:///{tmp_path / 'nowhere' / 'study.sqlite'}")
    assert "nowhere" in str(refusal.value)


@in_a_file
def test_a_store_that_may_not_be_written_says_so(url, tmp_path):
    with Store.open(url) as store:
        add(store)
    with (
        Store.open(f"sqlite:///file:{tmp_path / 'study.sqlite'}?mode=ro&uri=true") as store,
        pytest.raises(StoreUnusable, match="permission to write"),
    ):
        store.ledger.undo_last("ann", decided_at=store.transcripts.interviews()[0].ingested_at)


@pytest.mark.parametrize("address", ["", "nonsense", "strange://host/study", "mysql+nothing://host/study"])
def test_what_is_no_address_of_a_database_is_refused(address):
    with pytest.raises(StoreUnusable, match=r"drempel\.toml"):
        Store.open(address)


def test_a_missing_driver_is_named_and_the_password_is_not():
    with pytest.raises(StoreUnusable, match="psycopg2 is missing") as refusal:
        Store.open("postgresql+psycopg2://ann:geheim@localhost/study")
    assert "geheim" not in str(refusal.value)


@in_a_file
def test_a_store_held_by_a_stuck_program_says_so(url, tmp_path, monkeypatch):
    Store.open(url).close()
    monkeypatch.setattr("pipeline.decisions.database.engine.LOCK_TIMEOUT", 0.1)
    stuck = sqlite3.connect(tmp_path / "study.sqlite", isolation_level=None)
    stuck.execute("BEGIN IMMEDIATE")
    with Store.open(url) as store, pytest.raises(StoreUnusable, match="another program has held it"):
        add(store)
    stuck.execute("ROLLBACK")
    stuck.close()


def fill(store):
    for number in range(200):
        add(store, transcript(f"more_{number:03}"))


@in_a_file
def test_a_full_disk_says_so_and_keeps_what_was_saved(url):
    with Store.open(url) as store:
        add(store)
        # The database's own limit gives the same error as a disk without room.
        with store._database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreUnusable, match="disk is full"):
            fill(store)
        assert store.maintenance.check() == []
        assert "int_01" in {each.id for each in store.transcripts.interviews()}
