"""A real store in a folder of its own, per test."""

import shutil

import pytest

from pipeline.decisions import Store


@pytest.fixture
def url(tmp_path):
    """Where a store may be made."""
    return f"sqlite:///{tmp_path / 'study.sqlite'}"


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory):
    """A new store's file, to copy: making the tables for every test would take most of its time."""
    path = tmp_path_factory.mktemp("empty") / "study.sqlite"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def store(url, empty_store, tmp_path):
    """A new store."""
    shutil.copyfile(empty_store, tmp_path / "study.sqlite")
    with Store.open(url) as opened:
        yield opened
        # Whatever a test did: what is kept beside the ledger is what the ledger says.
        assert opened.check() == []
