"""No regular expression takes a time that doubles with every character, neither of the program nor of a codebook."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
import yaml

import flows
import pipeline
from pipeline import patterns
from pipeline.codebook import load_codebook
from pipeline.errors import InvalidCodebook
from pipeline.patterns import explodes, takes_too_long

ROOT = Path(__file__).parents[1]

COSTLY = [
    r"(a+)*b", r"(?:\w+\s?)+:", r"(?:a|a)*$", r"(?:\w|\d)+!", r"<v(?:\.[^\s<>.]*|[^<>])*>", r"(x|xy?)+z",
    r"(?:(?:a{2,4}))*", r"(?P<n>a*?)*b", r"^(?=(?:a|aa)+$)", r"([a-z]+)*", r"(?:[^,]*,?)*;", r"(?:a{1,9}){10,}",
]  # fmt: skip
HARMLESS = [
    r"\w+(?:['-]\w+)*", r"(?:a++b?)*", r"(?>a+)*", r"(?:heel |zeer )*moe", r"(a+){1,3}", r"[(+*]*", r"\(\w+\)*",
    r"a{2}b*c+", r"(?:[^<>]|<[^<>]*>)*", r"(?i:ja )+", r"x(?#(a+)y", r"{a}*", r"(?:\d{1,4}:)?\d{1,2}", r"",
]  # fmt: skip


@pytest.mark.parametrize("pattern", COSTLY)
def test_a_repetition_within_a_repetition_is_found(pattern):
    assert explodes(pattern)


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_repetition_that_can_be_read_in_one_way_is_fine(pattern):
    re.compile(pattern)
    assert not explodes(pattern)


def modules():
    for package in (pipeline, flows):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith(("__main__", ".env", "server_process")):
                yield importlib.import_module(found.name)


def written(module):
    """The patterns that stand in the calls of `re` in a module, as far as they are plain text."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    calls = (each for each in ast.walk(tree) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute))
    for call in calls:
        if ast.unparse(call.func).startswith("re.") and call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value, 0


def compiled(module):
    for value in vars(module).values():
        for each in value if isinstance(value, (tuple, list)) else value.values() if type(value) is dict else [value]:
            if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                yield each.pattern, each.flags


def test_no_pattern_of_the_program_repeats_within_a_repetition():
    found = {
        (module.__name__, pattern, flags)
        for module in modules()
        for pattern, flags in (*written(module), *compiled(module))
        if isinstance(pattern, str)
    }
    assert len(found) > 150
    assert not [each for each in found if each[2] & re.VERBOSE]
    assert [each for each in sorted(found) if explodes(each[1], each[2])] == []


def codebook_with(path, pattern):
    book = yaml.safe_load((ROOT / "data/starter/codebook.yaml").read_text(encoding="utf-8"))
    book["dimensions"][0]["codes"][0]["patterns"] = [pattern]
    path.write_text(yaml.safe_dump(book), encoding="utf-8")
    return path


def test_a_codebook_with_a_costly_pattern_is_refused(tmp_path):
    with pytest.raises(InvalidCodebook, match="repeats within a repetition"):
        load_codebook(codebook_with(tmp_path / "codebook.yaml", r"(?:ja+\s*)*nee|(\w+)*!"))


def test_a_pattern_that_runs_out_of_time_is_refused(tmp_path, monkeypatch):
    tricky = r"(?:ab|a(?:ba)*b)*c"  # two characters: nothing that runs of one character show
    assert not explodes(tricky)
    monkeypatch.setattr(patterns, "SECONDS", 0.5)
    takes_too_long.cache_clear()
    assert takes_too_long(tricky)
    with pytest.raises(InvalidCodebook, match="may never end"):
        load_codebook(codebook_with(tmp_path / "codebook.yaml", tricky))


def test_the_patterns_of_the_shipped_codebook_are_tried_too():
    book = load_codebook(ROOT / "data/starter/codebook.yaml")
    every = [each for dimension in book.dimensions for code in dimension.codes for each in code.patterns]
    assert every
    assert not any(map(takes_too_long, every))
