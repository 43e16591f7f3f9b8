"""A real store of its own for each test: every test runs on SQLite, and on PostgreSQL where that is installed.

The second time is marked slow; what only a server can do wrong is in `test_on_a_server.py`, which always runs.
"""

import shutil
from typing import ClassVar

import pytest

from pipeline.decisions import Store
from tests import postgres

ON_A_SERVER = pytest.param("postgresql", marks=pytest.mark.slow)
KINDS = ("sqlite", ON_A_SERVER) if postgres.INSTALLED else ("sqlite",)


class Files:
    """Stores of one test in files."""

    def __init__(self, folder, template):
        self._folder, self._template, self._count = folder, template, 0

    def empty(self):
        """Where a store may be made."""
        self._count += 1
        name = f"study_{self._count}" if self._count > 1 else "study"
        return f"sqlite:///{self._folder / name}.sqlite"

    def new(self):
        """A new store."""
        url = self.empty()
        shutil.copyfile(self._template.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        return url

    def close(self):
        """The folder is cleared away by pytest."""


class Databases:
    """Stores of one test on a server; what had tables from the start is emptied and used again."""

    spare: ClassVar[list[str]] = []

    def __init__(self, server, template):
        self._server, self._template, self._bare, self._made = server, template, [], []

    def empty(self):
        """Where a store may be made."""
        self._bare.append(self._server.made())
        return self._server.url(self._bare[-1])

    def new(self):
        """A new store."""
        self._made.append(self.spare.pop() if self.spare else self._server.made(self._template))
        return self._server.url(self._made[-1])

    def close(self):
        """Make room."""
        for each in self._bare:
            self._server.drop(each)
        self.spare.extend(self._server.emptied(each) for each in self._made)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """A new store, to copy: making the tables for every test would take most of its time."""
    url = f"sqlite:///{tmp_path_factory.mktemp('empty') / 'study.sqlite'}"
    Store.open(url).close()
    return url


@pytest.fixture(scope="session")
def empty_database(server):
    """The same on the server."""
    name = server.made()
    Store.open(server.url(name)).close()
    return name


@pytest.fixture(params=KINDS)
def kind(request):
    """Which database; a test of one alone says so with `parametrize`."""
    return request.param


@pytest.fixture
def stores(kind, request, tmp_path):
    """Where a test may have as many stores as it likes."""
    make = {
        "sqlite": lambda: Files(tmp_path, request.getfixturevalue("empty_file")),
        "postgresql": lambda: Databases(*map(request.getfixturevalue, ("server", "empty_database"))),
    }[kind]
    made = make()
    yield made
    made.close()


@pytest.fixture
def url(stores):
    """Where a store may be made."""
    return stores.empty()


@pytest.fixture
def store(stores):
    """A new store."""
    with Store.open(stores.new()) as opened:
        yield opened
        # Whatever a test did: what is kept beside the ledger is what the ledger says.
        assert opened.maintenance.check() == []
