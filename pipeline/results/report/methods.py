"""The methods appendix, by the items of COREQ and SRQR: filled in from the tables, with questions for the rest.

Sources: A. Tong, P. Sainsbury & J. Craig, Consolidated criteria for reporting qualitative research (COREQ).
International Journal for Quality in Health Care 19 (2007); B. C. O'Brien et al., Standards for reporting qualitative
research (SRQR). Academic Medicine 89 (2014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.results.report.sections import Language, Row, Section, interval

if TYPE_CHECKING:
    from pipeline.results.report.counts import ReportCounts


def methods_section(
    say: Language, counted: ReportCounts, software: Mapping[str, str], quotes: int, agreement: Sequence[Row] = ()
) -> Section:
    """Build the appendix as questions and answers."""
    words, counts = say.words, counted.study
    models, versions = sorted(counted.models), sorted(counted.codebooks)
    codes = sum(len(dimension.codes) for dimension in say.codebook)
    machine = words["a_machine"].format(models=", ".join(models), **counts) if models else words["a_no_machine"]
    answers = {
        "COREQ 24": words["a_coders"].format(count=counts["coders"], double=counted.double_coded_share)
        + _alphas(say, agreement),
        "COREQ 25": words["a_tree"].format(
            dimensions=len(say.codebook.dimensions), codes=codes, versions=", ".join(versions) or "–"
        ),
        "COREQ 26": words["a_derived"],
        "COREQ 27": ", ".join(f"{name} {version}" for name, version in sorted(software.items())) or words["a_ask"],
        "COREQ 28": words["a_ask"],
        "COREQ 29": words["a_quotes"].format(count=quotes),
        "SRQR processing": words["a_processing"],
        "SRQR analysis": machine,
        "SRQR people": words["a_people"].format(**counts),
        "SRQR trust": words["a_trust"].format(**counts),
    }
    rows = tuple((words[item], answer) for item, answer in answers.items())
    return Section(heading=words["methods"], columns=(words["item"], words["answer"]), rows=rows)


def _alphas(say: Language, agreement: Sequence[Row]) -> str:
    """Return Krippendorff's alpha of each whole dimension, for every two people; empty if there is none."""
    alphas = [
        f"{say.label(str(row['dimension']))} {say.number(row['value'])} ({interval(say.number, row)}; {row['coders']})"
        for row in agreement
        if row["kind"] == "human-human" and not row["code"] and row["measure"] in ("alpha", "masi_alpha")
        if row["value"] is not None
    ]
    return f" {say.words['a_alpha'].format(alphas='; '.join(alphas))}" if alphas else ""
