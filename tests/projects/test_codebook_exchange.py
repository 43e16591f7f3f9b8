"""A codebook comes in without typing, from other programs and from tables, and goes out so that it comes back whole."""

import uuid

import pytest

from pipeline.codebook import Codebook, changes
from pipeline.codebook.rows import rows_of, with_rows
from pipeline.errors import InvalidChange, UnknownFormat
from pipeline.projects.codebook_tables import read_codebook_rows
from pipeline.results.exchange.codebook_files import export_codebook
from tests.test_codebook import STARTER

EMPTY = Codebook.model_validate(
    {
        "study": "S",
        "version": "1",
        "dimensions": [
            {"id": "theme", "label": "Thema", "values": "many", "codes": [{"id": "other", "label": "ander"}]}
        ],
    }
)


@pytest.fixture
def shipped():
    from pipeline.codebook import load_codebook

    return load_codebook(STARTER)


@pytest.fixture
def brought(tmp_path):
    def bring(name, contents, book=EMPTY, **how):
        path = tmp_path / name
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return with_rows(book, read_codebook_rows(path, **how)).codebook

    return bring


def tree(book, dimension):
    return {code.label.nl: code.parent for code in book.dimension(dimension).codes}


def qdc(codes):
    return (
        f'<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="X"><Codes>{codes}</Codes></CodeBook>'
    )


def code(name, *below, codable="true", told=""):
    described = f"<Description>{told}</Description>" if told else ""
    return f'<Code guid="{uuid.uuid4()}" name="{name}" isCodable="{codable}">{described}{"".join(below)}</Code>'


def test_a_tree_of_hundreds_of_codes_comes_in_whole(brought):
    top = [
        code(f"Deel {nth}", *(code(f"Vak {each}", *(code(f"Punt {last}") for last in range(4))) for each in range(9)),
             codable="false")
        for nth in range(5)
    ]  # fmt: skip
    book = brought("big.qdc", qdc("".join(top)))
    assert len(book.keys) == 1 + 5 * (9 + 9 * 4)
    assert book.dimension_ids == ("theme", *(f"deel_{nth}" for nth in range(5)))
    fourth = book.dimension("deel_4")
    assert [fourth.depth(each) for each in fourth.code_ids].count(1) == 36
    assert len(fourth.below("vak_8")) == 4


def test_a_code_with_sub_codes_stays_a_code_and_descriptions_are_definitions(brought):
    book = brought("b.qdc", qdc(code("Wonen", code("huur", told="Te duur."), code("koop")) + code("Werk")))
    assert tree(book, "codes") == {"Wonen": None, "huur": "wonen", "koop": "wonen", "Werk": None}
    assert book.dimension("codes").code("huur").definition.nl == "Te duur."
    one = brought("b.qdc", qdc(code("Wonen", code("huur"), codable="false")), dimension="theme")
    assert tree(one, "theme") == {"ander": None, "Wonen": None, "huur": "wonen"}


@pytest.mark.parametrize("divider", [";", ",", "\t"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_table_comes_in_as_a_spreadsheet_writes_it(brought, divider, declared):
    lines = ["Dimensie|Code|Ouder|Omschrijving", "Drempels|wonen||een dak", "Drempels|huur|wonen|", "Toon|bitter||"]
    text = "\r\n".join([*([f"sep={divider}"] if declared else []), *(line.replace("|", divider) for line in lines)])
    book = brought("codes.csv", "\ufeff" + text)
    assert tree(book, "drempels") == {"wonen": None, "huur": "wonen"}
    assert book.dimension("drempels").code("wonen").definition.en == "een dak"
    assert tree(book, "toon") == {"bitter": None}


def test_a_plain_list_comes_in_with_its_indents(brought):
    book = brought("codes.txt", "Wonen\n  - huur, kort\n  - koop\nWerk\n\tloon\n", dimension="theme")
    assert tree(book, "theme") == {
        "ander": None, "Wonen": None, "huur, kort": "wonen", "koop": "wonen", "Werk": None, "loon": "werk",
    }  # fmt: skip


def test_a_known_code_gets_the_wording_of_the_file_and_keeps_the_rest(brought, shipped):
    known = shipped.dimension("barrier").code("housing")
    book = brought("c.csv", "dimension;id;label_nl\nbarrier;housing;wonen\nbarrier;debts;schulden\n", shipped)
    later = book.dimension("barrier").code("housing")
    assert (later.label.nl, later.definition, later.keywords) == ("wonen", known.definition, known.keywords)
    assert book.dimension("barrier").code_ids == (*shipped.dimension("barrier").code_ids, "debts")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_as_a_table_comes_back_whole(tmp_path, shipped, form):
    there = changes.edit(shipped, "barrier", "mobility", {"parent": "housing", "colour": 3, "keywords": ["=1+1", "-x"]})
    there = changes.retire(there.codebook, "barrier", "finances").codebook
    path = export_codebook(there, tmp_path / f"codes.{form}")
    back = with_rows(EMPTY, read_codebook_rows(path)).codebook
    assert list(rows_of(back))[1:] == list(rows_of(there))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_goes_out_as_refi_comes_back_with_its_tree(tmp_path, shipped):
    there = changes.edit(shipped, "barrier", "mobility", {"parent": "housing"}).codebook
    path = export_codebook(there, tmp_path / "codes.qdc", language="nl")
    back = with_rows(EMPTY, read_codebook_rows(path)).codebook
    assert tree(back, "drempel") == {
        each.label.nl: each.parent and "huisvesting" for each in there.dimension("barrier").codes
    }
    with pytest.raises(UnknownFormat, match="there is qdc, csv, xlsx"):
        export_codebook(there, tmp_path / "codes.pdf")


@pytest.mark.parametrize(
    ("name", "contents", "why"),
    [
        ("a.csv", "", "no codes"),
        ("a.qdc", qdc(""), "no codes"),
        ("a.xlsx", b"not a workbook", "no workbook"),
        ("a.csv", "één".encode("latin-1"), "UTF-8"),
        ("a.csv", "code;parent\nhuur;wonen\n", "its parent 'wonen' is no code"),
        ("a.csv", "id;label_nl\nBad!;x\n", "pattern"),
    ],
)
def test_what_cannot_come_in_is_told(brought, name, contents, why):
    with pytest.raises(InvalidChange, match=why):
        brought(name, contents)
