"""Ingest takes in what it can, sets the rest aside with a reason, and does nothing twice."""

import re
import shutil
import zipfile

import pytest

from pipeline import results
from pipeline.settings import open_study
from pipeline.steps import api as steps

CONVERSATION = (
    "I: Hoe gaat het hier?\nR: Goed. Er zijn te weinig plaatsen in de crèche.\nI: En verder?\nR: Veel volk.\n"
)


def drop(study, name, contents):
    path = study.inbox / name
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return path


def test_a_second_run_does_nothing(study):
    drop(study, "int_40.txt", CONVERSATION)
    first, second = steps.ingest(study), steps.ingest(study)
    assert (first.counts["read"], first.counts["known"]) == (1, 0)
    assert (second.counts["read"], second.counts["known"], second.counts["fragments"]) == (0, 1, 0)
    assert steps.waiting(study) == []


def test_what_waits_is_what_is_not_in_the_study(study):
    drop(study, "int_40.txt", CONVERSATION)
    steps.ingest(study)
    drop(study, "int_41.txt", CONVERSATION.replace("crèche", "opvang"))
    assert [path.name for path in steps.waiting(study)] == ["int_41.txt"]


def _zip_of_something_else(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("recept.txt", "bloem")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("gesprek.xyz", b"I: Hallo\nR: Dag\n"),
        ("leeg.txt", b""),
        ("rommel.txt", bytes(range(256)) * 20),
        ("geen_word.docx", _zip_of_something_else),
        ("kapot.docx", b"PK\x03\x04 cut short"),
        ("gesprek.pdf", b"%PDF-1.4"),
    ],
)
def test_an_unreadable_file_is_set_aside_with_its_reason_and_the_run_goes_on(study, tmp_path, name, contents):
    drop(study, name, contents(tmp_path / "other.zip") if callable(contents) else contents)
    drop(study, "int_40.txt", CONVERSATION)
    report = steps.ingest(study)
    assert (report.counts["read"], report.counts["rejected"]) == (1, 1)
    assert not (study.inbox / name).exists()
    assert (study.rejected / name).exists()
    why = (study.rejected / f"{name}.why.txt").read_text(encoding="utf-8")
    assert name in why
    assert report.problems[0].message == why.strip()


def test_a_file_from_elsewhere_is_copied_aside_and_stays_where_it_was(study, tmp_path):
    own = tmp_path / "gesprek.pdf"
    own.write_bytes(b"%PDF-1.4")
    steps.ingest(study, [own])
    assert own.exists()
    assert (study.rejected / "gesprek.pdf").exists()


def test_the_columns_of_an_interview_come_from_the_file_beside_it(study, starter):
    shutil.copy(starter / "interviews" / "int_05.txt", study.inbox)
    shutil.copy(starter / "interviews.csv", study.inbox)
    steps.ingest(study)
    steps.publish(study)
    row = results.read(study.folder, "transcripts").iloc[0]
    assert row["meta_role"] == "coordinator"


COLUMNS = {"speaker": "sprk", "words": "zegt"}


def test_unusual_columns_of_a_table_are_named_in_the_settings(study):
    drop(study, "int_40.csv", "sprk;zegt\nI;Hoe gaat het hier?\nR;Goed, maar er is geen bus.\n")
    assert steps.ingest(study).counts["rejected"] == 1
    settings = study.folder / "drempel.toml"
    told = settings.read_text(encoding="utf-8")
    named = re.sub(r'# (speaker|words) = "[^"]*"', lambda key: f'{key[1]} = "{COLUMNS[key[1]]}"', told)
    settings.write_text(named, encoding="utf-8")
    named = open_study(study.folder)
    (study.rejected / "int_40.csv").rename(study.inbox / "int_40.csv")
    assert steps.ingest(named).counts["read"] == 1


def test_guessed_roles_are_reported(study):
    drop(
        study,
        "int_40.txt",
        "Jan: Hoe gaat het?\nMia: Goed hoor, met al dat volk hier.\nJan: En?\nMia: Druk, heel druk.\n",
    )
    assert steps.ingest(study).details["roles_guessed"] == ["int_40"]


def test_a_link_in_the_inbox_is_set_aside_also_where_its_name_is_known(study, tmp_path):
    drop(study, "int_40.txt", CONVERSATION)
    steps.ingest(study)
    (study.inbox / "int_40.txt").rename(tmp_path / "int_40.txt")
    (study.inbox / "int_40.txt").symlink_to(tmp_path / "int_40.txt")
    report = steps.ingest(study)
    assert (report.counts["known"], report.counts["rejected"]) == (0, 1)
    assert "link to another file" in report.problems[0].message
    assert (tmp_path / "int_40.txt").is_file()


def test_two_gigabytes_under_a_known_name_are_set_aside_unread(study):
    drop(study, "int_40.txt", CONVERSATION)
    steps.ingest(study)
    with (study.inbox / "int_40.txt").open("wb") as file:
        file.truncate(2 * 1024**3)
    report = steps.ingest(study)
    assert report.counts["rejected"] == 1
    assert "larger than 50 MB" in report.problems[0].message
