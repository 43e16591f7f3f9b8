"""Our estimators keep every promise of scikit-learn's, and held-out scores are what refitting would give."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.datasets import make_classification, make_multilabel_classification
from sklearn.metrics import f1_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from pipeline.suggestions.learning import kernels
from pipeline.suggestions.learning.estimators import CodeClassifier, MultiDimensionClassifier
from pipeline.suggestions.learning.kernels import (
    BLENDS,
    Meaning,
    Similarities,
    meaning_scores,
    meanings_in,
    scores_by_meaning,
)
from pipeline.suggestions.learning.ridge import RidgeCache, fit_ridge, inverse_of, scores_from


@parametrize_with_checks([CodeClassifier(), MultiDimensionClassifier()])
def test_keeps_the_sklearn_contract(estimator, check):
    check(estimator)


@pytest.mark.parametrize("trust", [0.0, 0.5])
def test_held_out_scores_are_exactly_those_of_a_model_fitted_without_the_group(trust):
    rows, y = make_classification(n_samples=60, n_features=12, random_state=3)
    given = np.column_stack([y, 1 - y]).astype(float)
    groups = np.repeat(np.arange(6), 10)
    gram = rows @ rows.T
    expected = trust * np.column_stack([rows[:, 0], -rows[:, 0]])
    held_out = fit_ridge(inverse_of(gram, penalty=2.0), given, groups, expected).held_out
    for group in range(6):
        judge, learn = groups == group, groups != group
        inside = gram[np.ix_(learn, learn)]
        refitted = fit_ridge(inverse_of(inside, penalty=2.0), given[learn], groups[learn], expected[learn])
        said = scores_from(gram[np.ix_(judge, learn)], refitted.duals) + expected[judge]
        assert np.allclose(held_out[judge], said)


@pytest.mark.parametrize("asked", [range(40), range(10, 60), [3, 50, 7, 41, 20], range(40, 60), range(13, 20)])
def test_an_inverse_that_grows_by_the_rows_of_one_lesson_is_that_of_all_its_rows(asked):
    rows, y = make_classification(n_samples=60, n_features=12, random_state=3)
    given, asked = np.column_stack([y, 1 - y]).astype(float), np.array(asked)
    apart = np.arange(60) % 20 > 12
    penalty, grams = np.where(apart, 4.0, 2.0), Similarities([csr_matrix(rows)], {"even": np.ones((1, 1))})
    at_once = RidgeCache(grams, penalty=penalty).fit("even", asked, given[asked], asked % 6)
    growing = RidgeCache(grams, penalty=penalty, apart=apart).fit("even", asked, given[asked], asked % 6)
    assert np.allclose(growing.duals, at_once.duals)
    assert np.allclose(growing.held_out, at_once.held_out)


@pytest.fixture
def views():
    """Four views of twenty passages whose last three columns are vectors; some texts stand in several places."""
    rng = np.random.default_rng(5)
    texts = rng.normal(size=(30, 9)).astype(np.float32)
    texts[:, 4:7] /= np.linalg.norm(texts[:, 4:7], axis=1, keepdims=True)
    texts[3, 4:7] = 0.0
    return [csr_matrix(texts[rng.integers(0, 30, 20)]) for _ in range(4)]


MEANING = Meaning(from_end=5, width=3)


def test_many_rows_are_compared_strip_by_strip_with_the_same_result(views, monkeypatch):
    few = Similarities(views, BLENDS, MEANING)
    asked, learnt = np.array([4, 1, 19]), np.arange(3, 17)
    expected, whole = few.between("wide", asked, learnt), few.below_diagonal("wide", learnt)
    monkeypatch.setattr(kernels, "SMALL", 0)
    monkeypatch.setattr(kernels, "_STRIP", 4)
    many = Similarities(views, BLENDS, MEANING)
    assert np.allclose(many.between("wide", asked, learnt), expected, atol=1e-6)
    assert np.allclose(np.tril(many.below_diagonal("wide", learnt)), np.tril(whole), atol=1e-6)


def test_likeness_of_passages_is_that_of_words_and_of_vectors_pair_by_pair(views):
    blend = BLENDS["context"]
    dense = [view.toarray() for view in views]
    words = [np.delete(view, range(4, 7), axis=1) for view in dense]
    vectors = [view[:, 4:7] for view in dense]
    expected = sum(
        blend[i, j] * (words[i] @ words[j].T + 0.8 * _near(vectors[i], vectors[j])) for i in range(4) for j in range(4)
    )
    found = Similarities(views, BLENDS, MEANING).between("context", np.arange(20), np.arange(20))
    assert np.allclose(found, expected, atol=1e-5)


def test_scores_by_meaning_are_those_of_the_similarities_without_words(views):
    duals = np.random.default_rng(1).normal(size=(20, 2))
    known, places = meanings_in(MEANING, views)
    [scores] = scores_by_meaning([meaning_scores(known, places, BLENDS["wide"], duals)], views)
    bare = [csr_matrix(np.where((np.arange(9) >= 4) & (np.arange(9) < 7), view.toarray(), 0.0)) for view in views]
    gram = Similarities(bare, BLENDS, MEANING).between("wide", np.arange(20), np.arange(20))
    assert np.allclose(scores, gram @ duals, atol=0.02)  # vectors are kept in half precision


def _near(asked, known):
    alike = np.exp(2.0 * (asked @ known.T - 1))
    return alike * asked.any(axis=1)[:, None] * known.any(axis=1)[None, :]


@pytest.mark.parametrize("damaged", [np.nan, -1e9])
def test_similarities_without_an_inverse_are_refused_instead_of_learnt_from(damaged):
    gram = np.eye(3)
    gram[1, 1] = damaged
    with pytest.raises(ArithmeticError, match="3 fragments"):
        inverse_of(gram, penalty=1.0)


def test_probabilities_calibrated_out_of_group_are_less_sure_than_those_that_saw_the_group():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(10), 12)
    y = rng.integers(0, 2, 10)[groups]  # each group has one answer: within a group everything looks easy
    rows = rng.normal(size=(10, 30))[groups] + 0.1 * rng.normal(size=(120, 30))
    apart = CodeClassifier().fit(rows, y, groups=groups).predict_proba(rows).max(axis=1).mean()
    mixed = CodeClassifier().fit(rows, y).predict_proba(rows).max(axis=1).mean()
    assert apart < mixed


def test_several_values_of_a_row_are_learnt_from_a_column_each():
    rows, y = make_multilabel_classification(n_samples=200, n_features=20, n_classes=4, random_state=1)
    learnt = CodeClassifier().fit(rows[:150], y[:150])
    assert learnt.predict_proba(rows[150:]).shape == (50, 4)
    assert f1_score(y[150:], learnt.predict(rows[150:]), average="micro") > 0.7


def test_columns_that_do_not_divide_into_views_are_refused():
    with pytest.raises(ValueError, match="7 columns do not divide into 2 views"):
        CodeClassifier(blends={"even": np.eye(2)}).fit(np.ones((4, 7)), [0, 1, 0, 1])
