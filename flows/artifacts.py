"""Report of a run as Prefect artifacts and journal lines: counts and ids, never what people said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from prefect import Flow, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import FlowRun, State

from flows.console import in_words, say
from flows.prefect_home import Home
from pipeline.errors import DrempelError
from pipeline.messages import Message
from pipeline.records import Report

PREFECTS_OWN = re.compile(r"Flow run encountered an exception: (?:\w+: )?")
"""The prefix that Prefect puts before the message of an error."""

BY_HAND, ON_SCHEDULE = "by hand", "on schedule"
"""Values of the flow parameter `asked`: who started the run."""


def keep(report: Report, workspace: str, asked: str) -> Report:
    """Store the report as artifacts: a table of counts, and a notice if something was set aside.

    A scheduled run also writes what it did to the journal.
    """
    counts = [{"what": name.replace("_", " "), "how many": number} for name, number in report.counts.items()]
    create_table_artifact(counts, key=f"{report.step}-counts", description=f"What this {report.step} did.")
    get_run_logger().info("%s: %s", report.step, ", ".join(f"{row['what']} {row['how many']}" for row in counts))
    if report.problems:
        lines = [f"- **{problem.place}**: {problem.message}" for problem in report.problems]
        notice = "\n".join(["Set aside, or waiting for somebody:", "", *lines])
        create_markdown_artifact(notice, key=f"{report.step}-notices", description="For a person to look at.")
        get_run_logger().warning("%d notices, see the artifact", len(report.problems))
    if asked != BY_HAND:
        for line in in_words(report):
            say(line, Home(Path(workspace)).journal)
    return report


def tell_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Write to the journal why a scheduled run failed; a run by hand shows its error on the terminal."""
    if flow_run.parameters.get("asked", BY_HAND) != BY_HAND:
        say(_failure(flow.name, _reason(state)), Home(Path(flow_run.parameters["workspace"])).journal)


def _failure(flow: str, why: str) -> str:
    if flow == "run":
        return Message("The run failed: %(why)s", why=why)
    if flow == "propose":
        return Message("The propose failed: %(why)s", why=why)
    return Message("The publish failed: %(why)s", why=why)


def _reason(state: State[Any]) -> str:
    """Why a run failed: what our own error says, so that it can be translated, else Prefect's words for it."""
    told = getattr(state.data, "result", state.data)
    if isinstance(told, DrempelError):
        return told.message
    return PREFECTS_OWN.sub("", state.message) if state.message else Message("nobody knows why")
