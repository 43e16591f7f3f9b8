"""The tables for analysts: what is in them, and what spreadsheets, SPSS, Stata and DuckDB read of them."""

from datetime import UTC, date, datetime

import duckdb
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import results
from pipeline.codebook import Codebook
from pipeline.results.analysis.files import FILES, NAMES, renamed, write_table
from pipeline.results.analysis.matrix import matrix
from pipeline.results.analysis.quotes import quotes
from pipeline.results.analysis.table import LabelledTable
from pipeline.results.analysis.wide import wide
from pipeline.results.spreadsheets import export_xlsx

from .conftest import codes, fragments, transcripts

MADE = datetime(2026, 3, 2, tzinfo=UTC)
BOOK = Codebook.model_validate(
    {
        "study": "proef",
        "version": "1",
        "dimensions": [
            {
                "id": "barrier",
                "label": {"nl": "Drempel", "en": "Barrier"},
                "values": "many",
                "codes": [
                    {"id": "mobility", "label": {"nl": "Vervoer", "en": "Transport"}},
                    {"id": "housing", "label": {"nl": "Wonen", "en": "Housing"}},
                ],
            }
        ],
    }
)


@pytest.fixture
def tables():
    about = [{**row, "metadata": {**row["metadata"], "begin": "2026-01-31", "age": "41"}} for row in transcripts()]
    return results.frames({"transcripts": about, "fragments": fragments(), "codes": codes()})


def test_wide_has_a_row_per_fragment_and_no_zero_where_nobody_looked(tables):
    table = wide(tables, BOOK, language="nl")
    rows = table.frame.set_index("fragment")
    assert len(rows) == 3
    assert rows["barrier.mobility"].tolist() == [1, 0, pd.NA]
    assert rows["barrier.housing"].tolist() == [0, 0, pd.NA]
    assert rows["barrier.childcare"].tolist() == [0, 1, pd.NA], "a code that left the codebook and still holds"
    assert table.labels["barrier.mobility"] == "Drempel: Vervoer"
    assert "niet meer in het codeboek" in table.labels["barrier.childcare"]
    assert rows["meta_age"].tolist() == [41, 41, 41]
    assert set(rows["meta_begin"]) == {date(2026, 1, 31)}


def test_only_the_verdict_that_counts_is_in_wide(tables):
    tables["codes"]["final"] = False
    assert wide(tables, BOOK).frame["barrier.mobility"].fillna(0).sum() == 0


def test_quotes_are_the_released_words_unless_all_are_wanted(tables):
    fragment = tables["codes"]["fragment"][0]
    told = {"dimension": "barrier", "code": "mobility", "interview": "gesprek_0", "fragment": fragment}
    released = [{**told, "coder": "Bo", "text": "De bus …"}]
    few = quotes(tables, BOOK, released).frame
    assert few[["text", "released", "speaker", "label"]].values.tolist() == [
        ["De bus …", True, "R", "Barrier: Transport"]
    ]
    every = quotes(tables, BOOK, released, every=True).frame
    assert dict(zip(every["text"], every["released"], strict=True)) == {
        "De bus …": True,
        "Zij wil wel, maar er is geen crèche.": False,
    }


def study_of(shares):
    """Reviewed fragments in which `mobility` has these counts of so many, an interview each."""
    said, given, about = [], [], []
    like, coded, told = next(fragments(1)), next(codes()), next(transcripts())
    for number, (count, of) in enumerate(shares):
        name = f"gesprek_{number}"
        about.append({**told, "interview": name, "metadata": {"region": "Gent" if number % 2 else "Luik"}})
        for place in range(of):
            fragment = f"{name}:{place}-{place + 1}"
            said.append({**like, "fragment": fragment, "interview": name, "reviewed": True})
            if place < count:
                given.append({**coded, "fragment": fragment, "interview": name})
                given += [{**given[-1], "code": "housing"}] if place == 0 else []
    return results.frames({"transcripts": about, "fragments": said, "codes": given})


def test_matrix_counts_codes_by_interview_column_and_code():
    tables = study_of([(1, 4), (2, 4), (3, 4), (1, 4)])

    def cell(by, group, code="mobility"):
        frame = matrix(tables, BOOK, by=by).frame
        return frame[(frame["group"] == group) & (frame["code"] == code)].iloc[0]

    assert cell("interview", "gesprek_2")[["count", "fragments", "interviews"]].tolist() == [3, 4, 1]
    assert pd.isna(cell("interview", "gesprek_2")["low"]), "one interview says nothing about others"
    luik = cell("region", "Luik")
    assert luik[["count", "fragments", "share"]].tolist() == [4, 8, 0.5]
    assert 0 < luik["low"] < 0.5 < luik["high"] < 1
    both = cell("code", "Barrier: Transport", "housing")
    assert both[["count", "fragments"]].tolist() == [4, 7]
    sheets = matrix(tables, BOOK, by="region").more
    assert sheets["counts"].values.tolist() == [["Barrier: Transport", 3, 4], ["Barrier: Housing", 2, 2]]


def test_interviews_that_agree_give_a_narrower_interval_than_ones_that_differ():
    def by_all(shares):
        tables = study_of(shares)
        tables["transcripts"]["meta_all"] = "all"
        found = matrix(tables, BOOK, by="all").frame.query("code == 'mobility'")
        return float((found["high"] - found["low"]).iloc[0])

    assert by_all([(2, 4), (2, 4), (2, 4), (1, 4)]) < by_all([(4, 4), (0, 4), (3, 4), (0, 4)])


@pytest.mark.parametrize("kind", FILES)
def test_every_format_holds_every_row_in_its_words(tables, tmp_path, kind):
    path = tmp_path / f"wide.{kind}"
    table = wide(tables, BOOK)
    notes = write_table(table, path, kind, made_at=MADE)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    if kind == "parquet":
        assert duckdb.sql(f"SELECT max(role) FROM '{path}'").fetchall() == [("respondent",)]
        assert pd.read_parquet(path)["barrier.mobility"].tolist()[:2] == [1, 0]
    elif kind == "xlsx":
        rows = list(openpyxl.load_workbook(path)["wide"].iter_rows(values_only=True))
        named = dict(zip(rows[0], rows[1], strict=True))
        assert named["meta_begin"] == datetime(2026, 1, 31)  # noqa: DTZ001
        assert len(rows) == 4
    elif kind == "csv":
        assert pd.read_csv(path)["text"].tolist()[2] == "'=Goh, ’t is wat 😀."
    else:
        _has_labels(path, kind, notes)


def _has_labels(path, kind, notes):
    frame, told = (pyreadstat.read_sav if kind == "sav" else pyreadstat.read_dta)(str(path))
    name = "barrier.mobility" if kind == "sav" else "barrier_mobility"
    assert frame["text"].tolist()[2] == "=Goh, ’t is wat 😀."
    assert frame[name].fillna(-1).tolist() == [1, 0, -1]
    assert told.column_names_to_labels[name] == "Barrier: Transport"
    assert told.variable_value_labels[name] == {0: "no", 1: "yes"}
    assert set(frame["meta_begin"]) == {date(2026, 1, 31)}
    assert any(str(note).startswith("column barrier.mobility is called") for note in notes) == (kind == "dta")


def test_times_in_a_workbook_are_dates(tables, tmp_path):
    part = results.TableParts(rows=2, frames=lambda: iter([tables["codes"]]))
    export_xlsx({"codes": part}, tmp_path / "codes.xlsx", made_at=MADE)
    sheet = openpyxl.load_workbook(tmp_path / "codes.xlsx")["codes"]
    column = [cell.value for cell in sheet[1]].index("decided_at")
    assert sheet[2][column].value == datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001
    assert sheet[2][column].is_date


@pytest.mark.slow
@pytest.mark.parametrize("kind", NAMES)
@given(names=st.lists(st.text(max_size=70), unique=True, max_size=6))
def test_every_name_becomes_one_that_the_program_holds(kind, names):
    rule, longest = NAMES[kind]
    found = list(renamed(names, rule, longest).values())
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert 0 < len(name.encode()) <= longest
        assert name[0].isalpha() or name[0] == "_"


@pytest.mark.parametrize(("kind", "name"), [("sav", "with"), ("dta", "with"), ("dta", "int"), ("dta", "str12")])
def test_words_that_the_programs_keep_for_themselves_are_no_names(kind, name):
    assert renamed([name], *NAMES[kind]) == {name: f"{name}_v"}


def test_text_that_spss_cannot_hold_whole_is_named(tmp_path):
    table = LabelledTable(name="t", frame=pd.DataFrame({"text": ["é" * 20_000, "kort"]}))
    notes = write_table(table, tmp_path / "t.sav", "sav", made_at=MADE)
    frame, _ = pyreadstat.read_sav(str(tmp_path / "t.sav"))
    assert frame["text"].str.len().tolist() == [16_383, 4]
    assert [str(note) for note in notes] == ["column text: 1 texts are too long and were cut"]
