"""When the run over the inbox takes place: at the hour people read on their clocks, on both sides of a clock change."""

import asyncio
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from prefect.server.schemas.schedules import CronSchedule

from flows.deployments import schedule
from pipeline.errors import InvalidSettings
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


def test_a_cron_line_that_cannot_be_meant_is_named_with_its_place(study):
    with pytest.raises(InvalidSettings, match=r"drempel\.toml.*schedule\.cron.*every day") as told:
        schedule(on(study, "every day"))
    assert "0 5 * * 1-5" in str(told.value)
