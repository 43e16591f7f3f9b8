"""Lemmas lead to the word that was said: known mistakes are mended, and their kinds do not occur."""

from __future__ import annotations

from importlib.resources import files

import pytest
import simplemma

from pipeline.codebook import Code, Dimension, Text
from pipeline.steps.shared.starter_examples import starter_study
from pipeline.suggestions.features.keywords import count_keywords
from pipeline.suggestions.features.lemmas import lemma, words_of

PARTICLES = ("aan", "af", "er", "ont", "op", "ver", "wan")


@pytest.fixture(scope="module")
def words():
    """Every form in the shipped study, its codebook and our word lists."""
    lists = files("pipeline.suggestions").joinpath("words/fields").iterdir()
    told = [path.read_text(encoding="utf-8") for path in sorted((starter_study() / "interviews").glob("*.txt"))]
    told += [(starter_study() / "codebook.yaml").read_text(encoding="utf-8")]
    told += [each.read_text(encoding="utf-8") for each in lists]
    found = {word for text in told for word in words_of(text)}
    assert len(found) > 8000
    return sorted(found)


def test_no_lemma_is_in_the_notation_of_the_dictionary(words):
    assert [word for word in words if "_" in lemma(word) and "_" not in word] == []


def test_no_verb_gets_a_particle_that_was_not_said(words):
    def added(word):
        bare = word.removeprefix("ge").replace("ë", "e")
        return [each for each in PARTICLES if lemma(word).startswith(each) and not (word + " " + bare).count(each)]

    assert [(word, lemma(word)) for word in words if lemma(word).endswith("en") and added(word)] == []


@pytest.mark.parametrize(
    ("word", "meant"),
    [("leden", "lid"), ("geweten", "geweten"), ("zonen", "zoon"), ("las", "lezen"), ("leren", "leren"), ("koe", "koe")],
)
def test_forms_whose_lemma_was_that_of_another_word_have_their_own(word, meant):
    assert lemma(word) == meant != str(simplemma.lemmatize(word, lang="nl"))


@pytest.mark.parametrize(
    ("word", "meant"),
    [("gestaan", "staan"), ("gezwegen", "zwijgen"), ("afgesloten", "afsluiten"), ("gebeld", "bellen")],
)
def test_participles_keep_the_particle_that_was_said_and_no_other(word, meant):
    assert lemma(word) == meant


def test_a_keyword_is_not_heard_in_the_form_of_another_word():
    pain = Code(id="pain", label=Text(nl="pijn", en="pain"), keywords=("lijden",))
    dimension = Dimension(id="d", label=Text(nl="d", en="d"), values="many", codes=(pain,))
    heard = count_keywords(dimension, ["De leden van de vereniging", "Hij lijdt al jaren"])
    assert heard[:, 0].tolist() == [0.0, 1.0]
