"""A file of hand codes: read whole, or every bad row named with what to do; never with what people said."""

import io

import openpyxl
import pytest

from pipeline.decisions import read_hand_codes
from pipeline.decisions.imports.hand_codes_check import explain_offsets
from pipeline.errors import InvalidCodes
from pipeline.records import HandCoded
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
        (HEADER.replace(",", "\t"), "row 2: there are no rows"),
        (
            "interview;start;end;text;dimension;code\nint_01;0;2;Ja;wonen;housing\n",
            "row 2: dimension 'wonen' is not in",
        ),
        (HEADER.replace(",", ";") + "int_01;1.000;1.010;Ja;;;\n", "row 2: start and end must be whole numbers"),
        (b"PK\x03\x04 broken", "no workbook, or it is damaged"),
        ("interview,start,text,barrier\n", "row 1: column 'end' is missing"),
        ("interview,start,end,text,barier\n", "column 'barier' is not known"),
        ("interview,start,end,text,barrier,barrier\n", "stands twice"),
        ("interview,start,end,text,coder\n", "no column for any dimension"),
        (HEADER.encode() + b"int_01,0,3,caf\x81,,,\n", "line 2: the file is not in UTF-8"),
        (HEADER.encode("utf-16")[:-1], "not in UTF-8"),
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


def test_the_message_names_every_bad_row_however_many(file):
    path = file(HEADER + "int_01,x,2,Ja,,,\n" * 96)
    with pytest.raises(InvalidCodes) as refusal:
        read_hand_codes(path, BOOK)
    assert [f"row {row}: " in str(refusal.value) for row in range(2, 98)] == [True] * 96


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidCodes, match="cannot be opened"):
        read_hand_codes(tmp_path / "codes.csv", BOOK)


SHEET = [
    ["interview", "start", "end", "text", "view", "barrier", "coder"],
    ["int_01", 3, 10.0, "café", None, "housing", "bo"],
]
CSV = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in SHEET).replace("10.0", "10,0")


def workbook(rows):
    book = openpyxl.Workbook()
    empty, sheet = book.active, book.create_sheet()
    assert empty is not None
    for row in rows:
        sheet.append([*row, None])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("contents", "name"),
    [
        (CSV.encode("cp1252"), "codes.csv"),
        (b"\xef\xbb\xbf" + CSV.encode(), "codes.csv"),
        (f"sep=;\r\n{CSV};;\r\n;;;;;;;;\r\n".encode("cp1252"), "codes.csv"),
        (CSV.replace(";", "\t").encode("utf-16"), "codes.txt"),
        (workbook(SHEET), "codes.xlsx"),
    ],
    ids=["semicolons", "CSV UTF-8", "sep=", "Unicode text", "workbook"],
)
def test_what_excel_writes_in_belgium_is_read(file, contents, name):
    [row] = read_hand_codes(file(contents, name), BOOK)
    assert (row.start, row.end, row.text, row.coder, row.place) == (3, 10, "café", "bo", "row 2")
    assert row.codes == {"view": (), "barrier": ("housing",)}


@pytest.mark.parametrize(
    "lines",
    [
        HEADER + "int_01,0,2,Ja,,housing,bo\nint_01,0,2,Ja,structural,,bo\nint_01,0,2,Ja,,mobility,bo\n",
        "interview,start,end,text,dimension,code,coder\nint_01,0,2,Ja,barrier,housing,bo\n"
        "int_01,0,2,Ja,view,structural,bo\nint_01,0,2,Ja,barrier,mobility,bo\n",
    ],
    ids=["a column per dimension", "dimension and code"],
)
def test_rows_with_one_code_each_are_joined(file, lines):
    [row] = read_hand_codes(file(lines), BOOK)
    assert row.codes == {"view": ("structural",), "barrier": ("housing", "mobility")}
    assert row.place == "row 2, row 3, row 4"


def test_with_one_code_per_row_a_fragment_without_code_is_judged_and_an_unnamed_dimension_is_not(file):
    lines = "interview,start,end,text,dimension,code\nint_01,0,2,Ja,barrier,housing\nint_01,3,5,Nee,,\n"
    assert [row.codes for row in read_hand_codes(file(lines), BOOK)] == [{"barrier": ("housing",)}, {"barrier": ()}]


TEXT = "R: 😀 Café.\r\nR: De huur.\r\nR: Ja. Ja."
RIGHT = TEXT.index("De huur."), TEXT.index("De huur.") + len("De huur.")


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (RIGHT[0] + 1, RIGHT[1] + 1, "count UTF-16 units"),
        (RIGHT[0] + 4, RIGHT[1] + 4, "count bytes of UTF-8"),
        (RIGHT[0] - 1, RIGHT[1] - 1, "count a line end of two characters as one"),
        (RIGHT[0] + 1, RIGHT[1], "count from 1, with the last character included"),
        (RIGHT[0], RIGHT[1] - 1, "include the last character"),
        (0, 3, ""),
    ],
)
def test_offsets_in_other_units_are_explained_with_the_right_ones(start, end, told):
    row = HandCoded(transcript_id="a", start=start, end=end, text="De huur.", codes={}, coder="bo", place="row 2")
    explained = explain_offsets(row, TEXT)
    assert told in explained
    assert explained.startswith("start and end seem to") == bool(told)
    assert f"{RIGHT[0]}-{RIGHT[1]}" in explained
    assert "huur" not in explained


def test_words_that_stand_twice_are_given_no_place():
    row = HandCoded(transcript_id="a", start=0, end=3, text="Ja.", codes={}, coder="bo", place="row 2")
    assert "its words are at" not in explain_offsets(row, TEXT)
