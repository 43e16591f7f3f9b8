"""A table for analysts: a frame with labels of its columns and of the values in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.results.exchange.value_types import value_type

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

LEFT = {"nl": "staat niet meer in het codeboek", "en": "no longer in the codebook"}
YES_NO = {"nl": {0: "nee", 1: "ja"}, "en": {0: "no", 1: "yes"}}


@dataclass(frozen=True, kw_only=True)
class LabelledTable:
    """A table to write: `labels` describe columns, `values` the numbers in a column.

    `more` are further sheets of a workbook, which CSV and Parquet do not have.
    """

    name: str
    frame: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    more: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def code_label(codebook: Codebook, dimension: str, code: str, language: str) -> str:
    """Return the label of a code; the id, with a remark, for a code that left the codebook."""
    if (dimension, code) not in codebook.keys:
        return f"{code} ({LEFT[language]})"
    return codebook.dimension(dimension).code(code).label.in_language(language)


def dimension_label(codebook: Codebook, dimension: str, language: str) -> str:
    """Return the label of a dimension; the id for one that left the codebook."""
    known = dimension in codebook.dimension_ids
    return codebook.dimension(dimension).label.in_language(language) if known else dimension


def known_codes(codebook: Codebook, codes: pd.DataFrame) -> list[tuple[str, str]]:
    """Return every code by dimension and id: those of the codebook in its order, then others that were given."""
    listed = [(dimension.id, code) for dimension in codebook for code in dimension.code_ids]
    given = {(str(a), str(b)) for a, b in zip(codes["dimension"], codes["code"], strict=True)}
    return listed + sorted(given - set(listed))


def interview_columns(transcripts: pd.DataFrame) -> pd.DataFrame:
    """Return the interview columns by interview, with numbers and dates where all values of a column allow them."""
    table = transcripts.astype({"interview": "str"}).set_index("interview")
    named = [str(name) for name in table.columns if str(name).startswith("meta_")]
    return pd.DataFrame({name: _typed(table[name]) for name in named}, index=table.index)


def _typed(column: pd.Series[Any]) -> pd.Series[Any]:
    kind = value_type(str(value) for value in column.dropna())
    if kind in ("Integer", "Float"):
        return column.map(float, na_action="ignore").astype("Int64" if kind == "Integer" else "float64")
    return column.map(date.fromisoformat, na_action="ignore").astype(object) if kind == "Date" else column


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Convert categorical columns to text: DuckDB takes `max()` of one with empty cells from unused categories."""
    few = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(few, "str"))


def in_order(keys: Iterable[Any]) -> list[Any]:
    """Return the distinct keys in order."""
    return sorted(set(keys))
