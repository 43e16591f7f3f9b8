"""What stands beside the published tables: agreement and shares, from scores that knew nothing of the answers."""

import hashlib

from pipeline import results
from pipeline.steps import api as steps
from tests.steps.conftest import CODED


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
    assert with_model["interviews"].max() == len(CODED)
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
