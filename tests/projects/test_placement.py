"""Stretches go to the fragments that they cover by half, else to the one in which they lie."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pipeline.projects import read_project
from pipeline.projects.placement import cuts, place, place_all, trimmed
from pipeline.projects.records import Coding
from pipeline.projects.report import report
from tests.projects.invented import CODED, FIRST, SAMPLES

TEXT = "a" * 100
FRAGMENTS = [(0, 20), (20, 50), (60, 100)]


def test_a_stretch_goes_to_every_fragment_that_it_covers_by_half() -> None:
    assert place(TEXT, (10, 50), FRAGMENTS) == ((0, 20), (20, 50))
    assert place(TEXT, (11, 50), FRAGMENTS) == ((20, 50),)
    assert place(TEXT, (0, 100), FRAGMENTS) == tuple(FRAGMENTS)


def test_a_short_stretch_goes_to_the_fragment_in_which_it_lies() -> None:
    assert place(TEXT, (62, 66), FRAGMENTS) == ((60, 100),)
    assert place(TEXT, (17, 22), FRAGMENTS) == ((0, 20),)


def test_a_stretch_that_lies_mostly_outside_goes_nowhere() -> None:
    assert place(TEXT, (50, 60), FRAGMENTS) == ()
    assert place(TEXT, (51, 63), FRAGMENTS) == ()
    assert place(TEXT, (10, 20), []) == ()


def test_spaces_at_the_edges_do_not_count() -> None:
    text = "een.   twee drie"
    assert place(text, (4, 11), [(0, 4), (7, 16)]) == ((7, 16),)
    assert trimmed(text, (4, 7)) == (4, 7)


spans = st.lists(st.integers(0, 60), min_size=2, max_size=12, unique=True).map(sorted)


@given(
    edges=spans,
    stretch=st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).filter(lambda two: two[0] < two[1]),
)
def test_placing_is_what_the_rule_says(edges: list[int], stretch: list[int]) -> None:
    fragments = list(zip(edges[::2], edges[1::2], strict=False))
    start, end = stretch
    shared = {span: max(0, min(end, span[1]) - max(start, span[0])) for span in fragments}
    covered = tuple(span for span in fragments if 2 * shared[span] >= span[1] - span[0] and shared[span])
    found = place("x" * 60, (start, end), fragments)
    if covered:
        assert found == covered
    elif 2 * sum(shared.values()) >= end - start:
        assert len(found) == 1
        assert shared[found[0]] == max(shared.values())
    else:
        assert found == ()


def test_what_goes_nowhere_is_listed_with_file_offsets_and_code() -> None:
    project = read_project(SAMPLES / "qualcoder.qda")
    answers = [(start, FIRST.index("\n", start)) for start in (FIRST.index("Ik heb"), FIRST.index("Een café"))]
    placement = place_all(project, {project.texts[0].id: answers})
    assert len(placement.placed) == 5
    assert [str(each) for each in placement.unplaced] == [
        "gesprek 2.txt:52-79, code Houding / hulp: its text is no interview",
        "gesprek 2.txt:165-197, code Houding / werkgever: its text is no interview",
    ]
    told = report(project, placement)
    assert told["counts"] == {"texts": 3, "codings": 7, "codes": 6, "coders": 2, "memos": 9, "placed": 5, "unplaced": 2}
    assert told["format"] == "qualcoder"
    assert told["unit"] == "code points, from 0, end exclusive"
    assert any("gesprek 2.txt:52-79" in problem for problem in told["problems"])
    assert not any(words in problem for words, _, _ in CODED for problem in told["problems"])


def test_stretches_become_cuts() -> None:
    text = "Ja. De bus rijdt niet. En de opvang is vol, altijd."
    stretches = [(4, 22), (22, 42), (29, 35)]
    codings = [
        Coding(text="t", code="c", coder="", start=start, end=end, raw=(start, end), place="")
        for start, end in stretches
    ]
    found = cuts(text, [(0, len(text))], codings)
    assert [text[slice(*span)] for span in found] == [
        "Ja.",
        "De bus rijdt niet.",
        "En de",
        "opvang",
        "is vol",
        ", altijd.",
    ]
    assert all(place(text, stretch, found) for stretch in stretches)


@given(st.data())
def test_cuts_hold_all_words_and_each_stretch_is_whole_fragments(data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from("ab .\n"), min_size=1, max_size=50)))
    pairs = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    stretches = [pair for pair in data.draw(st.lists(pairs, max_size=6)) if text[slice(*pair)].strip()]
    codings = [
        Coding(text="t", code="c", coder="", start=start, end=end, raw=(start, end), place="")
        for start, end in stretches
    ]
    found = cuts(text, [(0, len(text))], codings)
    assert found == sorted(found)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))
    letters = [at for at, each in enumerate(text) if each.isalnum()]
    assert all(any(start <= at < end for start, end in found) for at in letters)
    for stretch in stretches:
        start, end = stretch
        inside = [span for span in found if any(start <= at < end and span[0] <= at < span[1] for at in letters)]
        assert all(start <= at < end for span in inside for at in letters if span[0] <= at < span[1])
