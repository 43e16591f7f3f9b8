"""A real store in a folder of its own, per test."""

import pytest

from pipeline.decisions import Store


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'study.sqlite'}"


@pytest.fixture
def store(url):
    with Store.open(url) as opened:
        yield opened
        # Whatever a test did: what is kept beside the ledger is what the ledger says.
        assert opened.check() == []
