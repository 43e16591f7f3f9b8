"""When the run over the inbox takes place: at the hour people read on their clocks, on both sides of a clock change."""

import asyncio
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from prefect.server.schemas.schedules import CronSchedule

from flows.deployments import deployments, schedule
from pipeline.settings import Settings, Study

BRUSSELS = ZoneInfo("Europe/Brussels")


def moments(study: Study, first: datetime, number: int) -> list[datetime]:
    """The first moments of the study's schedule, worked out by Prefect as its server does it."""
    ours = schedule(study)
    theirs = CronSchedule(cron=ours.cron, timezone=ours.timezone)
    return [each.astimezone(BRUSSELS) for each in asyncio.run(theirs.get_dates(number, start=first))]


def on(study: Study, cron: str) -> Study:
    return Study(study.folder, Settings.model_validate({"schedule": {"cron": cron}}))


@pytest.mark.parametrize(("friday", "change"), [((2027, 3, 26), "+02:00"), ((2027, 10, 29), "+01:00")])
def test_a_weekday_run_stays_at_five_across_both_clock_changes(study, friday, change):
    found = moments(study, datetime(*friday, tzinfo=BRUSSELS), 2)
    assert [f"{each:%a %H:%M}" for each in found] == ["Fri 05:00", "Mon 05:00"]
    assert found[1].isoformat().endswith(change)
    assert found[0].utcoffset() != found[1].utcoffset()


def test_the_hour_that_does_not_exist_in_spring_costs_no_other_day(study):
    found = moments(on(study, "30 2 * * *"), datetime(2027, 3, 27, tzinfo=BRUSSELS), 3)
    assert [each.date() for each in found if each.date() != date(2027, 3, 28)][:2] == [
        date(2027, 3, 27),
        date(2027, 3, 29),
    ]
    assert len(set(found)) == 3


def test_the_hour_that_comes_twice_in_autumn_gives_one_run(study):
    found = moments(on(study, "30 2 * * *"), datetime(2027, 10, 30, tzinfo=BRUSSELS), 3)
    assert [each.date() for each in found] == [date(2027, 10, 30), date(2027, 10, 31), date(2027, 11, 1)]


def test_a_proposal_and_publishing_are_served_beside_the_run_unless_left_out(study):
    served = asyncio.run(deployments(study))
    assert {label: each.name for label, each in served.items()} == {
        "run": "inbox",
        "proposal of a model": "model",
        "publishing": "results",
    }
    assert [each.schedules[0].schedule.cron for each in served.values()] == [
        "0 5 * * 1-5",
        "0 6 * * 6",
        "0 12,18 * * 1-5",
    ]
    alone = Study(study.folder, Settings.model_validate({"schedule": {"propose": "", "publish": ""}}))
    assert list(asyncio.run(deployments(alone))) == ["run"]


@pytest.mark.parametrize("cron", ["0 6 * * 6", "30 2 * * 0"])
def test_a_weekly_proposal_comes_once_a_week_over_both_clock_changes(study, cron):
    for start in (datetime(2027, 3, 15, tzinfo=BRUSSELS), datetime(2027, 10, 18, tzinfo=BRUSSELS)):
        found = moments(on(study, cron), start, 4)
        assert [(later.date() - each.date()).days for each, later in pairwise(found)] == [7, 7, 7]
