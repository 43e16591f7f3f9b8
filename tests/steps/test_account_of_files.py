"""What `ingest` tells of each file it read, and files that repeat an interview."""

import json

from pipeline.cli.output.sentences import in_sentences
from pipeline.steps import api as steps

TALK = "I: Hoe gaat het?\nR: De bus rijdt niet meer.\nI: En toen?\nR: Toen ben ik te voet gegaan.\n"


def drop(study, name, text):
    study.inbox.mkdir(parents=True, exist_ok=True)
    (study.inbox / name).write_text(text, encoding="utf-8")


def test_a_report_tells_how_each_file_was_read_without_a_word_of_it(study):
    drop(study, "one.txt", "Interviewer: Lore Van Acker\nDuur: 38 min\n\n" + TALK)
    report = steps.ingest(study)
    (file,) = report.details["files"]
    assert file["interview"] == "one"
    assert {each["role"]: each["turns"] for each in file["speakers"]} == {"interviewer": 2, "respondent": 2}
    assert file["words_in_turns"] == report.counts["words"] == 16
    assert file["set_apart"]
    told = json.dumps(report.details) + " ".join(in_sentences(report))
    assert "respondent" in told
    assert not any(word in told for word in ("Lore", "Acker", "bus", "voet"))


def test_words_in_no_turn_are_counted_and_said(study):
    drop(study, "one.txt", "zomaar wat woorden die van niemand zijn en voor het eerste label staan\n\n" + TALK)
    report = steps.ingest(study)
    (file,) = report.details["files"]
    counted = file["words_in_no_turn"] + sum(each["words"] for each in file["set_apart"])
    assert counted == 13
    assert report.counts["words_in_no_turn"] == file["words_in_no_turn"]
    if file["words_in_no_turn"]:
        assert any("in no turn" in notice for notice in file["notices"])


def test_the_same_words_under_another_name_are_not_stored_twice(study):
    drop(study, "one.txt", TALK)
    steps.ingest(study)
    drop(study, "renamed.txt", TALK.upper())
    report = steps.ingest(study)
    assert (report.counts["read"], report.counts["rejected"]) == (0, 1)
    assert "'one'" in report.problems[0].message
    assert "bus" not in report.problems[0].message


def test_two_copies_in_one_run_are_stored_once(study):
    drop(study, "one.txt", TALK)
    drop(study, "two.txt", TALK)
    assert steps.ingest(study).counts["read"] == 1


def test_two_recordings_of_one_interview_are_two(study):
    drop(study, "one.txt", TALK)
    drop(study, "two.txt", TALK.replace("te voet", "met de fiets"))
    drop(study, "three.txt", TALK.replace("voet", "bus"))
    assert steps.ingest(study).counts["read"] == 3
