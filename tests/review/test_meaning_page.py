"""The search by meaning at the desk: a sentence, a fragment, a code; what is hidden stays hidden."""

import re

import numpy as np
import pytest

from pipeline.suggestions import forget_vectors, vectors_kept_in
from pipeline.suggestions.features import embeddings
from pipeline.suggestions.features.embeddings import vectors_of

NAME = "model2vec:invented"
SUBJECTS = ("huur", "bus", "crèche", "betalen", "plaatsen", "vroeger", "woning")


def encode(texts):
    """A number per subject; a house is a rent."""
    told = [text.replace("woning", "huur betalen") for text in texts]
    return np.array([[float(word in text) for word in SUBJECTS] + [0.1] for text in told])


@pytest.fixture
def meaning(study, store, monkeypatch):
    """A study whose fragments an invented encoder has read."""
    monkeypatch.setitem(embeddings._OPENERS, "model2vec", lambda name, where: encode)
    embeddings.encoder_named.cache_clear()
    asked = study.settings.suggestions.model_copy(update={"encoder": NAME})
    study.settings = study.settings.model_copy(update={"suggestions": asked})
    with vectors_kept_in(study.vectors):
        vectors_of(NAME, list(store.queries.fragment_texts().values()))
    yield study
    embeddings.encoder_named.cache_clear()


def found(page):
    return re.findall(r'<p class="where"><a href="/interviews/(\w+)\?at=', page.text)


def texts(page):
    return re.findall(r'<div><p class="text">([^<]*)</p>', page.text)


def test_a_sentence_finds_what_says_the_same_in_other_words_and_is_not_kept(meaning, visit):
    before = sorted(meaning.vectors.iterdir())
    page = visit("mia").get("/meaning?sentence=Een+woning")
    assert "De huur is niet te betalen." in texts(page)[0]
    assert sorted(meaning.vectors.iterdir()) == before


def test_from_a_fragment_to_similar_ones(meaning, visit, store):
    mia, fragment = visit("mia"), store.transcripts.fragments("plain")[0]
    assert f"/meaning/of/{fragment.id.replace(':', '%3A')}" in mia.get("/interviews/plain").text.replace(":", "%3A")
    page = mia.get(f"/meaning/of/{fragment.id}")
    assert fragment.fragment.text.strip() in texts(page)[0]
    assert found(page)[0] != "plain"
    assert mia.get("/meaning/of/plain:1-2").status_code == 404


def test_a_code_shows_what_was_perhaps_missed_only_of_what_the_coder_may_see(meaning, visit, store):
    mia, jan = visit("mia"), visit("jan")
    mia.get("/interviews/plain")
    mia.judge(store, "plain", 1, "none")
    address = "/meaning/code/barrier.housing"
    assert found(mia.get(address)) == ["plain"]
    jan.get("/interviews/plain")
    jan.judge(store, "plain", 2, "none")
    assert ["rijdt" in text for text in texts(jan.get(address))] == [True]
    assert mia.get("/meaning/code/barrier.nothing").status_code == 404


def test_after_forgetting_nothing_is_found_and_the_page_says_so(meaning, visit):
    mia = visit("mia")
    assert found(mia.get("/meaning?sentence=huur"))
    forget_vectors(meaning.vectors)
    page = mia.get("/meaning?sentence=huur")
    assert found(page) == []
    assert "has not read them yet" in page.text


def test_without_an_encoder_the_page_says_so(study, store, visit):
    asked = study.settings.suggestions.model_copy(update={"encoder": "none"})
    study.settings = study.settings.model_copy(update={"suggestions": asked})
    assert "No sentence encoder can be used here" in visit("mia").get("/meaning?sentence=huur").text
