"""What a codebook gives as examples is learnt from, beside what people coded, and never counts as coded."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone

from pipeline.codebook import Codebook
from pipeline.records import Passage
from pipeline.suggestions import from_codebook, train
from pipeline.suggestions.learning.labels import cells_of
from pipeline.suggestions.learning.training_set import BOOK, examples_in
from tests.suggestions.invented_study import NOON, examples_of

ASKED = "Hij slaapt bij maten op de zetel en elders op een matras."
EXAMPLES = ("Ze slaapt op een zetel bij kennissen.", "Op een matras bij zijn maten, elke nacht elders.")
COUNTEREXAMPLES = ("In de zetel van de baas is het zacht.",)


@pytest.fixture
def taught(codebook):
    """The codebook with examples of housing that share no word with its keywords or with what people said."""
    contents = codebook.model_dump(mode="json")
    for dimension in contents["dimensions"]:
        for code in dimension["codes"]:
            if code["id"] == "housing":
                code["examples"], code["counterexamples"] = EXAMPLES, COUNTEREXAMPLES
    return Codebook.model_validate(contents)


def probable(model, text, code="housing"):
    table = model.suggest([Passage(transcript_id="n", start=0, end=len(text), text=text)])
    return table[(table.dimension == "barrier") & (table.code == code)].probability.item()


def test_an_example_speaks_of_its_own_dimension_and_a_counterexample_has_no_code_there(taught):
    told = examples_in(taught)
    assert [(each.passage.text, each.codes) for each in told] == [
        *((text, {"barrier": ("housing",)}) for text in EXAMPLES),
        *((text, {"barrier": ()}) for text in COUNTEREXAMPLES),
    ]
    assert len({each.passage.fragment_id for each in told}) == 3


@pytest.mark.parametrize("interviews", [1, 2, 4])
def test_words_that_only_an_example_has_make_its_code_more_probable(codebook, taught, interviews):
    coded = examples_of(interviews)
    before, after = (train(coded, book, trained_at=NOON, evaluate=False) for book in (codebook, taught))
    assert probable(after, ASKED) > probable(before, ASKED)


def test_before_anybody_has_coded_an_example_is_listened_to_as_keywords_are(codebook, taught):
    before, after = (from_codebook(book, trained_at=NOON) for book in (codebook, taught))
    assert probable(after, ASKED) > probable(before, ASKED)
    assert probable(after, ASKED) > probable(after, COUNTEREXAMPLES[0])


def test_it_never_counts_as_coded_nor_judges_nor_is_shown_as_a_fragment(taught):
    model = train(examples_of(4), taught, trained_at=NOON)
    assert model.card["interviews"] == [f"int_{number}" for number in range(4)]
    assert model.card["examples"]["barrier"]["fragments"] == len(examples_of(4))
    assert model.card["examples"]["barrier"]["codes"]["mobility"] == 0
    assert model.card["figures"]["barrier"]["fragments"] == len(examples_of(4))
    assert model.card["codebook_examples"] == 3
    assert not model.held_out.interview.str.startswith(BOOK).any()
    alike = model.explain(Passage(transcript_id="n", start=0, end=len(ASKED), text=ASKED), "barrier", "housing").alike
    assert alike
    assert not any(each.fragment_id.startswith(BOOK) for each in alike)


def test_a_code_that_only_the_codebook_tells_of_is_suggested_no_more_after_several_interviews(codebook):
    contents = codebook.model_dump(mode="json")
    for code in contents["dimensions"][1]["codes"]:
        if code["id"] == "mobility":
            code["examples"] = ["Er rijdt geen bus.", "Zonder bus geraakt hij er niet."]
    model = train(examples_of(4), Codebook.model_validate(contents), trained_at=NOON, evaluate=False)
    at = model.pipeline["suggest"].names.index("barrier")
    learnt = model.pipeline["suggest"].classifiers_[at]
    assert np.isinf(learnt.points_[list(learnt.classes_).index("mobility")])


def test_a_clone_that_is_fitted_with_the_same_examples_learns_the_same(taught):
    coded = examples_of(4)
    model = train(coded, taught, trained_at=NOON, evaluate=False)
    rows = [*coded, *examples_in(taught)]
    passages = [each.passage for each in rows]
    homes = [each.transcript_id for each in passages]
    again = clone(model.pipeline).fit(
        passages,
        cells_of(rows, taught),
        suggest__groups=homes,
        suggest__told=[home.startswith(BOOK) for home in homes],
    )
    assert np.array_equal(again.predict_proba(passages), model.pipeline.predict_proba(passages))
