"""Deployments and their schedules: run over the inbox, proposal of a model, publishing; each one at a time."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import Flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.artifacts import ON_SCHEDULE
from flows.console import say
from flows.crash_recovery import close_crashed_runs, free_slots
from flows.flows import propose, publish, run
from flows.prefect_home import Home
from pipeline.cron import HINT
from pipeline.errors import InvalidSettings
from pipeline.messages import Message
from pipeline.records import Report
from pipeline.settings import SETTINGS_FILE, Study

# Two runs of one deployment at once would wait for each other's lock: cancel the second one.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)

LOOK_AGAIN = 20.0
"""Seconds between two checks of the next scheduled run."""


NEVER = datetime.min.replace(tzinfo=UTC)


class Watch(Runner):
    """A runner that ends on SIGTERM as on Ctrl-C: first its runs, then itself."""

    def handle_sigterm(self, *_told: object, **_more: object) -> None:
        """Stop as if Ctrl-C had been pressed, which cancels the event loop in order."""
        signal.raise_signal(signal.SIGINT)


async def serve(study: Study, home: Home, every: int | None) -> None:
    """Clean up after a crash, register the deployments, and execute scheduled runs until cancelled."""
    watch = Watch(name="drempel", pause_on_shutdown=False, query_seconds=2 if every else 10)
    async with get_client() as client:
        closed = await close_crashed_runs(client)
        if closed:
            say(
                Message(
                    "%(count)s run(s) of a killed process marked as crashed; what is left of them is done anew.",
                    count=closed,
                ),
                home.journal,
            )
        served = {await watch.aadd_deployment(each): label for label, each in (await deployments(study, every)).items()}
        await free_slots(client)
        async with asyncio.TaskGroup() as together:
            together.create_task(watch.start())
            together.create_task(_tell_what_comes(client, served, study, home))


async def deployments(study: Study, every: int | None = None) -> dict[str, RunnerDeployment]:
    """The deployments by their name in the journal; raises InvalidSettings for an invalid cron line."""
    wanted = study.settings.schedule
    served = {"run": await _deployment(study, run, "inbox", schedule(study, every))}
    if wanted.propose:
        served["proposal of a model"] = await _deployment(study, propose, "model", _cron(study, "propose"))
    if wanted.publish:
        served["publishing"] = await _deployment(study, publish, "results", _cron(study, "publish"))
    return served


async def _deployment(study: Study, flow: Flow[..., Report], name: str, schedule: Schedule) -> RunnerDeployment:
    return await flow.ato_deployment(
        name=name,
        schedule=schedule,
        parameters={"workspace": str(study.folder), "asked": ON_SCHEDULE},
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def schedule(study: Study, every: int | None = None) -> Schedule:
    """The schedule of the run over the inbox: the study's cron line in its time zone, or an interval in seconds."""
    if every is not None:
        return Interval(timedelta(seconds=every), timezone=study.settings.schedule.timezone)
    return _cron(study, "cron")


def _cron(study: Study, setting: str) -> Schedule:
    """The schedule of a setting in `[schedule]`; raises InvalidSettings."""
    chosen = study.settings.schedule
    try:
        return Cron(getattr(chosen, setting), timezone=chosen.timezone)
    except ValueError as error:
        why = Message("%(cron)s is no cron line; %(hint)s", cron=repr(getattr(chosen, setting)), hint=HINT)
        raise InvalidSettings(study.folder / SETTINGS_FILE, f"schedule.{setting}", why) from error


async def _tell_what_comes(client: PrefectClient, served: Mapping[UUID, str], study: Study, home: Home) -> None:
    told: dict[UUID, datetime] = {}
    while True:
        for each in await client.get_scheduled_flow_runs_for_deployments(list(served)):
            due, of = each.next_scheduled_start_time, each.deployment_id
            if due and of and due > told.get(of, NEVER):
                told[of] = due
                say(f"Next {served[of]}: {_in_local_time(due, study)}.", home.journal)
        await asyncio.sleep(LOOK_AGAIN if len(told) == len(served) else 1)


def _in_local_time(moment: datetime, study: Study) -> str:
    zone = study.settings.schedule.timezone
    return f"{moment.astimezone(ZoneInfo(zone)):%A %d %B, %H:%M:%S} ({zone})"
