from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.results.drift import drift, reference, stability_index, stability_of_shares, unknown_share, words_of

STARTER = Path(__file__).parents[2] / "data" / "starter"

# A conversation from another world: a recipe, told in Dutch.
KITCHEN = [
    "Eerst smelt je de boter in een koekenpan en dan klop je de eierdooiers los met fijne suiker.",
    "Het beslag moet lobbig zijn, anders zakt de soufflé in zodra hij uit de oven komt.",
    "Je rasp de nootmuskaat erover, een mespuntje saffraan, en laat het bouillonblokje trekken.",
    "De kabeljauwfilet dep je droog, bestuif hem met bloem en schroei hem kort op hoog vuur.",
]


@pytest.fixture(scope="module")
def texts():
    codes = pd.read_csv(STARTER / "codes.csv")
    return {str(interview): list(rows["text"]) for interview, rows in codes.groupby("interview")}


@pytest.fixture(scope="module")
def known(texts):
    generator = np.random.default_rng(0)
    return reference(texts, {interview: generator.beta(1, 4, size=300) for interview in texts})


def test_the_stability_index_is_the_sum_over_bins():
    # By hand: (0.6 - 0.5) ln(0.6 / 0.5) + (0.4 - 0.5) ln(0.4 / 0.5) = 0.01823 + 0.02231.
    assert stability_of_shares([0.5, 0.5], [0.6, 0.4]) == pytest.approx(0.04055, abs=1e-5)
    assert stability_of_shares([0.2, 0.8], [0.2, 0.8]) == 0


def test_the_stability_index_is_small_for_the_same_and_large_for_another_distribution():
    generator = np.random.default_rng(1)
    one, same, other = generator.beta(1, 4, 5000), generator.beta(1, 4, 5000), generator.beta(3, 2, 5000)
    assert stability_index(one, same) < 0.02
    assert stability_index(one, other) > 1
    assert np.isfinite(stability_index(one, [0.99] * 50))


def test_unknown_words_are_counted_as_often_as_they_are_said():
    assert unknown_share(words_of(["De trein, de trein en ’t vuur"]), {"de", "en"}) == pytest.approx(4 / 7, abs=0.01)
    assert unknown_share(words_of([]), {"de"}) == 0


def test_a_transcript_from_another_world_is_noticed(known):
    found = drift(known, KITCHEN)
    assert found.detected
    assert found.signs == ("words",)
    assert found.unknown_words > found.unknown_at_most


def test_interviews_of_the_same_study_are_not(texts):
    for left_out in sorted(texts)[:8]:
        others = {name: said for name, said in texts.items() if name != left_out}
        assert not drift(reference(others, {}), texts[left_out]).detected, left_out


def test_probabilities_from_another_world_are_noticed(known, texts):
    same_words = next(iter(texts.values()))
    usual, sure = np.random.default_rng(3).beta(1, 4, 300), np.random.default_rng(3).beta(9, 1, 300)
    assert not drift(known, same_words, usual).detected
    assert drift(known, same_words, sure).signs == ("probabilities",)


def test_without_probabilities_only_words_are_compared(known, texts):
    assert drift(known, next(iter(texts.values()))).shift is None
