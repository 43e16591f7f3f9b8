"""A study's own boundaries: learnt on top of the shipped ones, kept where they are as good, refused when changed."""

import json
from dataclasses import replace

import pytest

from pipeline.errors import NoModel, UnfitModel
from pipeline.fragments import (
    cut,
    learn_boundaries,
    learn_own_boundaries,
    load_boundaries,
    save_boundaries,
    segmenter_name,
    use_shipped_boundaries,
)
from pipeline.fragments.boundary_model.model import starter_boundaries
from pipeline.fragments.turn_reader import read_turns
from pipeline.records import Role, Transcript, Turn

SUBJECTS = ("de bus", "de crèche", "haar papieren", "de huur", "zijn rug", "de school", "het examen", "de trein")
SAID = (
    "En toen was er {}. Dat liep niet goed. Dus bleef hij thuis. Trouwens, ook {} was te ver. Ze vroeg het nog. "
    "Maar niemand wist het. Ik denk dan aan {}. Dat kost veel. Zo gaat dat hier."
)


def told(number: int) -> Transcript:
    """An invented interview whose respondent tells of three subjects a turn, three sentences each."""
    text, turns = "", []
    for question in range(5):
        subjects = [SUBJECTS[(number + question + step) % len(SUBJECTS)] for step in range(3)]
        for speaker, words in (
            ("I", f"Vertel eens over vraag {question}, gesprek {number}?"),
            ("R", SAID.format(*subjects)),
        ):
            start = len(text) + 3
            text += f"{speaker}: {words}\n"
            role = Role.INTERVIEWER if speaker == "I" else Role.RESPONDENT
            turns.append(Turn(index=len(turns), speaker=speaker, role=role, start=start, end=start + len(words)))
    return Transcript(
        id=f"eigen_{number}", text=text, sha256="", source="", format="txt", turns=tuple(turns), roles_from="labels"
    )


def by_threes(transcript, every=3):
    """Hand cuts of coders who put that many sentences in a fragment."""
    return [
        (turn[first][0], turn[min(first + every, len(turn)) - 1][1])
        for turn in read_turns(transcript).sentences
        for first in range(0, len(turn), every)
    ]


@pytest.fixture(scope="module")
def hand_cuts():
    return [(each, by_threes(each)) for each in map(told, range(6))]


@pytest.fixture(scope="module")
def own(hand_cuts):
    return learn_own_boundaries(hand_cuts)


def test_a_study_that_cuts_in_its_own_way_gets_boundaries_of_its_own(own, hand_cuts):
    model, trial = own
    assert (trial.interviews, trial.ends) == (6, 6 * 5 * 2)
    assert trial.won
    assert trial.own > trial.shipped
    unseen = told(7)
    assert [(each.start, each.end) for each in cut(unseen, boundaries=model)] == by_threes(unseen)
    assert model.id != starter_boundaries().id


def test_fewer_than_five_interviews_are_not_judged(hand_cuts):
    model, trial = learn_own_boundaries(hand_cuts[:4])
    assert (model, trial.interviews, trial.own) == (None, 4, None)


def test_interviews_with_a_mended_cut_here_and_there_do_not_judge(hand_cuts):
    mended = [(each, spans[:6]) for each, spans in hand_cuts]
    assert learn_own_boundaries(mended)[1].interviews == 0
    assert learn_own_boundaries([*hand_cuts[:3], *mended[3:]])[1].interviews == 3


def test_the_shipped_boundaries_stay_where_they_cut_as_the_coders_do():
    talks = list(map(told, range(8)))
    cuts = [(each, [(one.start, one.end) for one in cut(each)]) for each in talks[:5]]
    mended = [(each, by_threes(each, every=1)[:18]) for each in talks[5:]]
    model, trial = learn_own_boundaries([*cuts, *mended])
    assert (trial.interviews, trial.shipped) == (5, 1.0)
    assert trial.own < 1.0
    assert model is None


def test_what_the_shipped_boundaries_were_learnt_from_proves_nothing_about_them(hand_cuts):
    known = learn_boundaries(hand_cuts, start=starter_boundaries())
    assert len(known.heard) == 36
    assert set(starter_boundaries().heard) < set(known.heard)


def test_learning_from_a_start_keeps_what_the_new_cuts_do_not_speak_of(own):
    model, _ = own
    absent = [key for key in starter_boundaries().words if "ziekenhuis" in key]
    assert absent
    assert all(list(model.words[key]) == list(starter_boundaries().words[key]) for key in absent)


def test_stored_boundaries_cut_as_before_and_are_named(own, tmp_path):
    model, trial = own
    folder = save_boundaries(model, tmp_path, card={"figures": trial.as_facts()})
    again = load_boundaries(tmp_path)
    assert again.as_json() == model.as_json()
    assert cut(told(7), boundaries=again) == cut(told(7), boundaries=model)
    assert again.id == model.id == folder.name
    assert segmenter_name(boundaries=again).endswith(f" / boundaries {model.id}")
    assert segmenter_name().endswith(" / boundaries shipped")
    assert "boundaries" not in segmenter_name(unit="sentence", boundaries=again)
    assert json.loads((folder / "card.json").read_text(encoding="utf-8"))["figures"]["interviews"] == 6


def test_changed_boundaries_are_refused(own, tmp_path):
    path = save_boundaries(own[0], tmp_path, card={}) / "model.json"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(UnfitModel, match="SHA-256"):
        load_boundaries(tmp_path)


def test_boundaries_that_another_version_wrote_are_refused(own, tmp_path):
    save_boundaries(replace(own[0], format=0), tmp_path, card={})
    with pytest.raises(UnfitModel, match="another version"):
        load_boundaries(tmp_path)


def test_after_taking_them_down_there_are_none(own, tmp_path):
    save_boundaries(own[0], tmp_path, card={})
    use_shipped_boundaries(tmp_path)
    with pytest.raises(NoModel):
        load_boundaries(tmp_path)
