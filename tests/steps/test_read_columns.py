"""The setting that lets suggestions rest on columns reaches the model; a column that is not there is refused."""

from __future__ import annotations

import pytest

from pipeline import suggestions
from pipeline.errors import InvalidSettings
from pipeline.settings import SETTINGS_FILE, open_study
from pipeline.steps import api as steps


def reading(study, columns):
    file = study.folder / SETTINGS_FILE
    file.write_text(file.read_text(encoding="utf-8").replace("read_columns = []", f"read_columns = {columns}"))
    return open_study(study.folder)


@pytest.mark.slow
def test_the_columns_of_the_setting_are_read_in_training_and_suggesting(trained):
    study = reading(trained, '["speaker"]')
    told = steps.train(study, evaluate=False)
    model = suggestions.load(study.models, study.codebook)
    assert told.details["model"] == model.id
    assert model.card["read_columns"] == ["speaker"]
    assert set(model.pipeline["read"].values_.feature_names_) == {"speaker=R"}


def test_a_column_that_no_interview_has_is_refused_with_those_that_there_are(trained):
    study = reading(trained, '["rol", "speaker"]')
    why = r"suggestions\.read_columns: no interview has a column 'rol'; there are .*speaker"
    with pytest.raises(InvalidSettings, match=why):
        steps.train(study, evaluate=False)


def test_a_read_column_that_changes_lets_the_interview_be_scored_anew(trained):
    study = reading(trained, '["role"]')
    study.inbox.mkdir(parents=True, exist_ok=True)
    (study.inbox / "int_40.txt").write_text("I: Dag?\nR: De huur is niet te betalen.\n", encoding="utf-8")
    table = study.inbox / "interviews.csv"
    table.write_text("interview,role,region\nint_40,jobcoach,Gent\n", encoding="utf-8")
    steps.ingest(study)
    steps.suggest(study)
    table.write_text("interview,role,region\nint_40,jobcoach,Aalst\n", encoding="utf-8")
    steps.ingest(study)
    assert steps.unsuggested(study) == []
    table.write_text("interview,role,region\nint_40,directeur,Aalst\n", encoding="utf-8")
    steps.ingest(study)
    assert steps.unsuggested(study) == ["int_40"]
