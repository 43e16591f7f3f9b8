"""The first days of a study: suggestions before anybody has coded, marked for what they rest on, and how to refuse."""

import pytest
import yaml

from pipeline import results, suggestions
from pipeline.errors import InvalidSettings, NoModel
from pipeline.settings import CODEBOOK_FILE, SETTINGS_FILE, open_study
from pipeline.steps import api as steps
from pipeline.steps.shared.starter_examples import starter_examples
from pipeline.steps.shared.study_lock import locked_store
from tests.conftest import codes_of


def changed(study, **settings):
    """The study with other suggestion settings."""
    path = study.folder / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    for name, value in settings.items():
        text = "\n".join(f"{name} = {value}" if line.startswith(f"{name} = ") else line for line in text.split("\n"))
    path.write_text(text, encoding="utf-8")
    return open_study(study.folder)


def with_codebook(study, **fields):
    """The study with a codebook of one dimension and one code."""
    code = {"id": "weather", "label": "weer", **fields}
    dimension = {"id": "mood", "label": "stemming", "values": "many", "codes": [code]}
    book = {"study": "anders", "version": "1", "dimensions": [dimension]}
    (study.folder / CODEBOOK_FILE).write_text(yaml.safe_dump(book), encoding="utf-8")
    return open_study(study.folder)


@pytest.fixture
def waiting(study, starter):
    """A study with one interview in its inbox and nobody's codes."""
    (study.inbox / "int_05.txt").write_bytes((starter / "interviews" / "int_05.txt").read_bytes())
    return study


@pytest.mark.slow
def test_a_run_before_anybody_coded_suggests_by_keywords_and_says_so(waiting):
    report = steps.run(waiting)
    assert report.counts["suggest.suggested"] > 20
    assert "keywords" in report.details["suggest"]["remark"]
    assert "keywords" in steps.status(waiting).details["remark"]
    assert report.problems == ()
    assert results.read(waiting.folder, "codes").empty


@pytest.mark.slow
def test_the_second_run_looks_at_nothing_twice(waiting):
    steps.run(waiting)
    assert steps.run(waiting).counts["suggest.fragments"] == 0


def test_who_wants_no_suggestions_before_coding_gets_none(waiting):
    study = changed(waiting, cold_start="false")
    report = steps.run(study)
    assert report.counts["publish.transcripts"] == 1
    assert any("drempel train" in problem.message for problem in report.problems)
    with pytest.raises(NoModel):
        steps.suggest(study)


def test_a_codebook_without_any_keyword_gives_no_suggestions(waiting):
    with pytest.raises(NoModel):
        steps.suggest(with_codebook(waiting, definition="de zon en de regen"))


@pytest.mark.slow
def test_a_changed_codebook_makes_the_keyword_model_anew(waiting):
    steps.run(waiting)
    report = steps.run(with_codebook(waiting, keywords=["ploeg"]))
    assert report.counts["suggest.interviews"] == 1
    assert suggestions.card_in(waiting.models)["codebook"]["study"] == "anders"


@pytest.mark.slow
def test_the_first_own_codes_replace_the_keyword_model(waiting, starter, tmp_path):
    steps.run(waiting)
    before = suggestions.card_in(waiting.models)["id"]
    steps.import_codes(waiting, codes_of(starter, ("int_05",), tmp_path / "codes.csv"))
    report = steps.train(waiting, evaluate=False)
    assert report.details["model"] != before
    assert steps.status(waiting).details["model"] == report.details["model"]


@pytest.mark.slow
def test_the_starter_study_is_taken_along_marked_and_never_in_the_results(tmp_path, starter, monkeypatch):
    some = [each for each in starter_examples(open_book(starter)) if each.passage.transcript_id in ("int_02", "int_09")]
    monkeypatch.setattr("pipeline.steps.shared.starter_examples.starter_examples", lambda codebook: some)
    steps.init(tmp_path / "mine", starter=True)
    study = open_study(tmp_path / "mine")
    (study.inbox / "int_05.txt").write_bytes((starter / "interviews" / "int_05.txt").read_bytes())
    report = steps.run(study)
    assert "2 invented interviews beside 0 of your own" in report.details["suggest"]["remark"]
    assert set(results.read(study.folder, "transcripts")["interview"]) == {"int_05"}
    assert not results.read(study.folder, "fragments")["reviewed"].any()
    steps.import_codes(study, codes_of(starter, ("int_05",), tmp_path / "codes.csv"))
    trained = steps.train(study, evaluate=False)
    assert trained.counts["interviews"] == 1
    assert "2 invented interviews beside 1 of your own" in trained.details["remark"]


def open_book(starter):
    from pipeline.codebook import load_codebook

    return load_codebook(starter / CODEBOOK_FILE)


def test_the_starter_study_read_from_its_files_is_as_a_team_would_have_it(study, starter, tmp_path):
    steps.ingest(study, [starter / "interviews" / "int_05.txt"])
    steps.import_codes(study, codes_of(starter, ("int_05",), tmp_path / "codes.csv"))
    with locked_store(study) as store:
        ours = store.exports.training_examples(study.codebook)
    theirs = [each for each in starter_examples(study.codebook) if each.passage.transcript_id == "int_05"]
    assert theirs == ours


def test_a_codebook_that_shares_nothing_with_the_starter_study_is_told_the_remedy(waiting):
    study = changed(with_codebook(waiting, keywords=["zon"]), starter="true")
    with pytest.raises(InvalidSettings, match="shares no code with the starter study"):
        steps.suggest(study)


@pytest.mark.parametrize("name", ["bert", "spacy:", "fasttext:here"])
def test_an_encoder_that_cannot_be_meant_is_refused_where_it_stands(study, name):
    with pytest.raises(InvalidSettings, match=r"suggestions\.encoder.*docs/encoders\.md"):
        changed(study, encoder=f'"{name}"')


def test_the_kinds_of_encoder_are_those_that_the_settings_know():
    from pipeline.sections import ENCODER
    from pipeline.suggestions.features.embeddings import KINDS

    assert all(ENCODER.fullmatch(f"{kind}:folder") for kind in KINDS)
    assert ENCODER.pattern.count("|") + 1 == len(KINDS)


@pytest.mark.slow
def test_an_encoder_in_the_workspace_is_read_by_train_and_suggest(trained, starter):
    import numpy as np
    import spacy

    nlp = spacy.blank("nl")
    nlp.vocab.set_vector("huur", np.ones(4, dtype=np.float32))
    nlp.to_disk(trained.folder / "models" / "tiny")
    study = changed(trained, encoder='"spacy:models/tiny"')
    report = steps.train(study, evaluate=False)
    card = suggestions.card_in(study.models)
    assert card["encoder"] == f"spacy:{study.folder / 'models' / 'tiny'}"
    steps.ingest(study, [starter / "interviews" / "int_06.txt"])
    told = steps.suggest(study)
    assert told.details["model"] == report.details["model"]
    assert told.counts["fragments"] > 50


def test_an_encoder_that_is_not_here_is_told_when_training(trained):
    from pipeline.suggestions.features.embeddings import UnusableEncoder

    with pytest.raises(UnusableEncoder, match=r"docs/encoders\.md"):
        steps.train(changed(trained, encoder='"spacy:nl_not_there"'), evaluate=False)
