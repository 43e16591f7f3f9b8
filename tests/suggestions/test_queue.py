"""The order of coding: unsure first, rare codes weigh more, interviews take turns."""

from __future__ import annotations

import numpy as np

from pipeline.records import Passage
from pipeline.suggestions import train
from pipeline.suggestions.active_learning import spread_over, usefulness
from tests.suggestions.invented_study import NOON, examples_of


def test_an_unsure_row_is_more_useful_than_a_sure_one():
    worth = usefulness(np.array([[0.5], [0.99], [0.01]]), np.array([10]))
    assert worth[0] > worth[1]
    assert worth[0] > worth[2]


def test_doubt_about_a_rare_code_is_worth_more():
    worth = usefulness(np.array([[0.5, 0.01], [0.01, 0.5]]), np.array([200, 5]))
    assert worth[1] > worth[0]


def test_interviews_take_turns():
    assert spread_over(["a", "a", "a", "b"], np.array([4.0, 3.0, 2.0, 1.0])) == [0, 3, 1, 2]


def test_every_passage_stands_in_the_order_once_and_the_known_ones_come_last(examples, codebook):
    model = train(examples_of(6), codebook, trained_at=NOON, evaluate=False)
    known = examples[0].passage
    unsure = Passage(transcript_id=known.transcript_id, start=900, end=912, text="Hoge drempels")
    assert model.most_useful_first([known, unsure]) == [unsure.fragment_id, known.fragment_id]
