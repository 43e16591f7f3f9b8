"""A study that cuts by hand in its own way is cut so from the next file on, and says which boundaries cut."""

import csv
import io

import pytest

from pipeline import results
from pipeline.fragments.turn_reader import read_turns
from pipeline.steps import api as steps
from pipeline.steps.shared.reports import silent
from pipeline.steps.shared.segmentation import hand_cut_transcripts, learn_boundaries, save_boundaries
from pipeline.steps.shared.study_lock import locked_store, now
from tests.fragments.test_own_boundaries import by_threes, told

COLUMNS = ("interview", "start", "end", "text", "activation", "barrier", "approach", "factor", "coder")


def rows_of(transcript):
    for number, (start, end) in enumerate(by_threes(transcript)):
        yield (transcript.id, start, end, transcript.text[start:end], "", ("housing", "")[number % 2], "", "", "ann")


def write_codes(path, transcripts):
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([COLUMNS, *(row for each in transcripts for row in rows_of(each))])
    path.write_text(lines.getvalue(), encoding="utf-8", newline="")
    return path


def drop(study, transcript):
    (study.inbox / f"{transcript.id}.txt").write_text(transcript.text, encoding="utf-8", newline="")


@pytest.fixture
def coded(study, tmp_path):
    spoken = [told(number) for number in range(8)]
    for each in spoken:
        drop(study, each)
    steps.ingest(study)
    steps.import_codes(study, write_codes(tmp_path / "codes.csv", spoken))
    return study


def cut_by(study):
    steps.publish(study)
    table = results.read(study.folder, "fragments")
    return dict(table[table["interview"] == "eigen_9"][["cut_by", "boundary"]].drop_duplicates().to_numpy())


@pytest.mark.slow
def test_new_files_are_cut_as_people_cut_until_the_boundaries_are_damaged(coded):
    assert steps.status(coded).details["boundaries"] == "shipped"
    told_of = steps.train(coded, curve=False).details["cuts"]
    name = told_of["boundaries"]
    assert told_of["interviews"] >= 5
    assert told_of["own"] >= told_of["shipped"]
    assert steps.status(coded).details["boundaries"] == name

    drop(coded, told(9))
    report = steps.ingest(coded)
    assert report.problems == ()
    assert report.counts["fragments"] == len(by_threes(told(9))) < sum(map(len, read_turns(told(9)).sentences))
    [(named, boundary)] = cut_by(coded).items()
    assert named.endswith(f" / boundaries {name}")
    assert boundary == "learnt"

    damaged = coded.models / "boundaries" / name / "model.json"
    damaged.write_text("{}", encoding="utf-8")
    drop(coded, told(10))
    report = steps.ingest(coded)
    assert report.counts["read"] == 1
    assert "SHA-256" in report.problems[0].message
    assert "drempel train" in report.problems[0].message
    assert steps.status(coded).details["boundaries"] == "shipped"
    assert steps.check(coded).counts["left"] == 0
    assert steps.status(coded).problems == ()


@pytest.mark.slow
def test_training_without_evaluation_leaves_the_boundaries_as_they_are(coded):
    assert steps.train(coded, evaluate=False).details["cuts"] == {}
    assert steps.status(coded).details["boundaries"] == "shipped"


def test_a_study_of_the_interviews_that_the_shipped_ones_know_keeps_those(trained):
    with locked_store(trained) as store:
        cuts = hand_cut_transcripts(store)
    told_of = save_boundaries(trained, learn_boundaries(cuts, progress=silent), cuts, trained_at=now())
    assert told_of == {"boundaries": "shipped", "interviews": 0, "ends": 0, "own": None, "shipped": None}
    assert not (trained.models / "boundaries").exists()
