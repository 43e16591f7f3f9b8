"""Keys are made and taken away on the command line."""

import re

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.decisions import Store
from pipeline.errors import InvalidDecision, UnfitAddress


@pytest.fixture
def drempel(study):
    return lambda *words: CliRunner().invoke(app, ["-C", str(study.folder), "review", *words])


def coders(study):
    with Store.open(study.store_url) as store:
        return {each.name: each.has_key for each in store.coders.all()}


def test_a_key_is_printed_once_and_lets_its_coder_in(drempel, study):
    told = drempel("--add-coder", " Anne  Leen ")
    key = re.search(r"shown this once: (\S{32})\n", told.output)[1]
    with Store.open(study.store_url) as store:
        assert store.coders.for_key(key) == "Anne Leen"
    assert drempel("--add-coder", "Anne Leen").output != told.output


def test_a_key_is_taken_away(drempel, study):
    drempel("--add-coder", "jan")
    assert "signed out" in drempel("--remove-coder", "jan").output
    assert coders(study) == {"jan": False}


def test_a_name_that_is_none_is_a_wrong_call(drempel, study):
    for name in ("", "  ", "x" * 41):
        assert drempel("--add-coder", name).exit_code == 2
        assert drempel("--remove-coder", name).exit_code == 2
    assert coders(study) == {}


def test_nobody_is_taken_away_who_is_not_there(drempel):
    assert isinstance(drempel("--remove-coder", "jan").exception, InvalidDecision)


def test_a_desk_that_is_to_ask_for_keys_here_too_needs_one_first(drempel, study):
    refused = drempel("--keys", "--no-browser")
    assert isinstance(refused.exception, UnfitAddress)
    assert "--add-coder" in str(refused.exception)
    drempel("--add-coder", "jan")
    drempel("--remove-coder", "jan")
    assert isinstance(drempel("--keys", "--no-browser").exception, UnfitAddress), "no key is left"
