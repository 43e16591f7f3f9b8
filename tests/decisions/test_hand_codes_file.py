"""A file of hand codes: read whole, or every bad row named with what to do; never with what people said."""

import pytest

from pipeline.decisions import read_hand_codes
from pipeline.errors import InvalidCodes
from tests.decisions.invented import BOOK

HEADER = "interview,start,end,text,view,barrier,coder\n"


@pytest.fixture
def file(tmp_path):
    def write(contents, name="codes.csv"):
        path = tmp_path / name
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return path

    return write


def test_rows_are_read_with_their_codes_and_place(file):
    path = file(
        HEADER + 'int_01,3,10,"Ja, dus",structural,housing|mobility,bo\n' + '\nint_01,12,20,"twee\r\nregels",,,\n',
    )
    first, second = read_hand_codes(path, BOOK, coder="ann")
    assert (first.transcript_id, first.start, first.end, first.text) == ("int_01", 3, 10, "Ja, dus")
    assert first.codes == {"view": ("structural",), "barrier": ("housing", "mobility")}
    assert (first.coder, first.place) == ("bo", "row 2")
    assert second.codes == {"view": (), "barrier": ()}
    assert (second.coder, second.place, second.text) == ("ann", "row 4", "twee\r\nregels")


def test_without_a_coder_the_files_name_stands_for_one(file):
    path = file("interview,start,end,text,barrier\nint_01,0,2,Ja,\n", "codes_piet.csv")
    [row] = read_hand_codes(path, BOOK)
    assert row.coder == "codes_piet"


def test_a_dimension_without_a_column_is_not_judged(file):
    [row] = read_hand_codes(file("interview,start,end,text,barrier\nint_01,0,2,Ja,\n"), BOOK)
    assert row.codes == {"barrier": ()}


def test_a_byte_order_mark_is_no_part_of_the_first_column(file):
    assert len(read_hand_codes(file(b"\xef\xbb\xbf" + HEADER.encode() + b"int_01,0,2,Ja,,,\n"), BOOK)) == 1


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        ("", "row 1: the file is empty"),
        (HEADER, "row 2: there are no rows"),
        (HEADER.replace(",", ";") + "int_01;0;2;Ja;;;\n", "separated by semicolons"),
        (HEADER.replace(",", "\t"), "separated by tabs"),
        ("interview,start,text,barrier\n", "row 1: column 'end' is missing"),
        ("interview,start,end,text,barier\n", "column 'barier' is not known"),
        ("interview,start,end,text,barrier,barrier\n", "stands twice"),
        ("interview,start,end,text,coder\n", "no column for any dimension"),
        (HEADER.encode() + b"int_01,0,3,caf\xe9,,,\n", "line 2: the file is not in UTF-8"),
        (HEADER.encode("utf-16"), "not in UTF-8"),
        (HEADER + 'int_01,0,3,"open,,,\n', "row 2: this is no CSV"),
        (HEADER + "int_01,0,2,Ja,,\n", "row 2: 6 cells where the column names are 7"),
        (HEADER + "int_01,nul,2,Ja,,,\n", "row 2: start and end must be whole numbers"),
        (HEADER + "int_01,0,2,Ja,,wonen,\n", "row 2: code 'wonen' is not in dimension 'barrier'"),
        (HEADER + "int_01,0,2,Ja,individual|structural,,\n", "row 2: dimension 'view' has room for one code"),
    ],
)
def test_what_cannot_be_read_is_named(file, contents, why):
    with pytest.raises(InvalidCodes) as refusal:
        read_hand_codes(file(contents), BOOK)
    assert why in str(refusal.value)
    assert "codes.csv" in str(refusal.value)


def test_every_bad_row_is_named_without_a_word_of_what_was_said(file):
    path = file(HEADER + "int_01,x,2,Geheim,,,\nint_01,0,2,Ja,,,\nint_01,0,2,Geheim,wens,,\n")
    with pytest.raises(InvalidCodes) as refusal:
        read_hand_codes(path, BOOK)
    assert [problem.split(":")[0] for problem in refusal.value.problems] == ["row 2", "row 4"]
    assert "Geheim" not in str(refusal.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidCodes, match="cannot be opened"):
        read_hand_codes(tmp_path / "codes.csv", BOOK)
