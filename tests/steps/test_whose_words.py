"""The interviewer's words are context, and fragments only where the settings say so."""

import pytest

from pipeline import results
from pipeline.errors import InvalidCodes
from pipeline.settings import open_study
from pipeline.steps import api as steps

SAID = "I: Waar loopt het vast? Is het de bus?\nR: De bus rijdt niet. De crèche zit vol.\n"
HEADER = "interview,start,end,text,activation,barrier,approach,factor,coder\n"
QUESTION = "Waar loopt het vast? Is het de bus?"


@pytest.fixture
def asked(study):
    """A study that codes the interviewer's words too."""
    path = study.folder / "drempel.toml"
    told = path.read_text(encoding="utf-8")
    assert "code_interviewer = false" in told
    path.write_text(told.replace("code_interviewer = false", "code_interviewer = true"), encoding="utf-8")
    return open_study(study.folder)


def take_in(study, said=SAID):
    (study.inbox / "int_40.txt").write_text(said, encoding="utf-8", newline="")
    return steps.ingest(study)


def roles(study):
    steps.publish(study)
    return set(results.read(study.folder, "fragments")["text"].map(QUESTION.startswith))


def hand_codes(study, tmp_path):
    path = tmp_path / "codes.csv"
    row = f"int_40,3,{3 + len(QUESTION)},{QUESTION},,mobility,,,ann\n"
    path.write_text(HEADER + row, encoding="utf-8")
    return steps.import_codes(study, path)


def test_the_interviewers_words_are_no_fragments_and_get_no_codes(study, tmp_path):
    take_in(study)
    assert roles(study) == {False}
    with pytest.raises(InvalidCodes, match="code_interviewer"):
        hand_codes(study, tmp_path)


def test_with_the_setting_they_are_cut_coded_and_kept_in_a_new_version(asked, tmp_path):
    take_in(asked)
    assert roles(asked) == {False, True}
    assert hand_codes(asked, tmp_path).counts["codes"] == 1
    report = take_in(asked, "\n" + SAID)
    assert (report.counts["changed"], report.counts["orphans"]) == (1, 0)
    steps.publish(asked)
    codes = results.read(asked.folder, "codes")
    assert list(codes["fragment"]) == [f"int_40:4-{4 + len(QUESTION)}"]
