"""A new study carries its own title, begins with the codebook that was asked for, and a wrong call makes nothing."""

import json
import subprocess
import sys

import pytest

from pipeline.codebook import load_codebook
from pipeline.errors import CannotStart, InvalidCodebook, WorkspaceExists
from pipeline.settings import CODEBOOK_FILE, open_study
from pipeline.steps import api as steps
from tests.test_settings import CODEBOOK

SHIPPED = load_codebook(steps.starter_study() / CODEBOOK_FILE)


@pytest.fixture
def file(tmp_path):
    """A codebook of somebody's own."""
    path = tmp_path / "own.yaml"
    path.write_text(CODEBOOK, encoding="utf-8")
    return path


def made(folder, **wishes):
    report = steps.init(folder, **wishes)
    study = open_study(folder)
    assert report.details["title"] == study.codebook.study
    return study


def test_an_own_study_is_called_after_its_folder(tmp_path):
    book = made(tmp_path / "wonen").codebook
    assert book.study == "wonen"
    assert book.dimensions == SHIPPED.dimensions
    assert SHIPPED.study not in (tmp_path / "wonen" / CODEBOOK_FILE).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "title", ["Wonen na detentie", 'Een "straat": #1 ’s avonds', "no", "1", "{a: b}", "café\\n", "'"]
)
@pytest.mark.parametrize("codebook", ["starter", "empty"])
def test_a_title_is_kept_to_the_letter(tmp_path, title, codebook):
    assert made(tmp_path / "study", title=title, codebook=codebook).codebook.study == title


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "a\x00b", "x" * 201, SHIPPED.study])
def test_a_title_that_cannot_be_meant_is_refused_and_nothing_is_made(tmp_path, title):
    with pytest.raises(CannotStart, match="--title"):
        steps.init(tmp_path / "study", title=title)
    assert not (tmp_path / "study").exists()


def test_an_empty_codebook_is_valid_and_takes_an_interview(tmp_path, starter):
    study = made(tmp_path / "study", codebook="empty")
    assert [(each.id, each.code_ids) for each in study.codebook] == [("theme", ("other",))]
    report = steps.ingest(study, [starter / "interviews" / "int_05.txt"])
    assert report.counts["read"] == 1
    assert steps.publish(study).counts["transcripts"] == 1


def test_a_file_keeps_its_title_unless_another_is_given(tmp_path, file):
    assert made(tmp_path / "a", codebook=str(file)).codebook.study == "S"
    titled = made(tmp_path / "b", codebook=str(file), title="T").codebook
    assert (titled.study, titled.dimensions) == ("T", load_codebook(file).dimensions)


def test_a_copy_of_the_shipped_codebook_loses_the_shipped_title(tmp_path):
    given = steps.starter_study() / CODEBOOK_FILE
    assert made(tmp_path / "study", codebook=str(given)).codebook.study == "study"


def test_a_file_whose_title_cannot_be_replaced_is_said(tmp_path, file):
    for text in (
        json.dumps(load_codebook(file).model_dump(mode="json")),
        CODEBOOK.replace("study: S", "study: >-\n  S"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(CannotStart, match="leave out --title"):
            steps.init(tmp_path / "b", codebook=str(file), title="T")
        assert not (tmp_path / "b").exists()
    assert made(tmp_path / "a", codebook=str(file)).codebook.study == "S"


def test_a_codebook_that_is_not_there_or_none_is_refused_and_nothing_is_made(tmp_path, file):
    with pytest.raises(CannotStart, match="nergens"):
        steps.init(tmp_path / "study", codebook="nergens.yaml")
    file.write_text("study: [", encoding="utf-8")
    with pytest.raises(InvalidCodebook):
        steps.init(tmp_path / "study", codebook=str(file))
    assert not (tmp_path / "study").exists()


def test_the_starter_study_needs_a_codebook_that_shares_codes_with_it(tmp_path):
    with pytest.raises(CannotStart, match="leave out --starter"):
        steps.init(tmp_path / "study", codebook="empty", starter=True)
    assert not (tmp_path / "study").exists()
    assert made(tmp_path / "study", starter=True).settings.suggestions.starter


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceExists):
        steps.init(tmp_path, title="T", codebook="empty")
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--title", ""), "--title"),
        (("--codebook", "nergens.yaml"), "nergens.yaml"),
        (("--codebook", "empty", "--starter"), "--starter"),
    ],
)
def test_a_wrong_call_ends_with_two_and_tells_machines_too(tmp_path, options, told):
    call = [sys.executable, "-m", "pipeline", "init", str(tmp_path / "study"), *options, "--json"]
    ended = subprocess.run(call, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert told in json.loads(ended.stdout)["error"]
    assert not (tmp_path / "study").exists()
