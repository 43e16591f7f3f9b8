"""The recorded reviewer gives each machine-cut fragment the codes that a person gave those words by hand."""

import pytest

from pipeline import results
from pipeline.codebook import Codebook
from pipeline.records import HandCoded
from pipeline.steps import api as steps
from pipeline.steps.demo.demo import drop_new_interviews, replay_reviewer
from pipeline.steps.demo.recorded_review import truth_of


def dimension(name, values, *codes):
    return {"id": name, "label": name, "values": values, "codes": [{"id": code, "label": code} for code in codes]}


DIMENSIONS = [dimension("view", "one", "own", "other"), dimension("barrier", "many", "home", "bus")]
CODEBOOK = Codebook.model_validate({"study": "small", "version": "1", "dimensions": DIMENSIONS})


def row(start, end, view, *barriers):
    codes = {"view": (view,) if view else (), "barrier": barriers}
    return HandCoded(
        transcript_id="i", start=start, end=end, text="x" * (end - start), codes=codes, coder="a", place="row 2"
    )


@pytest.mark.parametrize(
    ("span", "view", "barrier"),
    [
        ((0, 10), ("own",), ("home",)),  # the same cut
        ((0, 30), ("other",), ("home", "bus")),  # two in one: the longer one's view, both barriers
        ((12, 18), ("other",), ("bus",)),  # a part of one
        ((9, 40), ("other",), ("bus",)),  # a corner of the first does not count
        ((50, 60), (), ()),  # words that nobody coded
    ],
)
def test_codes_follow_the_words(span, view, barrier):
    coded = [row(0, 10, "own", "home"), row(11, 30, "other", "bus")]
    assert truth_of(span, coded, CODEBOOK) == {"view": view, "barrier": barrier}


def test_no_view_on_the_longest_part_means_no_view():
    assert truth_of((0, 30), [row(0, 10, "own"), row(11, 30, "")], CODEBOOK)["view"] == ()


@pytest.mark.slow
def test_a_replayed_review_ends_with_every_new_fragment_reviewed(trained):
    drop_new_interviews(trained)
    steps.run(trained)
    report = replay_reviewer(trained)
    steps.publish(trained)
    fragments = results.read(trained.folder, "fragments")
    new = fragments[fragments["interview"].isin(["int_23", "int_28", "int_31"])]
    assert new["reviewed"].all()
    assert report.counts["fragments"] == len(new)
    assert report.counts["blind"] == new["blind"].sum()
    codes = results.read(trained.folder, "codes")
    shown = codes[codes["origin"].isin(["accepted", "changed"])]
    assert not shown["blind"].any()
    assert shown["probability"].notna().all()
    for told in report.details["dimensions"].values():
        assert told["suggested"] == told["accepted"] + told["changed"] + told["rejected"]


@pytest.mark.slow
def test_a_second_replay_does_nothing(trained):
    drop_new_interviews(trained)
    steps.run(trained)
    replay_reviewer(trained)
    assert replay_reviewer(trained).counts["fragments"] == 0
