"""Who speaks where nothing says so: sentences are proposed as the interviewer's, and taken when the study says so."""

from __future__ import annotations

import re

import pytest

from pipeline import results
from pipeline.records import Role
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.shared.reader import Reader
from pipeline.steps.shared.study_lock import open_store

pytestmark = pytest.mark.slow

SAID = [
    ("i", "Kunt u eens vertellen hoe een gewone werkdag er bij u uitziet?"),
    ("r", "Ik begin om half acht met de mails. Dan komen de eerste mensen binnen. De meesten zoeken al maanden werk. "
          "Wij bekijken samen wat er is. Dat gaat soms vlot en soms niet."),
    ("i", "Wat maakt het zo moeilijk voor hen?"),
    ("r", "De bussen rijden hier niet na acht uur. Wie in ploegen werkt, geraakt er dus niet. Daar komt het huren bij. "
          "De wachtlijst is acht jaar lang. Een mens wordt daar moe van."),
    ("i", "En wat doet u dan?"),
    ("r", "Dan bel ik de werkgever op. Die wil soms wel schuiven met de uren. Soms regelen we een fiets. "
          "Maar ik kan geen bus laten rijden."),
]  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "study"
    steps.init(folder)
    paragraphs = "\n\n".join(words for _, words in SAID)
    (folder / "data" / "inbox" / "gesprek.txt").write_text(paragraphs, encoding="utf-8")
    return folder


def take_proposals(folder) -> None:
    settings = folder / "drempel.toml"
    changed = re.sub(r'nameless = "respondent"', 'nameless = "proposed"', settings.read_text(encoding="utf-8"))
    settings.write_text(changed, encoding="utf-8")


def test_a_preview_shows_the_proposal_and_takes_nothing_for_granted(workspace):
    shown = steps.preview(open_study(workspace), workspace / "data" / "inbox" / "gesprek.txt")
    assert {turn["role"] for turn in shown["turns"]} == {"respondent"}
    asked = [turn["text"] for turn in shown["proposed"]["turns"] if turn["role"] == "interviewer"]
    assert asked == [words for who, words in SAID if who == "i"]
    assert {speaker["role_from"] for speaker in shown["proposed"]["speakers"]} == {"proposed"}


def test_without_the_setting_all_words_stay_a_respondents(workspace):
    read = Reader(open_study(workspace)).cut(workspace / "data" / "inbox" / "gesprek.txt")
    assert read.transcript.roles_from == "guessed"
    assert {turn.role for turn in read.transcript.turns} == {Role.RESPONDENT}


def test_with_the_setting_questions_are_the_interviewers_and_are_not_cut(workspace):
    take_proposals(workspace)
    read = Reader(open_study(workspace)).cut(workspace / "data" / "inbox" / "gesprek.txt")
    transcript = read.transcript
    assert transcript.roles_from == "proposed"
    assert [(turn.role.value[0], transcript.words_of(turn)) for turn in transcript.turns] == SAID
    cut = [transcript.text[fragment.start : fragment.end] for fragment in read.fragments]
    assert not any("Kunt u" in words for words in cut)
    assert any("by a model" in notice for notice in read.account["notices"])


def test_the_store_and_the_tables_say_that_roles_are_proposed(workspace):
    take_proposals(workspace)
    study = open_study(workspace)
    report = steps.ingest(study)
    assert report.details["roles_guessed"] == ["gesprek"]
    steps.publish(study)
    assert list(results.read(workspace, "transcripts")["roles_from"]) == ["proposed"]


def test_a_file_with_labels_gets_no_proposal(workspace):
    labelled = workspace / "data" / "inbox" / "met.txt"
    labelled.write_text("".join(f"{who.upper()}: {words}\n" for who, words in SAID), encoding="utf-8")
    assert "proposed" not in steps.preview(open_study(workspace), labelled)


def test_a_preview_of_what_cannot_be_read_holds_the_reason(workspace):
    empty = workspace / "data" / "inbox" / "leeg.txt"
    empty.write_text("", encoding="utf-8")
    shown = steps.preview(open_study(workspace), empty)
    assert list(shown) == ["refused"]
    assert "empty" in shown["refused"]


def test_roles_that_the_codebook_names_later_apply_to_interviews_read_before_when_asked(tmp_path):
    folder = tmp_path / "study"
    steps.init(folder)
    inbox = folder / "data" / "inbox"
    (inbox / "paar.txt").write_text(
        "Mia: Wat doet u? Waar? Hoe lang?\nJos: Ik bak brood.\nMia: En thuis? Wie kookt?\nJos: Mijn vrouw kookt.\n",
        encoding="utf-8",
    )
    study = open_study(folder)
    steps.ingest(study)
    codebook = folder / "codebook.yaml"
    told = codebook.read_text(encoding="utf-8")
    named = re.sub(r"(?m)^roles:\n(?: .*\n)+", "roles:\n  interviewer: [Jos]\n  respondent: [Mia]\n", told)
    codebook.write_text(named, encoding="utf-8")
    study = open_study(folder)
    assert steps.ingest(study).counts["changed"] == 0
    assert steps.ingest(study, again=True).counts["changed"] == 1
    assert steps.ingest(study, again=True).counts["changed"] == 0
    with open_store(study) as store:
        transcript = store.transcripts.get("paar")
    assert transcript.roles_from == "codebook"
    assert {(turn.speaker, turn.role.value) for turn in transcript.turns} == {
        ("Jos", "interviewer"),
        ("Mia", "respondent"),
    }


def test_a_proposal_is_taken_for_interviews_read_before_when_asked(workspace):
    steps.ingest(open_study(workspace))
    take_proposals(workspace)
    study = open_study(workspace)
    assert steps.ingest(study, again=True).counts["changed"] == 1
    with open_store(study) as store:
        assert store.transcripts.get("gesprek").roles_from == "proposed"
