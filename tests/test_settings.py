"""A study opens from its folder, and a setting that cannot be meant is refused by name."""

import pytest

from pipeline.errors import InvalidCodebook, InvalidSettings, NotAWorkspace
from pipeline.settings import CODEBOOK_FILE, SETTINGS_FILE, Settings, open_study
from pipeline.workspace_place import settle

CODEBOOK = "study: S\nversion: '1'\ndimensions: [{id: d, label: D, values: one, codes: [{id: a, label: A}]}]\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / SETTINGS_FILE).write_text("", encoding="utf-8")
    (tmp_path / CODEBOOK_FILE).write_text(CODEBOOK, encoding="utf-8")
    return tmp_path


def test_an_empty_file_gives_every_default(folder):
    study = open_study(folder)
    assert study.settings == Settings()
    assert study.settings.fragments.unit == "meaning"
    assert study.settings.suggestions.prefer == "balance"
    assert study.settings.review.language == "nl"
    assert study.settings.schedule.timezone == "Europe/Brussels"
    assert 0 < study.settings.review.blind_share < 1


def test_what_the_file_says_holds(folder):
    (folder / SETTINGS_FILE).write_text('seed = 7\n[review]\nblind_share = 0.5\nlanguage = "en"\n', encoding="utf-8")
    settings = open_study(folder).settings
    assert (settings.seed, settings.review.blind_share, settings.review.language) == (7, 0.5, "en")


def test_everything_of_a_study_lies_in_its_folder(folder):
    study = open_study(folder)
    for place in (study.inbox, study.rejected, study.results, study.models, study.lock):
        assert place.is_relative_to(folder.resolve())
    assert study.store_url == f"sqlite:///{folder.resolve() / 'data' / 'study.sqlite'}"


def test_the_store_can_be_elsewhere(folder):
    (folder / SETTINGS_FILE).write_text('store = "postgresql+psycopg://db/study"\n', encoding="utf-8")
    settle(folder)
    assert open_study(folder).store_url == "postgresql+psycopg://db/study"


def test_opening_does_not_read_the_codebook_yet(folder):
    (folder / CODEBOOK_FILE).write_text("study: [", encoding="utf-8")
    study = open_study(folder)
    with pytest.raises(InvalidCodebook):
        _ = study.codebook


@pytest.mark.parametrize("missing", [SETTINGS_FILE, CODEBOOK_FILE])
def test_a_folder_without_its_files_is_no_workspace(folder, missing):
    (folder / missing).unlink()
    with pytest.raises(NotAWorkspace, match=missing) as refused:
        open_study(folder)
    assert "drempel init" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("colour = 1", "colour"),
        ("[review]\nblind = 0.2", "review.blind"),
        ("[review]\nblind_share = 1.2", "review.blind_share"),
        ("[review]\nport = 0", "review.port"),
        ('[review]\nlanguage = "fr"', "review.language"),
        ('[fragments]\nunit = "word"', "fragments.unit"),
        ('[suggestions]\nprefer = "all"', "suggestions.prefer"),
        ('[schedule]\ntimezone = "Brussels"', "schedule.timezone"),
        ('[runs]\ncluster = "scheduler"', "runs.cluster"),
        ('[models]\nurl = "bucket/study"', "models.url"),
        ("seed =", "the file"),
    ],
)
def test_a_wrong_setting_is_named(folder, text, place):
    (folder / SETTINGS_FILE).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(InvalidSettings, match=rf"at {place}:"):
        open_study(folder)


def test_settings_in_another_encoding_are_refused(folder):
    (folder / SETTINGS_FILE).write_bytes("# é".encode("latin-1"))
    with pytest.raises(InvalidSettings, match="the file"):
        open_study(folder)
