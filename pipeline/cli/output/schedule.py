"""Describe the schedule in sentences: proposed models, and the watch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.messages import Figure, Message
from pipeline.records import Report


def of_propose(report: Report) -> list[str]:
    """Describe the result of `propose`: a better model, or none."""
    entry = report.details.get("proposal")
    if not isinstance(entry, Mapping):
        return [Message("No model is proposed: one learnt now does not beat the current one on the same interviews.")]
    return [_proposal(entry)]


def _proposal(entry: Mapping[str, Any]) -> str:
    values = {
        "model": entry["model"],
        "figure": Figure(entry["figure"], 3),
        "fragments": Figure(entry["fragments"]),
        "interviews": entry["interviews"],
    }
    if entry["current"] is None:
        return Message(
            "Model %(model)s is proposed: F1 %(figure)s, on %(fragments)s fragments of %(interviews)s interviews."
            " `drempel train --accept-proposal` takes it into use.",
            **values,
        )
    return Message(
        "Model %(model)s is proposed: F1 %(figure)s against %(current)s of the current one, on %(fragments)s "
        "fragments of %(interviews)s interviews. `drempel train --accept-proposal` takes it into use.",
        **values,
        current=Figure(entry["current"], 3),
    )


def of_accept(report: Report) -> list[str]:
    """Name the current model after a proposal was accepted."""
    return [f"Model {report.details['model']} is the current one now. Next: `drempel suggest`."]


def of_schedule(report: Report) -> list[str]:
    """Describe the proposal and the status of the watch; empty if neither was ever used."""
    proposal, watch = report.details.get("proposal"), report.details.get("watch")
    lines = [_proposal(proposal)] if isinstance(proposal, Mapping) else []
    if isinstance(watch, Mapping) and (watch["on"] or watch["lines"]):
        lines.append("watch: on" if watch["on"] else "watch: off")
        lines += [f"  next {what}: {when}" for what, when in watch["next"].items()]
        lines += [f"  {line}" for line in watch["lines"]]
    return [*lines, *_next_times(report.details.get("schedule"))]


def _next_times(schedule: object) -> list[str]:
    """List the next scheduled times, with remarks on unusual ones."""
    if not isinstance(schedule, Mapping):
        return []
    lines = [f"schedule ({schedule['timezone']}), kept while `drempel watch` is on:"]
    for what, entry in schedule["next"].items():
        lines.append(f"  {what}: {'; '.join(_time(each) for each in entry['times'])}")
        lines += [f"    note: {entry['note']}"] if entry["note"] else []
    return lines


def _time(entry: Mapping[str, str | None]) -> str:
    at = f"{datetime.fromisoformat(entry['at'] or ''):%a %d %b %Y, %H:%M}"
    if entry["instead_of"] is None:
        return at
    return f"{at} (the clock skips {datetime.fromisoformat(entry['instead_of']):%H:%M} then)"
