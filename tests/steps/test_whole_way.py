"""The steps after ingest: what they promise, and what they say when something is missing."""

import json

import pandas as pd
import pytest

from pipeline import results
from pipeline.errors import InvalidCodes, NotAWorkspace, NothingToLearn, StoreBusy, UnfitModel, WorkspaceExists
from pipeline.records import Problem, Report
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.shared.study_lock import locked_store
from tests.conftest import LEARNT_FROM, codes_of

HEADER = "interview,start,end,text,activation,barrier,approach,factor,coder\n"


@pytest.fixture
def one_interview(study, starter):
    steps.ingest(study, [starter / "interviews" / "int_05.txt"])
    return study


def test_a_folder_that_holds_something_is_not_made_a_workspace(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"x")
    with pytest.raises(WorkspaceExists, match="not empty"):
        steps.init(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_folder_without_a_study_is_named_with_the_remedy(tmp_path):
    with pytest.raises(NotAWorkspace, match="drempel init"):
        open_study(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("int_05,56,60,Ja,gezondheid,,,,ik\n", "gezondheid"),
        ("int_05,56,9999999,Ja,,,,,ik\n", "9999999"),
        ("int_05,100,103,Nee,,,,,ik\n", "text"),
        ("int_99,1,3,Ja,,,,,ik\n", "int_99"),
    ],
)
def test_a_bad_row_of_hand_codes_is_named_and_nothing_is_stored(one_interview, tmp_path, row, why):
    path = tmp_path / "mijn.csv"
    path.write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(InvalidCodes) as refusal:
        steps.import_codes(one_interview, path)
    assert "mijn.csv" in str(refusal.value)
    assert "row 2" in str(refusal.value)
    assert why in str(refusal.value)
    steps.publish(one_interview)
    assert results.read(one_interview.folder, "decisions").empty


@pytest.mark.slow
def test_importing_the_same_codes_twice_changes_nothing(one_interview, starter, tmp_path):
    path = codes_of(starter, ("int_05",), tmp_path / "codes.csv")
    steps.import_codes(one_interview, path)
    steps.publish(one_interview)
    before = results.read(one_interview.folder, "decisions")
    steps.import_codes(one_interview, path)
    steps.publish(one_interview)
    pd.testing.assert_frame_equal(before, results.read(one_interview.folder, "decisions"))


def test_a_study_without_codes_says_what_to_do_first(one_interview):
    with pytest.raises(NothingToLearn, match="Code an interview by hand"):
        steps.train(one_interview)


@pytest.mark.slow
def test_one_class_only_trains_and_suggests(one_interview, tmp_path):
    with locked_store(one_interview) as store:
        text = store.transcripts.get("int_05").text
        places = [(each.fragment.start, each.fragment.end) for each in store.transcripts.fragments("int_05")][:12]
    rows = "".join(f'int_05,{s},{e},"{text[s:e].replace(chr(34), chr(34) * 2)}",,housing,,,ik\n' for s, e in places)
    path = tmp_path / "een.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    steps.import_codes(one_interview, path)
    steps.train(one_interview)
    assert steps.suggest(one_interview).counts["fragments"] > 0


def test_every_code_of_every_given_fragment_is_scored(trained, starter, tmp_path):
    steps.ingest(trained, [starter / "interviews" / "int_06.txt"])
    given = pd.read_csv(codes_of(starter, ("int_06",), tmp_path / "codes.csv"))[["interview", "start", "end"]]
    given.to_csv(tmp_path / "given.csv", index=False)
    steps.suggest_for_file(trained, tmp_path / "given.csv", tmp_path / "scores.parquet")
    scores = pd.read_parquet(tmp_path / "scores.parquet")
    assert list(scores) == ["interview", "start", "end", "dimension", "code", "probability", "suggested"]
    codes_per_fragment = sum(len(each.code_ids) + each.single for each in trained.codebook)
    assert len(scores) == len(given) * codes_per_fragment
    one = scores[scores["dimension"] == "activation"].groupby(["interview", "start", "end"])["probability"].sum()
    assert one.between(0.999, 1.001).all()
    assert not scores.loc[scores["code"] == "", "suggested"].any()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("contents", "why"),
    [
        ("interview,start\nint_05,1\n", "'end'"),
        ("interview,start,end\nint_05,1,99999999\n", "99999999"),
        ("interview,start,end\nint_77,1,2\n", "int_77"),
        ("interview,start,end\nint_05,een,2\n", "whole numbers"),
        ("interview,start,end\n", "no fragments"),
    ],
)
def test_given_fragments_that_cannot_be_meant_are_named(trained, tmp_path, contents, why):
    (tmp_path / "given.csv").write_text(contents, encoding="utf-8")
    with pytest.raises(InvalidCodes, match=why):
        steps.suggest_for_file(trained, tmp_path / "given.csv", tmp_path / "scores.parquet")
    assert not (tmp_path / "scores.parquet").exists()


def test_a_changed_model_file_is_refused_with_what_to_do(trained):
    model = next(trained.models.glob("*/model.npz"))
    model.write_bytes(model.read_bytes()[:-100])
    with pytest.raises(UnfitModel, match="drempel train"):
        steps.suggest(trained)


def test_a_model_card_holds_no_words_of_participants(trained):
    card = json.loads(next(trained.models.glob("*/card.json")).read_text(encoding="utf-8"))
    assert sorted(card["interviews"]) == sorted(LEARNT_FROM)
    assert "sha256" in card


@pytest.mark.slow
def test_two_runs_are_kept_apart(study):
    import subprocess
    import sys

    hold = (
        "import sys, pathlib; from pipeline.settings import open_study\n"
        "from pipeline.steps.shared.study_lock import locked_store\n"
        "with locked_store(open_study(pathlib.Path(sys.argv[1]))): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(study.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match="Another drempel run"):
            steps.ingest(study)
        other.communicate("")
    assert steps.ingest(study).counts["read"] == 0


def test_what_every_batch_of_a_run_says_is_told_once():
    batch = Report(step="ingest", counts={"read": 1}, problems=(Problem(place="x", message="y"),))
    assert steps.merge([batch, batch]) == Report(step="ingest", counts={"read": 2}, problems=batch.problems)
