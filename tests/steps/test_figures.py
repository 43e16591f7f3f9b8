"""What stands beside the published tables: agreement and shares, from scores that knew nothing of the answers."""

import hashlib
import shutil
from pathlib import Path

import pytest

from pipeline import results, steps
from pipeline.settings import Study, open_study
from tests.conftest import LEARNT_FROM, codes_of


@pytest.fixture(scope="module")
def judged_folder(trained_folder, starter, tmp_path_factory):
    """The trained workspace with an evaluated model, a second coder and an interview that only the model has read."""
    folder = Path(shutil.copytree(trained_folder, tmp_path_factory.mktemp("judged") / "study"))
    study = open_study(folder)
    second = codes_of(starter, LEARNT_FROM, folder / "second.csv")
    lines = second.read_text(encoding="utf-8").splitlines(keepends=True)
    second.write_text("".join([*lines[:1], *lines[1::2]]), encoding="utf-8")
    steps.import_codes(study, second, coder="Bo")
    steps.train(study, curve=False)
    steps.ingest(study, [starter / "interviews" / "int_06.txt"])
    steps.suggest(study)
    steps.publish(study)
    return folder


@pytest.fixture
def judged(judged_folder, tmp_path) -> Study:
    return open_study(Path(shutil.copytree(judged_folder, tmp_path / "study")))


def contents(study):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in study.results.glob("*.parquet")}


def test_publishing_twice_gives_the_same_bytes_also_of_the_figures(judged):
    before = contents(judged)
    assert {"agreement.parquet", "prevalence.parquet"} <= set(before)
    steps.publish(judged)
    assert contents(judged) == before


def test_the_model_is_compared_on_what_it_had_not_seen(judged):
    found = results.read(judged.folder, "agreement")
    with_model = found[found["kind"] == "human-model"]
    assert set(with_model["models"]) == {steps.status(judged).details["model"]}
    assert with_model["interviews"].max() == len(LEARNT_FROM)
    whole = with_model[(with_model["dimension"] == "barrier") & (with_model["code"] == "")]
    assert (whole["value"].dropna() < 0.98).all()  # of its own training rows it would know nearly all


def test_shares_are_corrected_by_scores_of_interviews_that_nobody_has_read(judged):
    found = results.read(judged.folder, "prevalence")
    fragments = len(results.read(judged.folder, "fragments"))
    overall = found[(found["by"] == "") & (found["of"] == "fragments")]
    assert set(overall["fragments"]) == {fragments}
    assert overall["read_fragments"].max() < fragments
    reasons = set(overall.loc[overall["estimate"] == "corrected", "note"])
    assert not any(note.startswith("no scores") for note in reasons)


def test_a_study_that_nobody_coded_says_that_it_is_too_little(study, starter):
    steps.ingest(study, [starter / "interviews" / "int_06.txt"])
    steps.publish(study)
    assert results.read(study.folder, "agreement").empty
    shares = results.read(study.folder, "prevalence")
    assert shares["share"].isna().all()
    assert shares["note"].ne("").all()


def test_evaluate_tells_what_publishing_would_write(judged):
    rows = steps.evaluate(judged).details["agreement"]
    assert rows == results.as_rows(results.read(judged.folder, "agreement"))
