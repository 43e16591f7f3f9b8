"""Interviews from another world are named when they come in and marked in the tables; those like the rest are not."""

import pytest

from pipeline import results
from pipeline.steps import api as steps

ELSEWHERE = """Interviewer: Hoe verloopt het smeden?
Respondent: Eerst gloeit het aambeeld, daarna hamert de smid het hoefijzer boven het houtskoolvuur.
Interviewer: En daarna?
Respondent: Blaasbalgen hijgen, vonken spatten, het ijzer sist in de koeltrog en wordt gepolijst met amaril.
Interviewer: Wat nog?
Respondent: Tegen de schemering smeren wij de drijfriemen, olieën de scharnieren en vergrendelen de smidse.
"""


@pytest.mark.slow
def test_an_interview_from_another_world_is_named_and_marked(judged):
    (judged.inbox / "smidse.txt").write_text(ELSEWHERE, encoding="utf-8")
    report = steps.run(judged)
    [problem] = [each for each in report.problems if each.place == "smidse"]
    assert "unlike the interviews the model learnt from" in problem.message
    assert "aambeeld" not in problem.message
    said = results.read(judged.folder, "suggestions")
    assert set(said.loc[said["unlike"].astype(bool), "interview"]) == {"smidse"}


def test_what_is_kept_of_the_training_interviews_holds_no_word(judged):
    kept = [path.read_text(encoding="utf-8") for path in judged.models.glob("*/like.json")]
    assert "motivatie" in "".join(results.read(judged.folder, "fragments")["text"])
    assert kept
    assert not any("motivatie" in each for each in kept)
