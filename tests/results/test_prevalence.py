import numpy as np
import pandas as pd
import pytest

from pipeline.codebook import Codebook
from pipeline.results.prevalence.corpus import InterviewBatch
from pipeline.results.prevalence.table import groupings, prevalence

BOOK = Codebook.model_validate(
    {
        "study": "proef",
        "version": "1",
        "dimensions": [
            {"id": "barrier", "label": "Drempel", "values": "many",
             "codes": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}]},
        ],
    }
)  # fmt: skip
INTERVIEWS, EACH = 16, 40


@pytest.fixture
def tables():
    """Sixteen interviews: two hand-coded wholly, the others read where drawn blind, one of them still waiting."""
    generator = np.random.default_rng(4)
    number = np.arange(INTERVIEWS * EACH)
    interview = np.array([f"g{each:02}" for each in number // EACH])
    wholly = number // EACH < 2
    blind = wholly | (generator.random(number.size) < 0.25)
    truth = generator.random(number.size) < 0.3
    fragments = pd.DataFrame(
        {
            "fragment": [f"{home}:{each}-{each + 1}" for home, each in zip(interview, number, strict=True)],
            "interview": interview,
            "words": 5 + number % 7,
            "blind": blind,
            "sampling_probability": np.where(wholly, 1.0, 0.25),
        }
    )
    read = blind & (interview != "g15")
    done = fragments[read].assign(coder="An", action="reviewed", live=True)
    codes = fragments[read & truth].assign(coder="An", dimension="barrier", code="x", final=True)
    said = [
        fragments[~wholly].assign(
            dimension="barrier", code=code, model="m1",
            probability=np.where(truth[~wholly], 0.8, 0.2) if code == "x" else 0.1,
            suggested=(truth[~wholly] | (generator.random((~wholly).sum()) < 0.2)) if code == "x" else False,
        )
        for code in ("x", "y")
    ]  # fmt: skip
    roles = ["jobcoach" if each % 2 else "coördinator" for each in range(INTERVIEWS)]
    names = sorted(set(interview))
    return {
        "fragments": fragments,
        "decisions": done.assign(number=range(len(done)), blind=True),
        "codes": codes,
        "suggestions": pd.concat(said, ignore_index=True),
        "transcripts": pd.DataFrame({"interview": names, "meta_role": roles, "meta_date": names}),
    }


def only(rows, **cells):
    found = [row for row in rows if all(row[name] == value for name, value in cells.items())]
    assert len(found) == 1, found
    return found[0]


def test_a_code_has_three_estimates_of_fragments_and_of_words(tables):
    rows = prevalence(tables, BOOK)
    assert len(rows) == 2 * 2 * 3
    corrected = only(rows, code="x", of="fragments", estimate="corrected")
    reviewed = only(rows, code="x", of="fragments", estimate="reviewed")
    assert corrected["low"] < 0.3 < corrected["high"]
    assert corrected["high"] - corrected["low"] < reviewed["high"] - reviewed["low"]
    assert only(rows, code="x", of="fragments", estimate="machine")["share"] > 0.4
    assert only(rows, code="x", of="words", estimate="corrected")["share"] != corrected["share"]


def test_an_interview_with_blind_fragments_waiting_is_not_read(tables):
    tables["decisions"] = tables["decisions"].iloc[:-1]  # the last blind fragment of g14 is now waiting too
    row = only(prevalence(tables, BOOK), code="x", of="fragments", estimate="reviewed")
    assert (row["interviews"], row["read_interviews"]) == (16, 14)


def test_verdicts_given_with_a_suggestion_on_screen_do_not_count(tables):
    before = prevalence(tables, BOOK)
    shown = tables["fragments"][~tables["fragments"]["blind"]]
    more = shown.assign(coder="An", action="reviewed", live=True, blind=False, number=range(9000, 9000 + len(shown)))
    tables["decisions"] = pd.concat([tables["decisions"], more])
    codes = shown.assign(coder="An", dimension="barrier", code="x", final=True)
    tables["codes"] = pd.concat([tables["codes"], codes])
    assert prevalence(tables, BOOK) == before


def test_a_code_that_is_not_final_does_not_count(tables):
    before = only(prevalence(tables, BOOK), code="x", of="fragments", estimate="reviewed")
    other = tables["decisions"].iloc[:50].assign(coder="Bo", dimension="barrier", code="x", final=False)
    tables["codes"] = pd.concat([tables["codes"], other])
    assert only(prevalence(tables, BOOK), code="x", of="fragments", estimate="reviewed") == before


def test_a_rare_code_has_no_estimate_and_says_so(tables):
    row = only(prevalence(tables, BOOK), code="y", of="fragments", estimate="corrected")
    assert row["share"] is None
    assert row["note"] == "too little to say: 0 fragments with the code, 5 are needed"


def test_shares_are_told_apart_by_a_column_of_the_interviews(tables):
    assert groupings(tables) == ["role"]
    rows = prevalence(tables, BOOK, by=["role"])
    groups = [row for row in rows if row["by"] == "role" and row["code"] == "x" and row["estimate"] == "corrected"]
    assert {(row["group"], row["interviews"]) for row in groups} == {("jobcoach", 8), ("coördinator", 8)}


@pytest.mark.parametrize("lacking", ["a fragment", "one model"])
def test_without_one_models_scores_for_all_there_is_no_corrected_estimate(tables, lacking):
    said = tables["suggestions"]
    changed = said.iloc[1:-600] if lacking == "a fragment" else said.assign(model=["m1", "m2"] * (len(said) // 2))
    row = only(prevalence(tables, BOOK, scores=changed), code="x", of="fragments", estimate="corrected")
    assert row["share"] is None
    assert row["note"].startswith("no scores")


def test_scores_of_interviews_that_the_model_learnt_from_are_refused(tables):
    rows = prevalence(tables, BOOK, learnt_from={"m1": ["g05"]})
    assert only(rows, code="x", of="fragments", estimate="corrected")["share"] is None
    assert only(rows, code="x", of="fragments", estimate="reviewed")["share"] is not None


def test_a_study_that_comes_in_pieces_has_the_shares_of_the_whole(tables):
    whole = prevalence(tables, BOOK, by=["role", "date"])
    homes = sorted(tables["transcripts"]["interview"])
    batches = [
        InterviewBatch(
            **{name: frame[frame["interview"].isin(homes[at : at + 3])] for name, frame in machine(tables).items()}
        )
        for at in range(0, len(homes), 3)
    ]
    touched = tables["fragments"]["fragment"].isin(tables["decisions"]["fragment"])
    people = {**tables, "fragments": tables["fragments"][touched], "suggestions": None}
    assert prevalence(people, BOOK, by=["role", "date"], batches=batches) == whole
    assert any(row["estimate"] == "corrected" and row["low"] for row in whole)


def machine(tables):
    return {"fragments": tables["fragments"], "suggestions": tables["suggestions"]}


def test_one_piece_that_another_model_scored_takes_the_correction_away(tables):
    said = tables["suggestions"]
    said.loc[said["interview"] == "g09", "model"] = "m2"
    batches = [
        InterviewBatch(**{name: frame[frame["interview"] == home] for name, frame in machine(tables).items()})
        for home in sorted(tables["transcripts"]["interview"])
    ]
    row = only(prevalence(tables, BOOK, batches=batches), code="x", of="fragments", estimate="corrected")
    assert row["share"] is None
    assert "one model" in row["note"]
