"""The table `matrix`: how often each code occurs in each interview, in each group of interviews, or with each code.

The shares describe the fragments that were reviewed. Their intervals say how much they would vary with other
interviews (delete-one-interview jackknife on the log-odds scale, as in `prevalence`). Estimates for all fragments,
which count only what was read without a suggestion, are in the table `prevalence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.results.analysis.table import LabelledTable, code_label, dimension_label, in_order, known_codes
from pipeline.results.prevalence.estimator import CONFIDENCE, Sample, estimate

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.results.verdict_tables import Tables

Marks: TypeAlias = npt.NDArray[np.bool_]

BY_INTERVIEW, BY_CODE = "interview", "code"

COLUMNS = (
    "dimension", "code", "label", "by", "group", "count", "fragments", "interviews", "share", "low", "high",
    "confidence",
)  # fmt: skip


def matrix(tables: Tables, codebook: Codebook, *, by: str = BY_INTERVIEW, language: str = "en") -> LabelledTable:
    """Return a row per code and group, with sheets of counts and shares in a workbook.

    `by` is `interview`, `code` (how many of the fragments with one code also have the other), or an interview column
    without `meta_`. `count` is of the `fragments` that were reviewed in the group; the interval is empty where there
    are fewer than two interviews, or where all or none of the fragments have the code.

    Raises:
        KeyError: there is no such interview column.
    """
    fragments = tables["fragments"]
    read = fragments[fragments["reviewed"].astype(bool)].astype({"fragment": "str", "interview": "str"})
    read = read.reset_index(drop=True)
    codes = tables["codes"]
    codes = codes[codes["final"].astype(bool)]
    given = codes.astype("str").groupby(["dimension", "code"], observed=True)["fragment"].agg(set).to_dict()
    known = known_codes(codebook, codes)
    marks = {key: read["fragment"].isin(given.get(key, set())).to_numpy() for key in known}
    names = {key: _name(codebook, key, language) for key in known}
    groups = dict(_groups(tables, read, by, {names[key]: marks[key] for key in known}))
    rows = [
        {"dimension": key[0], "code": key[1], "label": names[key], "by": by, "group": group, **_cell(read, those, has)}
        for key, has in marks.items()
        for group, those in groups.items()
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return LabelledTable(name="matrix", frame=frame, more=_sheets(frame, list(groups)))


def _name(codebook: Codebook, key: tuple[str, str], language: str) -> str:
    return f"{dimension_label(codebook, key[0], language)}: {code_label(codebook, *key, language)}"


def _groups(tables: Tables, read: pd.DataFrame, by: str, codes: Mapping[str, Marks]) -> Iterator[tuple[str, Marks]]:
    """Yield each group with its fragments; an empty value of an interview column is a group of its own."""
    if by == BY_CODE:
        yield from codes.items()
        return
    named = read["interview"]
    if by != BY_INTERVIEW:
        transcripts = tables["transcripts"].astype({"interview": "str"}).set_index("interview")
        named = read["interview"].map(transcripts[f"meta_{by}"].fillna("").astype("str"))
    for group in in_order(named):
        yield str(group), (named == group).to_numpy()


def _cell(read: pd.DataFrame, those: Marks, has: Marks) -> dict[str, object]:
    here = read["interview"][those]
    number, interviews = pd.factorize(here)
    mark = has[those].astype(float)
    ones = np.ones(len(mark))
    sample = Sample(
        interview=number, size=ones, whole=ones.astype(bool), weight=np.zeros(len(mark)), given=mark, score=mark
    )
    found = estimate(sample, power=0.0) if len(mark) else None
    return {
        "count": int(mark.sum()),
        "fragments": len(mark),
        "interviews": len(interviews),
        "share": found.share if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "confidence": CONFIDENCE,
    }


def _sheets(frame: pd.DataFrame, groups: list[str]) -> dict[str, pd.DataFrame]:
    labels = list(dict.fromkeys(frame["label"]))
    return {
        name: frame.pivot_table(index="label", columns="group", values=column, aggfunc="first", dropna=False)
        .reindex(index=labels, columns=groups)
        .reset_index()
        .rename_axis(columns=None)
        for name, column in (("counts", "count"), ("shares", "share"))
    }
