"""Lemmas of spoken Flemish: `da` counts as `dat`, `kunde` as `kun je`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import simplemma

_WORD = re.compile(r"'[knts]\b|\w+(?:['-]\w+)*")
_DIMINUTIVES = ("ekes", "eke", "skes", "ske", "kes", "ke", "tjes", "tje", "jes", "je")
_REACH = 4  # how many words further than its neighbour a word still belongs with another
_STEM = 3  # a shorter rest is no word: "je" is no diminutive of nothing


# A participle is often given a particle that nobody said ("gestaan" -> "afstaan", "vaart" -> "ervaren").
_PARTICLES = ("aan", "af", "be", "er", "ont", "op", "over", "ver", "wan")
_VERB = 4  # what is left without a particle must be long enough to be a verb


def _read_pairs(name: str) -> Mapping[str, tuple[str, ...]]:
    lines = files("pipeline.suggestions").joinpath(f"words/{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" = ") for line in lines if line and not line.startswith("#")]
    return {said: tuple(written.split()) for said, written in pairs}


_SPEECH = _read_pairs("speech")
_LEMMAS = _read_pairs("lemmas")


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, speech turned into standard spelling."""
    heard = _WORD.findall(text.lower().replace("’", "'"))
    return tuple(written for word in heard for written in _SPEECH.get(word, (word,)))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a word; the word itself where none is known."""
    if word in _LEMMAS:
        return _LEMMAS[word][0]
    found = str(simplemma.lemmatize(word, lang="nl")).lower().replace("_", "")
    added = next((each for each in _PARTICLES if _is_added(each, found, word)), "")
    return found.removeprefix(added)


def _is_added(particle: str, found: str, word: str) -> bool:
    rest, bare = found.removeprefix(particle), word.removeprefix("ge").replace("ë", "e")
    said = word.startswith(particle) or bare.startswith(particle)
    return rest != found and len(rest) >= _VERB and rest.endswith("n") and not said


@lru_cache(maxsize=200_000)
def spelling_variants(word: str) -> tuple[str, ...]:
    """All the spellings by which a word list may know this word: as it is, its lemma, and without diminutive."""
    known = {word, lemma(word)}
    for ending in _DIMINUTIVES:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            known |= _without(word[: -len(ending)])
    return tuple(sorted(known))


def _without(stem: str) -> set[str]:
    doubled = len(stem) > _STEM and stem[-1] == stem[-2]
    return {stem, lemma(stem), stem[:-1]} if doubled else {stem, lemma(stem)}


def terms_of(text: str) -> list[str]:
    """Lemmas and pairs of neighbouring lemmas."""
    lemmas = [lemma(word) for word in words_of(text)]
    return lemmas + [f"{first} {second}" for first, second in pairwise(lemmas)]


def pairs_of(text: str) -> list[str]:
    """Pairs of lemmas with one to four others between them, in whichever order: "zelf … willen", "geen … plaats"."""
    lemmas = [lemma(word) for word in words_of(text)]
    return [
        f"{first} {second}" if first < second else f"{second} {first}"
        for at, first in enumerate(lemmas)
        for second in lemmas[at + 2 : at + 2 + _REACH]
    ]
