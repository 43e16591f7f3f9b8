"""Describe the boundary model of a study in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.records import Report


def trained_boundaries(report: Report) -> list[str]:
    """Describe what training found about the study's own boundaries; empty if it was not evaluated."""
    told = report.details.get("cuts")
    if not isinstance(told, Mapping) or not told:
        return []
    if told["own"] is None:
        return [
            "New transcripts are cut by the shipped boundaries: own ones take five interviews that people cut by hand "
            f"and that the shipped ones do not know; there are {told['interviews']}."
        ]
    which = "the shipped boundaries" if told["boundaries"] == "shipped" else f"your own boundaries {told['boundaries']}"
    return [
        f"New transcripts are cut by {which}. On {told['interviews']} interviews cut by hand, each judged without "
        f"learning from it, F1 of the cuts inside turns was {told['own']:.2f} for your own, {told['shipped']:.2f} for "
        "the shipped ones."
    ]


def current_boundaries(report: Report) -> list[str]:
    """Name the boundaries that are used for the next transcript."""
    return [f"boundaries {report.details['boundaries']}"]
