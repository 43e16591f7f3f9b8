"""Compute the next times of the study's schedule, as `drempel watch` keeps them."""

from __future__ import annotations

from datetime import datetime

from pipeline.cron import coming, explanation
from pipeline.settings import Study

KINDS = (("run", "cron"), ("proposal of a model", "propose"), ("publishing", "publish"))
"""The scheduled tasks of `watch`, with the name of their setting."""


def next_times(study: Study, *, after: datetime, count: int = 3) -> dict[str, object]:
    """Return the next times of every scheduled task in the study's time zone; tasks that are off are left out.

    `instead_of` is the clock time in the setting, where a clock change skips it.
    """
    chosen = study.settings.schedule
    entries: dict[str, object] = {}
    for what, setting in KINDS:
        line = getattr(chosen, setting)
        if line:
            times = [
                {"at": each.at.isoformat(), "instead_of": each.written.isoformat() if each.moved else None}
                for each in coming(line, chosen.timezone, after=after, count=count)
            ]
            entries[what] = {"cron": line, "note": explanation(line), "times": times}
    return {"timezone": chosen.timezone, "next": entries}
