"""What is served, and when: the run over the inbox on the study's cron, one at a time."""

from __future__ import annotations

import asyncio
import signal
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.after_a_crash import close_crashed_runs, free_slots
from flows.artifacts import ON_SCHEDULE
from flows.home import Home
from flows.telling import say
from flows.verbs import run
from pipeline.errors import InvalidSettings
from pipeline.settings import SETTINGS_FILE, Study

# Two runs of one deployment at once would only wait for each other's lock: the second one is dropped.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)

LOOK_AGAIN = 20.0
"""Seconds between two looks at when the next run is."""


class Watch(Runner):
    """A runner that ends on SIGTERM as it does on Ctrl-C: its runs first, then itself."""

    def handle_sigterm(self, *_told: object, **_more: object) -> None:
        """Stop as if Ctrl-C had been pressed, which cancels the loop in good order."""
        signal.raise_signal(signal.SIGINT)


async def serve(study: Study, home: Home, every: int | None) -> None:
    """Tidy up after a crash, register the deployments, and carry out scheduled runs until cancelled."""
    watch = Watch(name="drempel", pause_on_shutdown=False, query_seconds=2 if every else 10)
    async with get_client() as client:
        closed = await close_crashed_runs(client)
        if closed:
            say(
                f"{closed} run(s) of a killed process marked as crashed; what is left of them is done anew.",
                home.journal,
            )
        nightly = await watch.aadd_deployment(await deployment(study, every))
        await free_slots(client)
        async with asyncio.TaskGroup() as together:
            together.create_task(watch.start())
            together.create_task(_tell_next_runs(client, nightly, study, home))


async def deployment(study: Study, every: int | None = None) -> RunnerDeployment:
    """The run over the inbox on its schedule; raises InvalidSettings when the cron cannot be meant."""
    return await run.ato_deployment(
        name="inbox",
        schedule=schedule(study, every),
        parameters={"workspace": str(study.folder), "asked": ON_SCHEDULE},
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def schedule(study: Study, every: int | None = None) -> Schedule:
    """The study's cron in its time zone, or an interval for the impatient; raises InvalidSettings."""
    chosen = study.settings.schedule
    if every is not None:
        return Interval(timedelta(seconds=every), timezone=chosen.timezone)
    try:
        return Cron(chosen.cron, timezone=chosen.timezone)
    except ValueError as error:
        why = f"{chosen.cron!r} is no cron line; weekdays at five is '0 5 * * 1-5'"
        raise InvalidSettings(study.folder / SETTINGS_FILE, "schedule.cron", why) from error


async def _tell_next_runs(client: PrefectClient, nightly: UUID, study: Study, home: Home) -> None:
    told = None
    while True:
        coming = await client.get_scheduled_flow_runs_for_deployments([nightly])
        times = [each.next_scheduled_start_time for each in coming if each.next_scheduled_start_time]
        if times and max(times) != told:
            told = max(times)
            say(f"Next run: {_in_local_time(told, study)}.", home.journal)
        await asyncio.sleep(LOOK_AGAIN if told else 1)


def _in_local_time(moment: datetime, study: Study) -> str:
    zone = study.settings.schedule.timezone
    return f"{moment.astimezone(ZoneInfo(zone)):%A %d %B, %H:%M:%S} ({zone})"
