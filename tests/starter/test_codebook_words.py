"""The starter codebook tells a coder what each code means, in both languages, and knows the words it is heard in."""

from itertools import pairwise

import pytest

from tests.starter.study import codebook, rows

CODES = [(dimension.id, code) for dimension in codebook() for code in dimension.codes]
BY_CODE = pytest.mark.parametrize(("dimension", "code"), CODES, ids=[code.id for _, code in CODES])


def test_it_has_the_four_dimensions_and_seventeen_codes():
    values = [(dimension.id, dimension.values, len(dimension.codes)) for dimension in codebook()]
    assert values == [("activation", "one", 3), ("barrier", "many", 8), ("approach", "many", 4), ("factor", "many", 2)]


@BY_CODE
def test_a_code_is_explained_in_dutch_and_english(dimension, code):
    for words in (code.definition, code.not_when):
        assert words.nl
        assert words.en
        assert words.nl != words.en
    assert code.label.nl
    assert code.label.en


def test_rules_and_conventions_are_in_dutch_and_english():
    both = [*codebook().rules, *(words for each in codebook().conventions for words in (each.said, each.coded))]
    assert len(codebook().rules) == 4
    assert len(codebook().conventions) == 18
    assert [words for words in both if not words.nl or not words.en or words.nl == words.en] == []


@BY_CODE
def test_a_code_knows_enough_words_and_a_dozen_examples_or_more(dimension, code):
    assert len(code.keywords) >= (150 if dimension == "barrier" else 40)
    assert code.patterns
    assert len(code.examples) >= 12
    assert len(code.counterexamples) >= 2


@BY_CODE
def test_no_keyword_is_said_twice_or_by_a_shorter_one(dimension, code):
    ordered = sorted(keyword.lower() for keyword in code.keywords)
    assert [(shorter, longer) for shorter, longer in pairwise(ordered) if longer.startswith(shorter)] == []


@BY_CODE
def test_no_keyword_is_so_short_that_it_begins_any_word(dimension, code):
    assert [keyword for keyword in code.keywords if len(keyword) < 4] == []


def test_the_examples_are_nobodys_words():
    shipped = {row["text"] for name in ("codes.csv", "new/codes.csv") for row in rows(name)}
    told = [text for _, code in CODES for text in (*code.examples, *code.counterexamples)]
    assert [text for text in told if text in shipped] == []
    assert len(set(told)) == len(told)
