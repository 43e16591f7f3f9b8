"""A study without a single code still gets suggestions, from its codebook alone, and is told so."""

from __future__ import annotations

import pytest

from pipeline.records import Passage
from pipeline.suggestions import from_codebook, load, save, tells_enough, train
from tests.suggestions.invented_study import NOON, examples_of


@pytest.fixture(scope="module")
def model(codebook):
    return from_codebook(codebook, trained_at=NOON)


def shown(model, text):
    table = model.suggest([Passage(transcript_id="nieuw", start=0, end=len(text), text=text)])
    return set(table[table.suggested].code)


def test_keywords_suggest_their_codes_before_anybody_has_coded(model):
    assert shown(model, "De huur is te hoog en hij wordt ziek van de pijn.") == {"housing", "health"}


def test_where_no_keyword_is_heard_nothing_is_suggested(model):
    assert shown(model, "Dat was een mooie dag.") == set()


def test_the_card_says_what_the_suggestions_rest_on(model):
    assert model.card["cold_start"] is True
    assert "keywords, definitions and examples alone" in model.card["remark"]
    assert model.card["interviews"] == []


def test_probabilities_of_a_single_valued_dimension_add_to_one(model):
    table = model.suggest([Passage(transcript_id="n", start=0, end=9, text="motivatie")])
    assert table[table.dimension == "view"].probability.sum() == pytest.approx(1)


def test_such_a_model_can_be_stored_and_explained(model, codebook, tmp_path):
    save(model, tmp_path)
    passage = Passage(transcript_id="n", start=0, end=17, text="De huur stijgt ja")
    explained = load(tmp_path, codebook).explain(passage, "barrier", "housing")
    assert [reason.words for reason in explained.reasons_for] == ["huur"]
    assert explained.alike == ()


def test_with_one_coded_interview_a_code_not_used_yet_is_still_suggested_by_its_keyword(codebook):
    model = train(examples_of(1), codebook, trained_at=NOON, evaluate=False)
    assert model.card["chosen"]["barrier"]["keyword_trust"] > 0
    assert "mobility" in shown(model, "Er rijdt geen bus.")


def test_after_several_interviews_a_code_that_nobody_gave_is_suggested_no_more(codebook):
    model = train(examples_of(4), codebook, trained_at=NOON, evaluate=False)
    assert "mobility" not in shown(model, "Er rijdt geen bus.")


def test_a_codebook_without_keywords_has_nothing_to_be_believed(codebook):
    bare = codebook.model_copy(
        update={
            "dimensions": tuple(
                each.model_copy(
                    update={
                        "codes": tuple(code.model_copy(update={"keywords": (), "patterns": ()}) for code in each.codes)
                    }
                )
                for each in codebook
            )
        }
    )
    assert not tells_enough(bare)
    model = train(examples_of(1), bare, trained_at=NOON, evaluate=False)
    assert model.card["chosen"]["barrier"]["keyword_trust"] == 0
