"""Names are proposed, confirmed by a person, and replaced before anything is stored; the key stays where it is."""

import csv

import pytest
from openpyxl import load_workbook

from pipeline import results
from pipeline.decisions import Store
from pipeline.errors import InvalidPseudonyms
from pipeline.settings import open_study
from pipeline.steps import api as steps
from tests.decisions.invented import find
from tests.steps.test_changed_files import code, drop, held

SAID = (
    "I: Wat houdt Samira tegen?\nR: De bus rijdt niet in Deinze. Samira belt mij op 0478 12 34 56.\n"
    "I: En verder?\nR: Er zijn te weinig plaatsen in de crèche.\n"
)
SECRET = ("Samira", "Deinze", "0478 12 34 56")


@pytest.fixture
def study(study):
    """A study that codes sentences, so that fragments do not depend on what was learnt."""
    settings = study.folder / "drempel.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"meaning"\n', '"sentence"\n'), encoding="utf-8")
    return open_study(study.folder)


def key_of(study):
    return study.pseudonyms / "key.csv"


def confirm(study, answer=lambda row: "yes", **changes):
    """Fill in the column, as a researcher does in a spreadsheet."""
    with key_of(study).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["confirm"] = answer(row)
        row["replacement"] = changes.get(row["found"], row["replacement"])
    with key_of(study).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def said(study, interview="int_40"):
    with Store.open(study.store_url) as store:
        return store.transcripts.get(interview).text


def holding(study, *words):
    """The files of the workspace, outside the inbox and the folder of the key, in which one of these words stands."""
    raw = {word.encode() for word in words}
    private = (study.inbox, study.pseudonyms)
    return [
        str(path.relative_to(study.folder))
        for path in study.folder.rglob("*")
        if path.is_file() and path.parent not in private and any(word in path.read_bytes() for word in raw)
    ]


def test_what_is_confirmed_is_replaced_before_anything_is_stored(study):
    drop(study, "int_40.txt", SAID)
    report = steps.pseudonymise(study)
    assert report.counts == {"files": 1, "proposed": 3, "undecided": 3}
    assert not any(word in repr(report) for word in SECRET)
    confirm(study)
    report = steps.ingest(study)
    assert (report.counts["read"], report.counts["covered"]) == (1, 4)
    assert "R: De bus rijdt niet in [plaats 1]. [persoon 1] belt mij op [telefoonnummer 1]." in said(study)
    with Store.open(study.store_url) as store:
        text = store.transcripts.get("int_40").text
        assert all(
            text[f.fragment.start : f.fragment.end] == f.fragment.text for f in store.transcripts.fragments("int_40")
        )
    assert steps.ingest(study).counts["known"] == 1
    steps.publish(study)
    assert "[plaats 1]" in " ".join(results.read(study.folder, "fragments")["text"])
    assert holding(study, *SECRET) == []


def test_a_file_with_open_proposals_waits_in_the_inbox(study):
    drop(study, "int_40.txt", SAID)
    steps.pseudonymise(study)
    report = steps.ingest(study)
    assert (report.counts["read"], report.counts["waiting"], report.counts["rejected"]) == (0, 1, 0)
    assert "3 proposed" in report.problems[0].message
    assert [path.name for path in steps.waiting(study)] == ["int_40.txt"]
    confirm(study, lambda row: "nee")
    counts = steps.ingest(study).counts
    assert (counts["read"], counts["waiting"], counts["covered"]) == (1, 0, 0)
    assert said(study) == SAID


def test_a_study_can_require_that_every_file_was_looked_at(study):
    settings = study.folder / "drempel.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"confirmed"\n', '"required"\n'), encoding="utf-8")
    strict = open_study(study.folder)
    drop(strict, "int_40.txt", SAID)
    report = steps.ingest(strict)
    assert report.counts["waiting"] == 1
    assert "drempel pseudonymise" in report.problems[0].message
    steps.pseudonymise(strict)
    confirm(strict)
    assert steps.ingest(strict).counts["read"] == 1
    drop(strict, "int_40.txt", SAID + "R: Vraag het aan Wouter.\n")
    assert steps.ingest(strict).counts["waiting"] == 1
    assert "Wouter" not in said(strict)


def test_a_key_that_changes_later_gives_a_new_version_that_keeps_all_codes(study):
    drop(study, "int_40.txt", SAID)
    steps.ingest(study)
    code(study, "mobility", "mobility", "childcare")
    steps.pseudonymise(study)
    confirm(study)
    report = steps.ingest(study)
    assert (report.counts["changed"], report.counts["orphans"]) == (1, 0)
    assert list(held(study)) == [
        "De bus rijdt niet in [plaats 1].",
        "[persoon 1] belt mij op [telefoonnummer 1].",
        "Er zijn te weinig plaatsen in de crèche.",
    ]
    with Store.open(study.store_url) as store:
        assert find(store, "Samira") == []
    assert holding(study, *SECRET) == []
    confirm(study, lambda row: "no" if row["found"] == "Deinze" else "yes", Samira="[Sarah]")
    report = steps.ingest(study)
    assert (report.counts["changed"], report.counts["orphans"]) == (1, 0)
    assert list(held(study))[:2] == ["De bus rijdt niet in Deinze.", "[Sarah] belt mij op [telefoonnummer 1]."]


def test_a_row_that_occurs_nowhere_makes_no_new_version(study):
    drop(study, "int_40.txt", SAID)
    steps.pseudonymise(study)
    confirm(study, lambda row: "no")
    steps.ingest(study)
    with key_of(study).open("a", encoding="utf-8") as file:
        file.write("int_40.txt,person,Nergens,[persoon 9],1,yes,\r\n")
    for _ in range(2):
        counts = steps.ingest(study).counts
        assert (counts["changed"], counts["known"]) == (0, 1)


def test_names_that_were_stored_before_are_covered_in_earlier_versions_and_orphans(study):
    drop(study, "int_40.txt", SAID)
    steps.ingest(study)
    code(study, "mobility", "mobility", "childcare")
    drop(study, "int_40.txt", SAID.replace("belt mij", "schrijft mij"))
    steps.ingest(study)
    steps.pseudonymise(study)
    confirm(study)
    steps.ingest(study)
    with Store.open(study.store_url) as store:
        (orphan,) = store.transcripts.orphans()
        assert orphan.text == "▮▮▮▮▮▮ belt mij op ▮▮▮▮▮▮▮▮▮▮▮▮▮."
        assert store.maintenance.check() == []


def test_names_of_the_study_and_organisations_of_its_interviews_are_found(study):
    drop(study, "int_40.txt", "I: Bij De Dijlezolder?\nR: Ja, ook van Ypsilonia, zo heet zij.\n")
    (study.inbox / "interviews.csv").write_text("interview,organisation\nint_40,De Dijlezolder\n", encoding="utf-8")
    study.pseudonyms.mkdir()
    (study.pseudonyms / "names.csv").write_text("name;kind;replacement\nYpsilonia;person;[Anna]\n", encoding="utf-8")
    steps.pseudonymise(study)
    with key_of(study).open(encoding="utf-8-sig", newline="") as file:
        found = {row["found"]: (row["kind"], row["replacement"]) for row in csv.DictReader(file)}
    assert found == {"De Dijlezolder": ("organisation", "[organisatie 1]"), "Ypsilonia": ("person", "[Anna]")}


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_looked_at(study):
    drop(study, "leeg.txt", "")
    drop(study, "int_40.txt", SAID)
    report = steps.pseudonymise(study)
    assert [problem.place for problem in report.problems] == ["leeg.txt"]
    assert report.counts["files"] == 1


def through_a_spreadsheet(path):
    """Open the key as Excel does, where text that looks like a number becomes one, and save it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    kept = [[str(int(cell)) if cell.isdecimal() else cell for cell in row] for row in rows]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(kept)


PHONE = "I: Hoe bereik ik u?\nR: Bel mij op 0475123456, of mail naar Samira.\n"


def test_a_number_survives_the_spreadsheet_in_which_it_is_confirmed(study):
    drop(study, "int_41.txt", PHONE)
    steps.pseudonymise(study)
    confirm(study)
    through_a_spreadsheet(key_of(study))
    report = steps.ingest(study)
    assert "0475123456" not in said(study, "int_41")
    [file] = report.details["files"]
    assert file["replaced"] == report.counts["covered"] >= 1
    assert not any("stand nowhere" in notice for notice in file["notices"])


def test_the_key_can_be_a_workbook_in_which_all_cells_are_text(study):
    drop(study, "int_41.txt", PHONE)
    steps.pseudonymise(study, xlsx=True)
    assert not key_of(study).exists()
    path = study.pseudonyms / "key.xlsx"
    book = load_workbook(path)
    rows = list(book.active.iter_rows())
    assert {(cell.data_type, cell.number_format) for row in rows for cell in row if cell.value} == {("s", "@")}
    column = [cell.value for cell in rows[0]].index("confirm")
    for row in rows[1:]:
        row[column].value = "ja"
    book.save(path)
    steps.ingest(study)
    assert "0475123456" not in said(study, "int_41")
    steps.pseudonymise(study)
    assert path.exists()
    assert not key_of(study).exists()
    key_of(study).write_text("file\n", encoding="utf-8")
    with pytest.raises(InvalidPseudonyms, match="remove the one"):
        steps.ingest(study)


@pytest.mark.parametrize("required", [False, True])
def test_a_confirmed_row_that_stands_nowhere_is_said_and_stops_the_file_where_pseudonyms_are_required(study, required):
    if required:
        settings = study.folder / "drempel.toml"
        text = settings.read_text(encoding="utf-8").replace('pseudonyms = "confirmed"', 'pseudonyms = "required"')
        settings.write_text(text, encoding="utf-8")
        study = open_study(study.folder)
        assert study.settings.transcripts.pseudonyms == "required"
    drop(study, "int_41.txt", PHONE)
    steps.pseudonymise(study)
    confirm(study)
    text = key_of(study).read_text(encoding="utf-8-sig").replace("'0475123456", "475123456", 1)
    key_of(study).write_text(text, encoding="utf-8-sig")
    report = steps.ingest(study)
    if required:
        assert report.counts["read"] == 0
        [problem] = report.problems
        told = problem.message
    else:
        [file] = report.details["files"]
        [told] = [notice for notice in file["notices"] if "stand nowhere" in notice]
    assert "(row 2)" in told or "(row 3)" in told
    assert "475" not in told
