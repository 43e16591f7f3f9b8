"""What offsets count is decided by the words, and refused where it cannot be."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UndecidedOffsets
from pipeline.projects.offsets import CODE_POINTS, UTF8, UTF16, Mark, Unit, decide, variants
from pipeline.projects.records import SourceText

TEXT = "Een café aan zee. 🙂 Wie werkt er?\r\nNiemand, zei zij. En de bus?\r\nDie rijdt niet meer.\r\n"
WORDS = ("Wie werkt er", "Niemand", "zei zij", "de bus", "Die rijdt niet meer", "rijdt")
ALL = variants(CODE_POINTS, UTF16, UTF8)
CLOSED = variants(*(replace(unit, first=1, inclusive=True) for unit in (CODE_POINTS, UTF16, UTF8)))


def counted(text: str, upto: int, unit: Unit, bom: bool = False) -> int:
    """How much a unit counts before a place in a text: written plainly, to check the fast way by."""
    before = text[:upto]
    if unit.crlf == 1:
        before = before.replace("\r\n", "\n")
    before = ("\ufeff" if bom and unit.bom else "") + before
    if unit.counts.startswith("UTF-16"):
        return len(before.encode("utf-16-le")) // 2 + unit.first
    return (len(before.encode()) if unit.counts.startswith("UTF-8") else len(before)) + unit.first


def marked(text: str, spans: list[tuple[int, int]], unit: Unit, *, quoted: bool, bom: bool = False) -> list[Mark]:
    return [
        Mark(
            text="t",
            start=counted(text, start, unit, bom),
            end=counted(text, end, unit, bom) - unit.inclusive,
            quote=text[start:end] if quoted else "",
            whole=True,
        )
        for start, end in spans
    ]


SPANS = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in WORDS]


@pytest.mark.parametrize("unit", [*ALL, *CLOSED], ids=str)
@pytest.mark.parametrize("quoted", [True, False])
def test_every_unit_is_found(unit: Unit, quoted: bool) -> None:
    text = SourceText(id="t", name="t", text=TEXT, bom=unit.bom)
    marks = marked(TEXT, SPANS, unit, quoted=quoted, bom=unit.bom)
    decided = decide([text], marks, CLOSED if unit.inclusive else ALL)
    assert list(decided.spans) == SPANS
    assert decided.fitting == len(SPANS)


@given(data=st.data())
def test_stored_words_decide_for_any_text(data: st.DataObject) -> None:
    letters = st.sampled_from("ab é€🙂𐍈 \n")
    text = "".join(data.draw(st.lists(letters | st.just("\r\n"), min_size=1, max_size=60)))
    edges = [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n"]
    pairs = st.tuples(st.sampled_from(edges), st.sampled_from(edges)).map(sorted).filter(lambda pair: pair[0] < pair[1])
    spans = [(start, end) for start, end in data.draw(st.lists(pairs, min_size=1, max_size=6))]
    spans = [span for span in spans if text[slice(*span)].strip()]
    unit = data.draw(st.sampled_from(ALL))
    marks = marked(text, spans, unit, quoted=True, bom=True)
    decided = decide([SourceText(id="t", name="t", text=text, bom=True)], marks, ALL)
    for mark, span in zip(marks, decided.spans, strict=True):
        assert span is not None
        assert text[slice(*span)].split() == mark.quote.split()


def test_wrong_offsets_are_refused_with_the_share_that_fits() -> None:
    marks = [Mark(text="t", start=start + 2, end=end + 1) for start, end in SPANS[:-1]]
    marks.append(Mark(text="t", start=SPANS[1][0], end=SPANS[1][1]))
    with pytest.raises(UndecidedOffsets) as refused:
        decide([SourceText(id="t", name="t", text=TEXT)], marks, ALL, place="x.qdpx")
    assert refused.value.fitting < refused.value.total == len(SPANS)
    assert f"of {len(SPANS)} stretches" in str(refused.value)
    assert "x.qdpx" in str(refused.value)


def test_units_that_agree_need_no_words_to_decide() -> None:
    text = "Plain letters without any other characters."
    decided = decide(
        [SourceText(id="t", name="t", text=text)], [Mark(text="t", start=1, end=4)], variants(UTF16, CODE_POINTS)
    )
    assert decided.unit == UTF16
    assert decided.spans == ((1, 4),)
    assert decided.fitting == 0


def test_one_wrong_offset_follows_its_stored_words() -> None:
    marks = marked(TEXT, SPANS, CODE_POINTS, quoted=True)
    marks[4] = replace(marks[4], start=marks[4].start + 1, end=marks[4].end + 1)
    decided = decide([SourceText(id="t", name="t", text=TEXT)], marks, ALL)
    assert list(decided.spans) == SPANS
    assert decided.moved == {4}


def test_outside_the_text_and_inside_a_character_there_is_no_span() -> None:
    marks = [
        *marked(TEXT, SPANS, UTF16, quoted=True),
        Mark(text="t", start=900, end=910),
        Mark(text="t", start=19, end=25),
    ]
    decided = decide([SourceText(id="t", name="t", text=TEXT)], marks, ALL)
    assert decided.spans[-2:] == (None, None)


def test_names_that_are_no_words_do_not_count() -> None:
    marks = [
        replace(mark, quote=f"int_01:{mark.start}-{mark.end}", whole=False)
        for mark in marked(TEXT, SPANS, UTF16, quoted=False)
    ]
    assert list(decide([SourceText(id="t", name="t", text=TEXT)], marks, ALL).spans) == SPANS


def test_names_may_be_the_beginning_of_the_words() -> None:
    marks = [
        replace(mark, quote=f"{mark.quote[:12]}…", whole=False) for mark in marked(TEXT, SPANS, UTF16, quoted=True)
    ]
    assert list(decide([SourceText(id="t", name="t", text=TEXT)], marks, ALL).spans) == SPANS


def test_line_ends_that_were_added_do_not_count() -> None:
    text = SourceText(id="t", name="t", text="een\ntwee\ndrie\n", added=(3, 8, 13))
    marks = [
        Mark(text="t", start=3, end=7, quote="twee", whole=True),
        Mark(text="t", start=7, end=11, quote="drie", whole=True),
    ]
    assert decide([text], marks, ALL).spans == ((4, 8), (9, 13))


def test_careless_selections_are_followed_where_no_other_unit_fits_half_as_many() -> None:
    text = "🙂 " + "De bus rijdt hier niet meer vandaag. " * 20
    words = [(match.start(), match.end()) for match in re.finditer(r"\w+", text)]
    careless = [(start + (at % 5 < 2 and end - start > 2), end) for at, (start, end) in enumerate(words)]
    marks = marked(text, careless, UTF16, quoted=False)
    decided = decide([SourceText(id="t", name="t", text=text)], marks, (CODE_POINTS, UTF16))
    assert decided.unit == UTF16
    assert 0.5 < decided.fitting / len(marks) < 0.75
    assert list(decided.spans) == careless


def test_stored_words_that_are_written_otherwise_are_passed_over() -> None:
    marks = [replace(mark, quote=f"<{mark.quote}>") for mark in marked(TEXT, SPANS, UTF16, quoted=True)]
    decided = decide([SourceText(id="t", name="t", text=TEXT)], marks, (CODE_POINTS, UTF16))
    assert list(decided.spans) == SPANS
    assert not decided.moved
