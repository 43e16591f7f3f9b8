"""A model that was brought up to date says what a training with the same features would say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.codebook import Codebook
from pipeline.records import Example
from pipeline.suggestions import TrainedModel, train
from pipeline.suggestions.updates import ridges
from pipeline.suggestions.updates.inverse import residual, with_rows, without_rows
from pipeline.suggestions.updates.model_update import Updated, bring_up_to_date
from pipeline.suggestions.updates.working_state import forget_state, read_state, write_state
from tests.suggestions.invented_study import NOON, examples_of

EVERY = examples_of(14)
FIRST = 100

Steps = Sequence[tuple[str, int]]
SEQUENCES = st.lists(
    st.lists(st.tuples(st.sampled_from(["add", "drop", "change"]), st.integers(0, len(EVERY) - 1)), max_size=12),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def base(codebook: Codebook) -> TrainedModel:
    return train(EVERY[:FIRST], codebook, trained_at=NOON, evaluate=False)


def _after(examples: dict[int, Example], steps: Steps) -> dict[int, Example]:
    """The ledger after some verdicts: a fragment coded, a verdict undone, a verdict changed."""
    now = dict(examples)
    for what, at in steps:
        if what == "drop":
            now.pop(at, None)
        elif what == "add":
            now[at] = EVERY[at]
        elif at in now:
            other = EVERY[(at + 3) % len(EVERY)]
            now[at] = replace(now[at], codes=other.codes)
    return dict(sorted(now.items()))


def _up_to_date(base: TrainedModel, ledger: dict[int, Example], codebook: Codebook, **known: object) -> Updated:
    return bring_up_to_date(base.id, base.pipeline, list(ledger.values()), codebook, **known)  # type: ignore[arg-type]


def _said(updated: Updated) -> NDArray[np.float64]:
    found: NDArray[np.float64] = updated.pipeline.predict_proba([each.passage for each in EVERY])
    return found


def _held_out(updated: Updated) -> list[object]:
    return [each.held_out_ for each in updated.pipeline["suggest"].classifiers_]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(sequences=SEQUENCES)
def test_any_sequence_of_verdicts_gives_what_a_training_gives(
    base: TrainedModel, codebook: Codebook, sequences: Sequence[Steps]
) -> None:
    ledger = dict(enumerate(EVERY[:FIRST]))
    state = _up_to_date(base, ledger, codebook).state
    for steps in sequences:
        ledger = _after(ledger, steps)
        updated = _up_to_date(base, ledger, codebook, state=state)
        trained = _up_to_date(base, ledger, codebook)
        np.testing.assert_allclose(_said(updated), _said(trained), atol=1e-3)
        lines = zip(updated.pipeline["suggest"].classifiers_, trained.pipeline["suggest"].classifiers_, strict=True)
        for mine, theirs in lines:
            np.testing.assert_allclose(mine.points_, theirs.points_, atol=1e-3)
        assert _held_out(updated) == _held_out(trained)
        state = updated.state


def test_without_news_it_says_what_the_trained_model_says(base: TrainedModel, codebook: Codebook) -> None:
    updated = _up_to_date(base, dict(enumerate(EVERY[:FIRST])), codebook)
    trained = base.pipeline.predict_proba([each.passage for each in EVERY])
    np.testing.assert_allclose(_said(updated), trained, atol=1e-3)


def test_verdicts_are_added_without_a_full_factorisation(base: TrainedModel, codebook: Codebook) -> None:
    before = dict(enumerate(EVERY[:FIRST]))
    state = _up_to_date(base, before, codebook).state
    after = _up_to_date(base, _after(before, [("add", 110), ("drop", 3), ("change", 8)]), codebook, state=state)
    assert (after.added, after.removed, after.full) == (1, 1, 0)
    assert after.worst < ridges.TOLERANCE


def test_an_error_that_grew_asks_for_a_full_factorisation(base: TrainedModel, codebook: Codebook) -> None:
    before = dict(enumerate(EVERY[:FIRST]))
    state = _up_to_date(base, before, codebook).state
    off = [replace(each, matrix=each.matrix * np.float32(1.01)) for each in state.inverses]
    now = _after(before, [("add", 110)])
    after = _up_to_date(base, now, codebook, state=replace(state, inverses=off))
    assert after.full == len(off)
    np.testing.assert_allclose(_said(after), _said(_up_to_date(base, now, codebook)), atol=1e-3)


def test_a_state_that_was_stored_is_read_again(base: TrainedModel, codebook: Codebook, tmp_path: Path) -> None:
    before = dict(enumerate(EVERY[:FIRST]))
    write_state(_up_to_date(base, before, codebook).state, tmp_path)
    found = read_state(tmp_path, base.id)
    after = _up_to_date(base, _after(before, [("add", 120)]), codebook, state=found)
    assert (after.added, after.full) == (1, 0)
    assert read_state(tmp_path, "another") is None
    assert forget_state(tmp_path) > 3
    assert read_state(tmp_path, base.id) is None


def test_a_damaged_state_is_none(base: TrainedModel, codebook: Codebook, tmp_path: Path) -> None:
    write_state(_up_to_date(base, dict(enumerate(EVERY[:FIRST])), codebook).state, tmp_path)
    for path in (tmp_path / ".updating").iterdir():
        path.write_bytes(b"")
    assert read_state(tmp_path, base.id) is None


def test_rows_in_and_out_leave_the_inverse_as_it_was() -> None:
    dice = np.random.default_rng(1)
    half = dice.normal(size=(40, 60))
    whole = half @ half.T + 0.7 * np.eye(40)
    places = np.array([0, 7, 39])
    others = np.delete(np.arange(40), places)
    inverse = np.linalg.inv(whole)
    smaller = without_rows(inverse, places)
    np.testing.assert_allclose(smaller, np.linalg.inv(whole[np.ix_(others, others)]), atol=1e-8)
    again = with_rows(smaller, whole[np.ix_(others, places)], whole[np.ix_(places, places)], places)
    np.testing.assert_allclose(again, inverse, atol=1e-8)


def test_the_error_does_not_grow_from_update_to_update() -> None:
    half = np.abs(np.random.default_rng(2).normal(size=(500, 80))) / 10
    whole = half @ half.T + 1 + 0.7 * np.eye(500)
    inverse = np.linalg.inv(whole[:300, :300])
    inverse = (inverse + inverse.T) / 2
    for known in range(300, 500, 10):
        new = np.arange(known, known + 10)
        inverse = with_rows(inverse, whole[:known, new], whole[np.ix_(new, new)], new)
    assert residual(inverse, np.arange(500), whole) < 1e-6
