"""What is stored is one scikit-learn Pipeline that a person can use, clone, and teach anew to the same effect."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import Pipeline
from sklearn.utils.estimator_checks import check_estimator
from sklearn.utils.validation import check_is_fitted

from pipeline.suggestions import save, train
from pipeline.suggestions.features.characters import Characters
from pipeline.suggestions.features.keywords import KeywordFeatures
from pipeline.suggestions.features.passages import PassageFeatures
from pipeline.suggestions.learning.labels import cells_of
from pipeline.suggestions.registry.model_file import read_model
from tests.suggestions.invented_study import NOON, examples_of


@pytest.fixture(scope="module")
def model(examples, codebook):
    return train(examples, codebook, trained_at=NOON, evaluate=False)


@pytest.fixture(scope="module")
def told(examples):
    return [example.passage for example in examples]


@pytest.fixture
def stored(model, tmp_path):
    return read_model(save(model, tmp_path) / "model.npz", model.id)


def test_the_stored_file_is_a_pipeline_that_suggests_for_passages(stored, model, told):
    assert type(stored) is Pipeline
    check_is_fitted(stored)
    table = model.suggest(told)
    assert stored["suggest"].columns_ == list(zip(table.dimension[:6], table.code[:6], strict=True))
    assert np.array_equal(stored.predict_proba(told).ravel(), table.probability)


def test_predict_gives_cells_like_those_of_a_file_of_hand_codes(stored, model, told):
    table = model.suggest(told)
    shown = table[table.suggested].groupby(["fragment_id", "dimension"]).code.agg("|".join)
    for passage, cells in zip(told, stored.predict(told), strict=True):
        assert list(cells) == [shown.get((passage.fragment_id, each), "") for each in ("view", "barrier")]


@pytest.mark.parametrize("others", [0, 2])
def test_a_clone_that_is_fitted_learns_what_training_learns(codebook, others):
    own, starter = examples_of(5), examples_of(others)
    model = train(own, codebook, trained_at=NOON, evaluate=False, starter=starter)
    examples = [*own, *starter]
    passages = [example.passage for example in examples]
    homes = [f"{'starter/' * (at >= len(own))}{each.transcript_id}" for at, each in enumerate(passages)]
    again = clone(model.pipeline)
    with pytest.raises(NotFittedError):
        again.predict(passages)
    again.fit(
        passages,
        cells_of(examples, codebook),
        suggest__groups=homes,
        suggest__foreign=[home.startswith("starter/") for home in homes],
    )
    assert np.array_equal(again.predict_proba(passages), model.pipeline.predict_proba(passages))


def test_without_groups_a_fragment_may_teach_how_its_own_interview_is_to_be_calibrated(model, examples, codebook, told):
    mixed = clone(model.pipeline).fit(told, cells_of(examples, codebook))
    assert not np.allclose(mixed.predict_proba(told), model.pipeline.predict_proba(told))


def test_cells_of_another_number_of_dimensions_are_refused(model, examples, codebook, told):
    with pytest.raises(ValueError, match="y has 1 columns; there are 2 dimensions"):
        clone(model.pipeline).fit(told, cells_of(examples, codebook)[:, :1])


@pytest.mark.filterwarnings("ignore:Can't test estimator")  # that it reads texts is why most checks do not apply
@pytest.mark.parametrize("reader", [Characters(), KeywordFeatures(), PassageFeatures()])
def test_readers_of_texts_keep_the_contract_as_far_as_it_goes(reader, codebook, told):
    check_estimator(reader)
    asked = told if isinstance(reader, PassageFeatures) else [passage.text for passage in told]
    with pytest.raises(NotFittedError):
        reader.transform(asked)
    before = reader.get_params()
    fitted = clone(reader).fit(asked)
    assert abs(fitted.transform(asked) - clone(reader).fit_transform(asked)).max() == 0
    assert fitted.get_params() == before
