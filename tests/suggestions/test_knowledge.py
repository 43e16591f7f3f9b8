"""What is known without codes: speech in standard spelling, word lists, keywords and patterns."""

from __future__ import annotations

import pytest

from pipeline.codebook import Code
from pipeline.suggestions.keywords import Keywords, everyday_fields
from pipeline.suggestions.lexicon import Lexicon
from pipeline.suggestions.speech import characters_of, forms, terms_of, words_of


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
    assert "huis" in forms("huisje")
    assert "brief" in forms("briefke")


def test_characters_stay_inside_a_word():
    assert not any(" " in run.strip() for run in characters_of("de bus"))


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
    assert Lexicon({"list": [term]}).counts([text])[0, 0] == heard


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
