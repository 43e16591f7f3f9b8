"""The next times of the study's schedule, as `drempel watch` would keep them."""

from __future__ import annotations

from datetime import datetime

from pipeline.cron import coming, explanation
from pipeline.settings import Study

KINDS = (("run", "cron"), ("proposal of a model", "propose"), ("publishing", "publish"))
"""What `watch` does by the clock, with the name of its setting."""


def next_times(study: Study, *, after: datetime, count: int = 3) -> dict[str, object]:
    """For everything on the schedule the next times in the study's time zone; what is never done is left out.

    `instead_of` is the time on the clock that the line asks for, where a clock change skips it.
    """
    chosen = study.settings.schedule
    told: dict[str, object] = {}
    for what, setting in KINDS:
        line = getattr(chosen, setting)
        if line:
            times = [
                {"at": each.at.isoformat(), "instead_of": each.written.isoformat() if each.moved else None}
                for each in coming(line, chosen.timezone, after=after, count=count)
            ]
            told[what] = {"cron": line, "note": explanation(line), "times": times}
    return {"timezone": chosen.timezone, "next": told}
