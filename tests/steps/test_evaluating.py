"""Evaluating: the card's figures told whole, hand codes worth a second look named, what was said only when asked."""

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.settings import open_study
from pipeline.steps import api as steps

# Figures by `evaluate` on a study are tested in `test_figures.py` too, which always runs.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def evaluated(trained_folder, tmp_path_factory):
    """The trained workspace, with a model that was judged on held-out interviews."""
    import shutil

    study = open_study(shutil.copytree(trained_folder, tmp_path_factory.mktemp("evaluated") / "study"))
    steps.train(study, curve=False)
    return study


def told(study, *words):
    return CliRunner().invoke(app, ["-C", str(study.folder), "evaluate", *words])


def test_the_figures_of_every_interview_lie_around_the_figure_of_all(evaluated):
    figures = steps.evaluate(evaluated).details["suggestions"]["figures"]
    for dimension, main in (("activation", "kappa"), ("barrier", "micro_f1")):
        each = figures[dimension]["by_interview"]
        assert len(each) == 4
        assert min(each.values()) <= figures[dimension]["model"][main] <= max(each.values())


def test_doubted_hand_codes_are_named_strangest_first(evaluated):
    listed = steps.evaluate(evaluated, doubtful=10).details["doubtful"]
    held = [each["probability"] if each["given"] else 1 - each["probability"] for each in listed]
    assert 0 < len(listed) <= 10
    assert held == sorted(held)
    assert not any("text" in each for each in listed)


def test_what_was_said_is_told_only_when_asked_for(evaluated):
    listed = steps.evaluate(evaluated, doubtful=1, show_text=True).details["doubtful"]
    said = listed[0]["text"]
    assert said
    assert said not in told(evaluated, "--doubtful", "1", "--json").output
    assert (
        said
        in json.loads(told(evaluated, "--doubtful", "1", "--show-text", "--json").output)["details"]["doubtful"][0][
            "text"
        ]
    )


def test_people_get_tables_and_machines_the_same_facts(evaluated):
    shown = told(evaluated, "--doubtful", "3")
    assert shown.exit_code == 0
    for line in ("One interview at a time", "code by code", "taken for each other", "worth a second look"):
        assert line in shown.output
    facts = json.loads(told(evaluated, "--doubtful", "3", "--json").output)
    assert len(facts["details"]["doubtful"]) == 3
    assert facts["details"]["suggestions"]["figures"]["barrier"]["calibration_error"] >= 0


def test_a_study_without_a_model_is_told_what_to_do(study):
    ended = told(study, "--json")
    assert ended.exit_code == 0
    assert "drempel train" in json.loads(ended.output)["problems"][0]["message"]


def test_a_number_without_doubtful_is_a_wrong_call(study):
    assert told(study, "5").exit_code == 2


def test_a_model_that_learnt_from_too_few_interviews_of_the_teams_own_says_how_many_it_takes(trained, tmp_path):
    card = trained.models / (trained.models / "current").read_text(encoding="utf-8").strip() / "card.json"
    unjudged = told(trained).output
    assert "`drempel train` without it" in unjudged
    # Learnt from the shipped study alone: there is nothing to leave out.
    card.write_text(json.dumps({**json.loads(card.read_text(encoding="utf-8")), "interviews": []}), encoding="utf-8")
    alone = told(trained).output
    assert "in two interviews at least, and it learnt from 0" in alone
    assert "--no-evaluation" not in alone
