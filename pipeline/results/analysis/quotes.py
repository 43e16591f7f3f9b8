"""The table `quotes`: a code beside the words, their speaker and interview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.results.analysis.table import LabelledTable, code_label, dimension_label, interview_columns

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.results.verdict_tables import Tables

COLUMNS = ("dimension", "code", "label", "interview", "fragment", "speaker", "coder", "released", "text")


def quotes(
    tables: Tables,
    codebook: Codebook,
    released: Iterable[Mapping[str, str]],
    *,
    every: bool = False,
    language: str = "en",
) -> LabelledTable:
    """Return the released quotes, in the words in which they were released; with `every`, all coded fragments too.

    `released` has dimension, code, interview, fragment, coder and text of each quote. Only codes of the coder whose
    verdict counts are quoted beside them.
    """
    fragments = tables["fragments"].astype({"fragment": "str"}).set_index("fragment")
    rows: dict[tuple[str, str, str], dict[str, object]] = {
        (each["dimension"], each["code"], each["fragment"]): {**each, "released": True} for each in released
    }
    if every:
        codes = tables["codes"]
        for named in codes[codes["final"].astype(bool)].astype("str").to_dict("records"):
            row = {str(name): str(value) for name, value in named.items()}
            key = (row["dimension"], row["code"], row["fragment"])
            words = str(fragments["text"].get(row["fragment"], ""))
            rows.setdefault(key, {**row, "released": False, "text": words})
    speakers = fragments["speaker"].astype("str")
    listed = [
        {
            **{name: row.get(name) for name in COLUMNS},
            "label": f"{dimension_label(codebook, dimension, language)}: "
            f"{code_label(codebook, dimension, code, language)}",
            "speaker": str(speakers.get(fragment, "")),
        }
        for (dimension, code, fragment), row in sorted(
            rows.items(), key=lambda item: (item[0][:2], item[1]["interview"])
        )
    ]
    frame = pd.DataFrame(listed, columns=list(COLUMNS))
    about = interview_columns(tables["transcripts"])
    beside = about.reindex(frame["interview"].astype("str")).reset_index(drop=True)
    return LabelledTable(name="quotes", frame=pd.concat([frame, beside], axis=1))
