"""Cron lines mean to Prefect what they mean to people, or are refused; the times that are told are Prefect's own."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from prefect.server.schemas.schedules import CronSchedule

from pipeline.cron import FIELDS, coming, explanation, refuse_nonsense
from pipeline.errors import InvalidSettings
from pipeline.settings import open_study

BRUSSELS = "Europe/Brussels"


def prefects(line, zone, after, count):
    """The next times from a moment on, computed by Prefect's own scheduler."""
    schedule = CronSchedule(cron=line, timezone=zone)
    # Around a clock change it also gives times that are past.
    found = asyncio.run(schedule.get_dates(count + 130, start=after))
    moments = {each.astimezone(UTC) for each in found}
    return sorted(each for each in moments if each >= after.astimezone(UTC))[:count]


def ours(line, zone, after, count):
    return [each.at.astimezone(UTC) for each in coming(line, zone, after=after, count=count)]


def local(*moment, zone=BRUSSELS):
    return datetime(*moment, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("0 5 30 2 *", "never comes on day 30"),
        ("0 5 31 11 *", "never comes on day 31"),
        ("0 5 31 2,4,6,9,11 *", "never comes on day 31"),
        ("0 5 30-31 2 *", "never comes on day 30-31"),
        ("0 5 30 2 1", "never comes on day 30"),
        ("0 5 * * 7-7", "every weekday by Prefect; write 7 alone"),
        ("0 5 * * fri-FRI", "every weekday by Prefect; write fri alone"),
        ("7-7 5 * * *", "every minute by Prefect; write 7 alone"),
        ("0 5 * * 1/2", "write each weekday out"),
        ("0 5 * * fri-5", "every weekday by Prefect; write fri alone"),
        ("59/9 5 * * *", "write each minute out"),
        ("0 5 */2 * 1", "leave day or weekday as"),
        ("0 5 1 * */2", "leave day or weekday as"),
        ("0 5 1-31 * 1", "leave day or weekday as"),
        ("0 5 13,* * *", r"write \* alone"),
        ("0 5 1,31 * *", "first days of March"),
        ("0 5 */5 * *", "first days of March"),
    ],
)
def test_a_line_that_never_comes_or_is_read_in_two_ways_is_refused_with_the_remedy(line, why):
    with pytest.raises(ValueError, match=why):
        refuse_nonsense(line)


@pytest.mark.parametrize("key", ["cron", "propose", "publish"])
@pytest.mark.parametrize("line", ["0 5 30 2 *", "0 5 * * 7-7"])
def test_the_settings_name_the_key_of_such_a_line(study, key, line):
    path = study.folder / "drempel.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(f'{key} = "{line}"' if each.startswith(f"{key} =") else each for each in lines), "utf-8")
    with pytest.raises(InvalidSettings, match=rf"at schedule\.{key}: ") as refused:
        open_study(study.folder)
    assert line in str(refused.value)


@pytest.mark.parametrize("line", ["0 5 29 2 *", "0 5 31 * *", "0 5 1,28 * *", "0 5 13 * 5", "0 5 * * 0", "0 5 * * 7"])
def test_rare_lines_are_taken(line):
    refuse_nonsense(line)


def part(draw, lowest, highest, words):
    """One element of a field, of any spelling that the grammar allows."""
    first, last = sorted((draw.randint(lowest, highest), draw.randint(lowest, highest)))
    told = draw.choice(["*", f"{first}-{last}", str(first), draw.choice(words) if words else str(last)])
    return told + (f"/{draw.randint(1, highest)}" if draw.random() < 0.3 else "")


def lines(draw, number):
    """Cron lines with one or two fields that are not a star, as far as they are not refused."""
    found = []
    while len(found) < number:
        told = ["0", "5", "*", "*", "*"]
        for place in draw.sample(range(5), draw.randint(1, 2)):
            told[place] = ",".join(part(draw, *FIELDS[place][1:]) for _ in range(draw.choice([1, 1, 2])))
        try:
            refuse_nonsense(" ".join(told))
        except ValueError:
            continue
        found.append(" ".join(told))
    return found


@pytest.mark.slow
def test_every_line_that_is_taken_comes_when_prefect_brings_it():
    after = local(2027, 1, 1)
    drawn = lines(random.Random(13), 400)
    assert sum(line.split()[4] != "*" for line in drawn) > 50
    assert sum(line.split()[2] != "*" for line in drawn) > 50
    for line in drawn:
        assert ours(line, BRUSSELS, after, 40) == prefects(line, BRUSSELS, after, 40), line


ELSEWHERE = ("America/New_York", "Australia/Lord_Howe", "UTC")


@pytest.mark.parametrize("line", ["30 2 * * *", "30 1,2 * * *", "*/20 * * * *", "0 3 * * 0", "15 2 28,31 3,10 *"])
@pytest.mark.parametrize("zone", [BRUSSELS, *(pytest.param(each, marks=pytest.mark.slow) for each in ELSEWHERE)])
def test_across_a_clock_change_the_times_are_prefects(line, zone):
    for change in ((2027, 3, 13), (2027, 3, 27), (2027, 4, 3), (2027, 10, 2), (2027, 10, 30), (2027, 11, 6)):
        for hours in (0, 13, 14, 15):
            after = (local(*change, 12, zone=zone).astimezone(UTC) + timedelta(hours=hours, minutes=10)).astimezone(
                ZoneInfo(zone)
            )
            assert ours(line, zone, after, 3) == prefects(line, zone, after, 3), after


def test_a_time_that_the_clock_skips_is_told_with_the_time_that_was_asked_for():
    first, second, third = coming("30 2 * * *", BRUSSELS, after=local(2027, 3, 27, 1))
    assert [each.moved for each in (first, second, third)] == [False, True, False]
    assert second.written.isoformat() == "2027-03-28T02:30:00"
    assert second.at.date() == second.written.date()
    assert second.at.hour in (1, 3)


def test_a_time_that_is_now_still_comes():
    at_five = local(2027, 6, 1, 5)
    assert ours("0 5 * * *", BRUSSELS, at_five, 1) == [at_five.astimezone(UTC)]
    late = at_five + timedelta(seconds=1)
    assert ours("0 5 * * *", BRUSSELS, late, 1) == [local(2027, 6, 2, 5).astimezone(UTC)]


def test_a_day_and_a_weekday_together_are_explained():
    assert "also on weekday 5" in explanation("0 5 13 * 5")
    assert explanation("0 5 13 * *") == explanation("0 5 * * 5") == ""
