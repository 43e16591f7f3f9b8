"""Imports inside the desk: no page is imported by what all pages share, no circle, and few steps deep."""

from functools import cache

import grimp
import pytest

ROOM = "pipeline.review"
SHARED = ("context", "rendering", "session", "language", "labels", "model_access", "access_keys", "visibility")
DEEPEST = 9


@pytest.fixture(scope="module")
def imports():
    graph = grimp.build_graph("pipeline", exclude_type_checking_imports=True)
    inside = {ROOM} | graph.find_descendants(ROOM)
    return {each: graph.find_modules_directly_imported_by(each) & inside for each in inside}


def reached_from(imports, module):
    found, todo = set(), [module]
    while todo:
        new = imports[todo.pop()] - found
        found |= new
        todo += new
    return found


@pytest.mark.parametrize("name", SHARED)
def test_what_all_pages_share_imports_no_page(imports, name):
    assert [each for each in reached_from(imports, f"{ROOM}.{name}") if each.startswith(f"{ROOM}.pages")] == []


def test_no_module_imports_itself_over_others(imports):
    assert [each for each in imports if each in reached_from(imports, each)] == []


def test_imports_are_at_most_nine_deep(imports):
    @cache
    def depth(module):
        return 1 + max(map(depth, imports[module]), default=0)

    assert max(map(depth, imports)) <= DEEPEST
