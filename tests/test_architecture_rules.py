"""Imports inside each room of `pipeline` and inside `flows`: no circle, and no longer chain than agreed."""

import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

LONGEST_CHAIN = {
    "pipeline.cli": 6,
    "pipeline.codebook": 3,
    "pipeline.decisions": 8,
    "pipeline.depot": 3,
    "pipeline.fragments": 8,
    "pipeline.projects": 6,
    "pipeline.results": 7,
    "pipeline.review": 10,
    "pipeline.steps": 8,
    "pipeline.suggestions": 10,
    "pipeline.transcripts": 9,
    "flows": 8,
}
"""Modules in the longest chain of imports inside a room: lower it when a room gets flatter, never raise it."""

PIPELINE = Path(__file__).parents[1] / "pipeline"
LAZY = [path for path in PIPELINE.rglob("__init__.py") if "lazy_names(" in path.read_text(encoding="utf-8")]


@pytest.fixture(scope="module")
def imports():
    """The import graph of the program; imports for the type checker alone do not count."""
    return grimp.build_graph("pipeline", "flows", exclude_type_checking_imports=True, cache_dir=None)


def rooms(imports):
    """The packages at the top, each with its modules and what they import of it."""
    tops = {name for name in imports.modules if name.count(".") == 1 and name.startswith("pipeline.")} | {"flows"}
    found = {}
    for top in tops:
        inside = {top, *imports.find_descendants(top)}
        if len(inside) > 1:
            found[top] = {each: imports.find_modules_directly_imported_by(each) & inside for each in inside}
    return found


def test_no_modules_of_a_room_import_each_other_in_a_circle(imports):
    circles = {}
    for room, inside in rooms(imports).items():
        try:
            TopologicalSorter(inside).prepare()
        except CycleError as error:
            circles[room] = error.args[1]
    assert circles == {}


def test_chains_of_imports_are_no_longer_than_agreed(imports):
    longest = {}
    for room, inside in rooms(imports).items():

        @cache
        def chain(module, inside=inside):
            return 1 + max((chain(each) for each in inside[module]), default=0)

        longest[room] = max(chain(each) for each in inside)
    assert longest.keys() == LONGEST_CHAIN.keys(), "a new room needs a limit"
    assert {room: length for room, length in longest.items() if length > LONGEST_CHAIN[room]} == {}


@pytest.mark.parametrize("package", LAZY, ids=lambda path: path.parent.name)
def test_no_lazy_name_is_that_of_a_module_beside_it(package):
    """Importing such a module would put it in the place of what the name stands for."""
    names = set(re.findall(r'^ +"(\w+)": "[\w.]+",$', package.read_text(encoding="utf-8"), re.MULTILINE))
    assert names
    assert names & {path.stem for path in package.parent.iterdir()} == set()
