"""The worked analyses of docs/analyses answer what they say they answer."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline import results
from pipeline.results.agreement.table import agreement
from pipeline.results.prevalence.table import prevalence
from pipeline.results.schema import TABLES

from .test_report import BOOK, rows_of_study

ANALYSES = Path(__file__).parents[2] / "docs" / "analyses"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    rows = rows_of_study()
    for row in rows["codes"]:
        row["dimension"] = {"view": "activation"}.get(row["dimension"], row["dimension"])
        row["code"] = {"system": "structural"}.get(row["code"], row["code"])
    tables = results.frames(rows)
    figures = {"agreement": agreement(tables, BOOK), "prevalence": prevalence(tables, BOOK)}
    results.publish(rows | figures, folder / "data" / "results", stamp={"study": "p", "codebook": "1"})
    return folder


def test_sql_tells_which_barriers_are_told_structurally_and_by_whom(workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    found = duckdb.sql((ANALYSES / "structural.sql").read_text()).fetchall()
    assert ("mobility", "jobcoach", 16, 8, 0.5) in found
    assert len(found) == 4


def test_pandas_tells_how_sure_we_are(workspace):
    command = [sys.executable, str(ANALYSES / "how_sure.py"), str(workspace)]
    printed = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ANALYSES.parents[1]).stdout
    assert "mobility  reviewed" in re.sub(" +", "  ", printed)
    assert "rough: the interval rests on 4 interviews" in printed


def test_r_asks_for_columns_that_there_are():
    script = (ANALYSES / "machine.R").read_text()
    assert re.findall(r"data/results/(\w+)\.parquet", script) == ["codes", "decisions"]
    known = set(TABLES["codes"].names) | set(TABLES["decisions"].names)
    asked = set(re.findall(r"(?:filter|count)\(([^)]*?)[,)]", script.replace("%in% c(", "")))
    assert {"final", "dimension", "live"} <= known
    assert {name for each in asked for name in re.findall(r"^\w+", each)} <= known


PAGE = (ANALYSES.parent / "analysis.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_questions_of_the_page_have_the_same_answer_in_sql_and_pandas(tmp_path, monkeypatch):
    rows = rows_of_study()
    rows["codebook"] = results.codebook_rows(BOOK)
    results.publish(rows, tmp_path / "data" / "results", stamp={"study": "p", "codebook": "1"})
    monkeypatch.chdir(tmp_path)
    by_role, shares = (duckdb.sql(block).fetchall() for block in blocks("sql"))
    names: dict = {}
    exec(blocks("python")[0], names)
    assert {(*key, count) for key, count in names["counts"].items()} == set(by_role)
    assert by_role
    assert all(0 <= share <= 1 for _, share in shares)
    assert len(shares) > 1


def test_polars_and_r_ask_for_the_tables_and_columns_that_there_are():
    for block in (blocks("python")[1], *blocks("r")):
        named = set(re.findall(r'read\("(\w+)"\)', block))
        assert named == {"codes", "codebook", "transcripts"}
        assert named <= set(TABLES)
        assert {"label_nl", "dimension", "code"} <= set(TABLES["codebook"].names)
