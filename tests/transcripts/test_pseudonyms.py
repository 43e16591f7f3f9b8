"""What names somebody is found, numbers by their check digits, and replaced the same everywhere; offsets stay true."""

import logging
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import transcripts
from pipeline.errors import InvalidPseudonyms
from pipeline.transcripts.pseudonyms import Key, Row, Seeker, covered, proposed
from pipeline.transcripts.pseudonyms.patterns import PATTERNS, is_national_number


def kinds(text):
    found = [(kind, text[start:end]) for kind, spans in PATTERNS.items() for start, end in spans(text)]
    return sorted(found)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Mail naar jan.peeters+werk@ocmw-gent.be, zei ze.", "e-mail", "jan.peeters+werk@ocmw-gent.be"),
        ("Bel 0478 12 34 56 maar.", "phone", "0478 12 34 56"),
        ("Bel 0478/12.34.56 maar.", "phone", "0478/12.34.56"),
        ("Bel +32 478 12 34 56!", "phone", "+32 478 12 34 56"),
        ("Bel +32 (0)9 225 12 34.", "phone", "+32 (0)9 225 12 34"),
        ("Op 09/225 12 34 dus", "phone", "09/225 12 34"),
        ("nummer 85.07.30-033.28, ja", "national number", "85.07.30-033.28"),
        ("nummer 85073003328", "national number", "85073003328"),
        ("op BE68 5390 0754 7034 gestort", "account", "BE68 5390 0754 7034"),
        ("zie www.voorbeeld.be/contact.", "web", "www.voorbeeld.be/contact"),
        ("in de Lange Nieuwstraat 12b wonen", "address", "Lange Nieuwstraat 12b"),
        ("op de Gentsesteenweg dus", "address", "Gentsesteenweg"),
    ],
)
def test_belgian_numbers_and_addresses_are_found(text, kind, found):
    assert (kind, found) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 waren het er 1200, nu 12.500 euro, om 14.30 uur.",
        "Van 2015-2016 tot 01/02/2024, 85.07.30-033.29 klopt niet.",
        "BE68 5390 0754 7035 klopt niet.",
        "Straat na straat, plein na plein.",
        "Dat is 0,5 procent, of 0.75 op 100.",
    ],
)
def test_years_sums_dates_and_wrong_check_digits_are_left_alone(text):
    assert kinds(text) == []


def test_national_numbers_of_this_century_and_of_people_without_one_are_known():
    assert is_national_number("00012556777")
    assert is_national_number("85073003328")
    assert not is_national_number("85073003329")


TEXT = (
    "I: Kent ge Wouter Peeters?\nR: Wouter, ja, van Gent. Neem nu Samira: die belt mij op 0478 12 34 56. "
    "Schoon volk. En ook Fatoumata woont in Deinze, bij De Loods.\nI: Goed. Het is schoon.\n"
)


@pytest.fixture(scope="module")
def findings():
    return Seeker([TEXT], {"De Loods": "organisation"}).find(TEXT)


def test_persons_places_and_the_studys_own_names_are_found(findings):
    found = {(each.kind, each.text) for each in findings}
    assert found == {
        ("person", "Wouter Peeters"),
        ("person", "Wouter"),
        ("person", "Samira"),
        ("person", "Fatoumata"),
        ("place", "Gent"),
        ("place", "Deinze"),
        ("phone", "0478 12 34 56"),
        ("organisation", "De Loods"),
    }
    assert all(TEXT[each.start : each.end] == each.text for each in findings)


def test_speakers_are_found_but_well_known_labels_are_no_names():
    found = Seeker([]).find("Zoëlle: Dag.\nInterviewer: Dag.\n", ["Zoëlle", "Interviewer"])
    assert [(each.kind, each.text) for each in found] == [("person", "Zoëlle")]


def test_a_name_is_replaced_the_same_in_every_interview_and_a_part_like_the_whole(findings):
    other = Seeker(["x"]).find("R: Met Samira in Gent.")
    key = proposed(
        Key(), {"a.txt": (TEXT, findings), "b.txt": ("R: Met Samira in Gent.", other)}, {"De Loods": "[het huis]"}
    )
    given = {(row.file, row.found): row.replacement for row in key.rows}
    assert given["a.txt", "Wouter"] == given["a.txt", "Wouter Peeters"]
    assert given["a.txt", "Samira"] == given["b.txt", "Samira"] != given["a.txt", "Wouter"]
    assert given["a.txt", "De Loods"] == "[het huis]"
    assert {row.confirm for row in key.rows} == {None}
    assert "woont in «Deinze», bij De Loods." in next(row.around for row in key.rows if row.found == "Deinze")


def test_what_a_person_decided_stays_and_numbers_go_on(findings):
    kept = Row(file="a.txt", kind="person", found="Samira", replacement="[persoon 7]", times=1, confirm=False)
    stale = Row(file="a.txt", kind="person", found="Weg", replacement="[persoon 8]", times=1)
    key = proposed(Key([kept, stale]), {"a.txt": (TEXT, findings)}, {})
    assert kept in key.rows
    assert "Weg" not in {row.found for row in key.rows}
    given = {row.found: row.replacement for row in key.rows}
    assert {given["Wouter"], given["Fatoumata"]} == {"[persoon 8]", "[persoon 9]"}


def test_the_key_comes_back_as_it_was_written_also_by_excel(tmp_path):
    rows = [
        Row(file="a.txt", kind="person", found='Jan "Jo", de', replacement="[p 1]", times=2, confirm=True, around="x"),
        Row(file="a.txt", kind="place", found="=Gent", replacement="[p 2]", times=1, confirm=None),
    ]
    path = tmp_path / "pseudonyms" / "key.csv"
    Key(rows).write(path)
    assert path.stat().st_mode & 0o077 == 0
    assert list(Key.read(path).rows) == rows
    excel = "file;kind;found;replacement;times;confirm;around\r\na.txt;person;Jan;[p 1];2;JA;x\r\n"
    path.write_bytes(excel.encode("utf-8-sig"))
    assert Key.read(path).confirmed("a") == {"Jan": "[p 1]"}


@pytest.mark.parametrize(
    ("contents", "place"),
    [
        (b"file,kind,found\n", "replacement"),
        (b"file,kind,found,replacement,times,confirm\na.txt,person,Geheim,x,1,misschien\n", "row 2"),
        (b"file,kind,found,replacement,times,confirm\na.txt,person,Geheim,,1,ja\n", "row 2"),
        (b"file,kind,found,replacement,times,confirm\na.txt,person,Gehe\xefm,x,1,ja\n", "UTF-8"),
    ],
)
def test_a_key_that_cannot_be_meant_is_refused_without_quoting_it(tmp_path, contents, place):
    path = tmp_path / "key.csv"
    path.write_bytes(contents)
    with pytest.raises(InvalidPseudonyms, match=place) as refused:
        Key.read(path)
    assert "Gehe" not in str(refused.value)


NAMES = {"Jan": "[persoon 1]", "Jan Peeters": "[persoon 2]", "Gent": "X", "Zoë": "[persoon 3]"}


WORDS = [*NAMES, "dag", "Gentse", "ja.", "Jantje", "de"]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1))
def test_turns_move_along_and_hold_what_they_held(tmp_path_factory, said):
    path = tmp_path_factory.mktemp("t") / "a.txt"
    lines = [f"{'IR'[number % 2]}: {' '.join(words)}" for number, words in enumerate(said)]
    path.write_text("\n".join(lines), encoding="utf-8")
    before = transcripts.read(path)
    after = covered(before, NAMES)
    assert [after.transcript.words_of(turn) for turn in after.transcript.turns] == [
        " ".join(NAMES.get(word, word) for word in words) for words in said
    ]
    assert [(after.place(turn.start), after.place(turn.end)) for turn in before.turns] == [
        (turn.start, turn.end) for turn in after.transcript.turns
    ]


def test_labels_and_columns_are_covered_too(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Jan: Hoe gaat het?\nZoë: Goed, Jan.\nJan: Ja?\nZoë: Ja.\n", encoding="utf-8")
    done = covered(transcripts.read(path, metadata={"by": "Jan", "year": "2025"}), NAMES)
    assert done.times == 5
    assert "Jan" not in done.transcript.text
    assert {turn.speaker for turn in done.transcript.turns} == {"[persoon 1]", "[persoon 3]"}
    assert done.transcript.metadata == {"by": "[persoon 1]", "year": "2025"}


def test_looking_for_names_leaves_logging_as_it_was(findings):
    assert logging.getLogger().level == logging.WARNING
    assert not [each for each in logging.getLogger().handlers if type(each) is logging.NullHandler]


def test_the_command_line_starts_without_the_lists_of_names():
    told = "import sys, pipeline.cli, pipeline.transcripts.pseudonyms; sys.exit('deduce' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
