"""What is known without codes: speech in standard spelling, word lists, keywords and patterns."""

from __future__ import annotations

import csv
import re
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.codebook import Code, load_codebook
from pipeline.suggestions.features.characters import Characters
from pipeline.suggestions.features.keywords import Keywords, Patterns, everyday_fields
from pipeline.suggestions.features.lemmas import spelling_variants, terms_of, words_of
from pipeline.suggestions.features.word_lists import WordLists


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Da kunde gij nie weten", "dat kun je je niet weten"),
        ("'k Heb ne velo", "ik heb een fiets"),
        ("Da's gene zever, hé", "dat is geen zever he"),
    ],
)
def test_speech_is_heard_in_standard_spelling(said, written):
    assert " ".join(words_of(said)) == written


def test_terms_are_lemmas_and_their_pairs():
    assert terms_of("Overal wachtlijsten") == ["overal", "wachtlijst", "overal wachtlijst"]


def test_a_diminutive_is_also_known_by_its_stem():
    assert "huis" in spelling_variants("huisje")
    assert "brief" in spelling_variants("briefke")


@pytest.mark.parametrize("min_df", [1, 2])
def test_characters_are_weighed_as_scikit_learn_weighs_them(min_df):
    texts = ["De bus rijdt niet, hé!", "Een autobus en een huisje.", "bus bus bus", "", "'t Is da ge rijdt"]
    usual = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=min_df).fit(texts)
    ours = Characters(min_df=min_df).fit(texts)
    asked = ["rijdt de busbaan?", *texts]
    assert list(ours.vocabulary_) == list(usual.get_feature_names_out())
    assert np.allclose(ours.transform(asked).toarray(), usual.transform(asked).toarray(), atol=1e-6)


def test_one_alternation_per_code_finds_what_its_patterns_find_one_by_one():
    codebook = load_codebook(Path("data/starter/codebook.yaml"))
    patterns = [pattern for dimension in codebook for code in dimension.codes for pattern in code.patterns]
    with Path("data/starter/codes.csv").open(encoding="utf-8", newline="") as rows:
        texts = [row["text"].lower() for row in islice(csv.DictReader(rows), 300)]
    separate, together = Patterns([pattern] for pattern in patterns), Patterns([patterns])
    for text in texts:
        slow = [len(re.findall(pattern, text, re.IGNORECASE)) for pattern in patterns]
        assert separate.counts(text) == slow
        assert (together.counts(text)[0] > 0) == any(slow)


def test_overlapping_patterns_of_one_code_count_once():
    assert Patterns([[r"\bgeen bus", r"\bbus"]]).counts("er is geen bus, de bus is weg") == [2]


@pytest.mark.parametrize("pattern", [r"(\w)\1", r"(?P<letter>\w)(?P=letter)", r"(?i)AA", r"(a)(?(1)a|b)"])
def test_a_pattern_with_groups_or_flags_of_its_own_means_the_same_beside_others(pattern):
    assert Patterns([[r"(x)y", pattern]]).counts("aa xy") == [2]


@pytest.mark.parametrize(
    ("term", "text", "heard"),
    [
        ("huur*", "De huurprijzen stijgen.", 1),
        ("*woning", "Een rijwoning in de stad.", 1),
        ("woning", "Een rijwoning in de stad.", 0),
        ("crèche", "Twee crèches vol.", 1),
        ("geen goesting", "Hij had gene goesting.", 1.5),
        ("op tijd komen", "Op tijd kwamen ze niet.", 1.5),
        ("op tijd komen", "Op tijd.", 0),
        ("bus", "Het busje komt zo.", 1),
    ],
)
def test_terms_are_heard_as_they_are_said(term, text, heard):
    assert WordLists({"list": [term]}).counts([text])[0, 0] == heard


def test_a_keyword_of_a_codebook_counts_where_a_word_begins_with_it():
    code = Code(id="x", label="x", keywords=("huur",), patterns=(r"\bziek\w*",))
    assert Keywords([code]).counts(["Huurder wordt ziek.", "Verhuurd.", ""]).ravel().tolist() == [2, 0, 0]


def test_a_pattern_with_capitals_finds_small_letters_too():
    code = Code(id="x", label="x", patterns=(r"\bOCMW\b",))
    assert Keywords([code]).counts(["het ocmw", "het OCMW"]).ravel().tolist() == [1, 1]


def test_everyday_fields_know_what_a_sentence_is_about():
    fields = everyday_fields()
    heard = dict(zip(fields.names, fields.counts(["Er rijdt geen bus naar het industrieterrein."])[0], strict=True))
    assert max(heard, key=heard.get) == "transport"
