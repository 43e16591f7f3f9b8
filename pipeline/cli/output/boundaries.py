"""Describe the boundary model of a study in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.records import Report


def trained_boundaries(report: Report) -> list[str]:
    """Describe what training found about the study's own boundaries; empty if it was not evaluated."""
    cuts = report.details.get("cuts")
    if not isinstance(cuts, Mapping) or not cuts:
        return []
    if cuts["own"] is None:
        return [
            "New transcripts are cut by the shipped boundaries: own ones take five interviews that people cut by hand "
            f"and that the shipped ones do not know; there are {cuts['interviews']}."
        ]
    which = "the shipped boundaries" if cuts["boundaries"] == "shipped" else f"your own boundaries {cuts['boundaries']}"
    return [
        f"New transcripts are cut by {which}. On {cuts['interviews']} interviews cut by hand, each judged without "
        f"learning from it, F1 of the cuts inside turns was {cuts['own']:.2f} for your own, {cuts['shipped']:.2f} for "
        "the shipped ones."
    ]


def current_boundaries(report: Report) -> list[str]:
    """Name the boundaries that are used for the next transcript."""
    return [f"boundaries {report.details['boundaries']}"]
