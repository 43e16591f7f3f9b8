"""`status` tells the next three times of everything on the schedule, in the study's time zone."""

from datetime import UTC, datetime

import pytest

from pipeline.cli.output.sentences import in_sentences
from pipeline.settings import Settings, Study
from pipeline.steps import api as steps


def told(study, at, **schedule):
    changed = Study(study.folder, Settings.model_validate({"schedule": schedule}))
    return steps.status(changed, clock=lambda: at)


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


def times(report, what):
    return [each["at"] for each in report.details["schedule"]["next"][what]["times"]]


@pytest.mark.parametrize(
    ("friday", "expected"),
    [
        (at(2027, 3, 26, 3), ["2027-03-26T05:00:00+01:00", "2027-03-29T05:00:00+02:00", "2027-03-30T05:00:00+02:00"]),
        (at(2027, 10, 29, 3), ["2027-10-29T05:00:00+02:00", "2027-11-01T05:00:00+01:00", "2027-11-02T05:00:00+01:00"]),
    ],
)
def test_three_times_on_both_sides_of_a_clock_change(study, friday, expected):
    assert times(told(study, friday), "run") == expected


def test_times_are_in_the_studys_zone(study):
    report = told(study, at(2027, 1, 4), cron="0 5 * * *", timezone="America/New_York")
    assert times(report, "run")[0] == "2027-01-04T05:00:00-05:00"
    assert "schedule (America/New_York)" in "\n".join(in_sentences(report))


def test_what_is_never_done_is_left_out(study):
    report = told(study, at(2027, 1, 4), propose="", publish="")
    assert list(report.details["schedule"]["next"]) == ["run"]


def test_a_time_that_the_clock_skips_is_explained_to_people(study):
    report = told(study, at(2027, 3, 27, 12), cron="30 2 * * *")
    line = next(line for line in in_sentences(report) if line.startswith("  run:"))
    assert "Sun 28 Mar 2027" in line
    assert "the clock skips 02:30 then" in line
    assert line.count("skips") == 1


def test_a_line_that_people_read_otherwise_carries_a_note(study):
    lines = in_sentences(told(study, at(2027, 1, 4), cron="0 5 13 * 5"))
    assert any(line.startswith("    note: ") and "also on weekday 5" in line for line in lines)
    assert not any("note" in line for line in in_sentences(told(study, at(2027, 1, 4))))
