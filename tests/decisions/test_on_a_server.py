"""A store on a PostgreSQL server: turns, moments and mistakes as in a file, and no password in what is said."""

import pytest

from pipeline.decisions import Store
from pipeline.errors import StoreUnusable
from tests.decisions.invented import NOON, add, by_another_hand, transcript
from tests.decisions.test_forgetting import RARE, fill
from tests.postgres import INSTALLED

pytestmark = [
    pytest.mark.parametrize("kind", ["postgresql"], indirect=True),
    pytest.mark.skipif(not INSTALLED, reason="PostgreSQL is not installed"),
]


def refused(address):
    with pytest.raises(StoreUnusable) as told:
        Store.open(address)
    assert "geheim" not in str(told.value)
    return str(told.value)


def as_somebody_else(url, who):
    return url.replace("drempel@", f"{who}@", 1)


def test_a_refused_name_or_password_is_told_and_the_password_is_not(url):
    assert "refuses the name or the password" in refused(as_somebody_else(url, "ann:geheim-niet"))
    assert "refuses the name or the password" in refused(f"{as_somebody_else(url, 'ann')}&password=geheim-niet")
    assert "refuses the name or the password" in refused(as_somebody_else(url, "bob:geheim"))


def test_who_may_make_no_tables_is_told_so(url):
    assert "administrator make you the owner" in refused(as_somebody_else(url, "ann:geheim"))


def test_a_missing_database_and_a_missing_server_are_told_apart(url, tmp_path):
    assert "the database does not exist" in refused(url.replace("/study_", "/nowhere_", 1))
    assert "does not answer" in refused(f"postgresql://drempel:geheim@/study?host={tmp_path}")
    assert "no machine of this name" in refused("postgresql://drempel:geheim@nowhere.invalid/study")


def test_a_plain_address_means_the_driver_that_is_installed(url):
    with Store.open(url.replace("postgresql+psycopg", "postgresql", 1)) as store:
        add(store)
        assert [each.id for each in store.transcripts.interviews()] == ["int_01"]


def test_a_writer_waits_for_its_turn_and_says_when_it_never_comes(url, monkeypatch):
    monkeypatch.setattr("pipeline.decisions.database.engine.LOCK_TIMEOUT", 0.1)
    with Store.open(url) as store, Store.open(url) as other, other._database.writing():
        with pytest.raises(StoreUnusable, match="another program has held it"):
            add(store)
        # Who only reads waits for nobody.
        assert store.transcripts.interviews() == []


def test_a_connection_that_the_server_broke_off_is_made_anew(store, url):
    add(store)
    by_another_hand(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND datname = current_database()",
    )
    assert [each.id for each in store.transcripts.interviews()] == ["int_01"]


def test_no_copy_of_a_server_is_made_without_its_own_tools(store, tmp_path):
    with pytest.raises(StoreUnusable, match="pg_dump"):
        store.maintenance.backup(tmp_path / "copy.sqlite")
    assert not list(tmp_path.iterdir())


def test_a_moment_of_the_store_is_one_also_when_others_write(store):
    add(store)
    with store.snapshot() as moment:
        add(store, transcript("int_02"))
        assert {row["interview"] for row in moment.rows("fragments")} == {"int_01"}
    assert {row["interview"] for row in store.exports.rows("fragments")} == {"int_01", "int_02"}


def test_of_a_forgotten_interview_only_the_servers_own_log_keeps_words(kind, server):
    # Whoever owns the database, and no more than that, as people on a real server do.
    database = server.made(owner="ann")
    url = server.url(database, "ann:geheim")
    with Store.open(url) as store:
        fill(store)
        # As a server does by itself from time to time: what it notes of columns are words too.
        by_another_hand(url, "ANALYZE")
        assert all("base" in folders for folders in server.folders_with(RARE, database).values())
        store.transcripts.erase("int_01", at=NOON, redact=lambda memo: memo.replace("De huur is te duur hier", "[…]"))
        beyond = store.maintenance.scrub()
    stays = "goed zelfs"
    folders = server.folders_with([*RARE, stays], database)
    assert "base" in folders.pop(stays)
    assert set.union(*folders.values()) == {"pg_wal"}
    assert "write-ahead log" in beyond
    assert "geheim" not in beyond
    server.drop(database)
