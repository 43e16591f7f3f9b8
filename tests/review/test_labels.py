"""Colour, shape and digit of a code stay as they are when the codebook changes around it."""

from datetime import UTC, datetime

import pytest

from pipeline.codebook import Codebook
from pipeline.decisions import CodebookVersion
from pipeline.review.labels import Labels, places_after

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def book(**dimensions):
    words = {"nl": "x", "en": "x"}
    return Codebook.model_validate(
        {
            "study": "Test",
            "version": "1",
            "dimensions": [
                {
                    "id": name,
                    "label": words,
                    "question": words,
                    "values": "many",
                    "codes": [{"id": code, "label": words, "definition": words} for code in codes.split()],
                }
                for name, codes in dimensions.items()
            ],
        }
    )


def looks(*versions):
    """The look of each code after these versions, given as codebook, moves and the number that is restored."""
    history = [
        CodebookVersion(number=number, codebook=codebook, at=NOON, coder="", why="", moves=moves, restores=restores)
        for number, (codebook, moves, restores) in enumerate(versions, start=1)
    ]
    labels = Labels(history[-1].codebook, places_after(history))
    return {f"{each.dimension.id}.{each.code.id}": (each.tone, each.shape, each.key) for each in labels}


FIRST = (book(a="one two three", b="four"), (), None)


@pytest.mark.parametrize(
    "later",
    [book(a="new one two three", b="four"), book(c="new", a="three two one", b="five four")],
    ids=["a code in the middle", "a dimension before, another order"],
)
def test_what_is_added_or_moved_changes_no_other_look(later):
    before, after = looks(FIRST), looks(FIRST, (later, (), None))
    assert {key: after[key] for key in before} == before
    assert len({look for key, look in after.items() if key.startswith("a.")}) == len(later.dimension("a").codes)


def test_a_renamed_code_keeps_its_look_and_a_restored_version_brings_back_its_own():
    renamed = (book(a="one deux three", b="four"), (("a", "two", "deux"),), None)
    assert looks(FIRST, renamed)["a.deux"] == looks(FIRST)["a.two"]
    merged = (book(a="one", b="four"), (("a", "deux", "one"), ("a", "three", "one")), None)
    added = (book(a="one new", b="four"), (), None)
    assert looks(FIRST, renamed, merged, added, (FIRST[0], (), 1)) == looks(FIRST)


def test_a_restored_version_beside_a_code_of_later_gives_each_a_look_of_its_own():
    fewer = (book(a="one", b="four"), (("a", "two", "one"),), None)
    added = (book(a="one new", b="four"), (), None)
    after = looks(FIRST, fewer, added, (book(a="one two three new", b="four"), (), 1))
    assert {key: after[key] for key in looks(FIRST)} == looks(FIRST)
    assert len({after[f"a.{code}"] for code in ("one", "two", "three", "new")}) == 4
