import csv
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.errors import NothingToLearn
from pipeline.fragments import BoundaryModel, cut, learn_boundaries
from pipeline.fragments.boundary_model.model import starter_boundaries
from pipeline.records import Role, Transcript, Turn
from tests.fragments.invented_talk import interview

STARTER = Path(__file__).parents[2] / "data" / "starter"
SEEN, UNSEEN = ("int_02", "int_05", "int_06", "int_09", "int_12", "int_13", "int_14", "int_22"), "int_10"


def read(name):
    text = (STARTER / "interviews" / f"{name}.txt").read_bytes().decode("utf-8")
    turns, at = [], 0
    for line in text.splitlines(keepends=True):
        label, _, words = line.partition(": ")
        start = at + len(label) + 2
        role = Role.INTERVIEWER if label[0] == "I" else Role.RESPONDENT
        turns.append(Turn(index=len(turns), speaker=label, role=role, start=start, end=start + len(words.rstrip())))
        at += len(line)
    return Transcript(id=name, text=text, sha256="", source=name, format="txt", turns=tuple(turns), roles_from="labels")


@pytest.fixture(scope="module")
def hand_cuts():
    spans = defaultdict(list)
    with (STARTER / "codes.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            spans[row["interview"]].append((int(row["start"]), int(row["end"])))
    return {name: (read(name), spans[name]) for name in (*SEEN, UNSEEN)}


@pytest.fixture(scope="module")
def learnt(hand_cuts):
    return learn_boundaries(hand_cuts[name] for name in SEEN)


def inner_f1(transcript, spans, fragments):
    edges = {turn.end for turn in transcript.turns}
    coded, found = {end for _, end in spans} - edges, {fragment.end for fragment in fragments} - edges
    return 2 * len(coded & found) / (len(coded) + len(found))


def test_an_interview_that_was_not_learnt_from_is_cut_better_than_by_every_sentence(learnt, hand_cuts):
    transcript, spans = hand_cuts[UNSEEN]
    by_model = inner_f1(transcript, spans, cut(transcript, boundaries=learnt))
    assert by_model > inner_f1(transcript, spans, cut(transcript, unit="sentence")) + 0.1


def test_the_same_cuts_in_another_order_give_the_same_model(learnt, hand_cuts):
    assert learn_boundaries(hand_cuts[name] for name in reversed(SEEN)) == learnt


def test_a_model_says_how_much_it_was_learnt_from(learnt):
    assert learnt.learnt_from["transcripts"] == len(SEEN)


def test_a_saved_model_cuts_as_before(learnt, hand_cuts, tmp_path):
    learnt.save(tmp_path / "boundaries.json")
    again = BoundaryModel.load(tmp_path / "boundaries.json")
    transcript = hand_cuts[UNSEEN][0]
    assert cut(transcript, boundaries=again) == cut(transcript, boundaries=learnt)


def test_without_a_model_the_shipped_weights_cut():
    transcript = interview()
    assert cut(transcript) == cut(transcript, boundaries=starter_boundaries())


def test_the_shipped_weights_do_not_know_the_interviews_that_play_the_new_ones():
    assert starter_boundaries().learnt_from["transcripts"] == 30


def test_the_chances_of_all_units_with_a_sentence_add_to_one(learnt, hand_cuts):
    from pipeline.fragments.boundary_model.features import extract_features
    from pipeline.fragments.turn_reader import read_turns

    evidence = extract_features(read_turns(hand_cuts[UNSEEN][0]).talk)
    probabilities = learnt.unit_probabilities(evidence)
    for sentence in range(len(evidence.talk.left)):
        holding = (evidence.units.start <= sentence) & (sentence <= evidence.units.end)
        assert probabilities[holding].sum() == pytest.approx(1)


def test_too_few_cuts_are_refused_with_what_to_do():
    with pytest.raises(NothingToLearn, match="Cut more interviews"):
        learn_boundaries([(interview(), [])])


def test_the_shipped_weights_know_again_what_they_were_learnt_from(hand_cuts):
    from pipeline.fragments.boundary_model.model import fingerprint_of

    assert {fingerprint_of(transcript) for transcript, _ in hand_cuts.values()} < set(starter_boundaries().heard)
