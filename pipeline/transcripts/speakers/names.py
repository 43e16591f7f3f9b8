"""What a speaker may be called: the shape of a label, the role that it tells, and what is no name at all."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.records import Role

WIDTHLESS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Marks that take no room; programs leave them before labels."""

LONGEST = 60
"""Characters of a label."""

MOST_WORDS = 7

_MACHINE = re.compile(r"(?:speaker|spreker|spk|persoon|stem|s)[ _-]?\d{1,3}|(?:unknown|onbekende) (?:speaker|spreker)")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_JOINED = re.compile(r"\s*[+&/,]\s*|\s+(?:en|of|and|or)\s+", re.IGNORECASE)
_NOT_IN_NAMES = frozenset('!"“”„«»…;|=<>{}\\\t\n\r:#%^~`€$*')
_INSIDE = frozenset(".’'&/+-@_,?‐‑")
_PARTICLES = frozenset(
    ("van", "de", "den", "der", "ter", "ten", "'t", "’t", "vande", "vanden", "vander", "von", "el", "al", "du", "la",
     "le", "di", "bin", "ben", "da", "dos", "het", "op", "in")
)  # fmt: skip
_SHORT = frozenset(("nr.", "no.", "jr.", "sr.", "v.", "d.", "v.d."))
_ABOUT = frozenset(("jaar", "j", "jr", "m", "v", "x", "man", "vrouw", "years"))
_JOINING = frozenset(("en", "of", "and", "nr.", "no.", "jaar", "jr.", "j", "m", "v", "x"))
_SEXES = frozenset("mvx")
"""`V, 28` and `V (28)` are a woman of 28, and no question."""
_TELLING = frozenset(("met", "aan", "van", "uit", "in", "bij", "op", "achter", "naast", "zonder"))
_GIVEN_NAMES = frozenset(("ben", "wil", "al"))  # also verbs and adverbs; alone and with a capital they are names
_WRAPPERS = {"[": "]", "(": ")", "<": ">", "{": "}", '"': '"', "“": "”"}


class Kind(StrEnum):
    """How much the wording of a label tells that somebody speaks."""

    KNOWN = "known"  # everybody knows it: `I`, `Respondent 2`, `SPEAKER_00`
    PERSON = "person"  # a word for a person or for all: `Allen`, `Moeder`
    NAME = "name"  # written as names are: `Griet`, `De Smet, Karel`
    LOWER = "lower"  # one word without a capital
    WORDS = "words"  # several words, not all of them written as names are
    PHRASE = "phrase"  # a verb, an article or a pronoun in it
    NOBODY = "nobody"  # it opens a sentence: `Tja: dat is zo`


class Name(NamedTuple):
    """A label: as it is written, what makes two spellings the same, and how it is worded.

    `base` is the key without what stands in brackets.
    """

    text: str
    key: str
    base: str
    kind: Kind


def key(label: str) -> str:
    """What makes two spellings of a label the same speaker."""
    if not label.isascii():
        label = unicodedata.normalize("NFC", label.translate(_NO_WIDTH))
    return " ".join(label.casefold().rstrip(".").split())


_NO_WIDTH = dict.fromkeys(map(ord, WIDTHLESS))


def without_brackets(label: str) -> str:
    """The label without what stands in brackets: `R2` for `R2 (zucht)`."""
    return _BRACKET.sub("", label).strip() or label


def base(label: str) -> str:
    """The key of a label without what stands in brackets."""
    return key(without_brackets(label))


def in_brackets(label: str) -> str:
    """What stands in brackets in a label: `zucht` for `R2 (zucht)`; empty where nothing does."""
    found = _BRACKET.search(label)
    return found[1].strip() if found else ""


def is_well_known(label: str, times: int) -> bool:
    """Whether a label needs no other proof; a single letter other than I and R must come back."""
    if len(label) == 1 and label not in {"i", "r"} and times < 2:
        return False
    return label_role(label) is not None or is_machine(label)


def is_machine(label: str) -> bool:
    """Whether a recogniser gives such labels: `SPEAKER_00`, `Spreker 1`."""
    return _MACHINE.fullmatch(key(without_brackets(label))) is not None


@lru_cache(maxsize=4096)
def label_role(label: str) -> Role | None:
    """The role that a well-known label tells: `Interviewer 2 (online)`, `R1`, `Sofie (interviewer)`, `R1+R2`."""
    known = _known_labels()
    whole = key(label)
    stem = key(without_brackets(label)).rstrip("?")
    before, _, after = stem.partition(", ")
    if len(before) == 1 and before in _SEXES and (after or in_brackets(label))[:1].isdigit():
        return None
    return (
        known.get(whole)
        or known.get(_unnumbered(stem))
        or _role_in_brackets(label)
        or _role_of_first_word(stem)
        or _role_of_several(stem)
        or (known.get(_unnumbered(after)) or known.get(_unnumbered(before)) if after else None)
    )


def _unnumbered(stem: str) -> str:
    return stem.rstrip("0123456789").rstrip(" _.-#") or stem


def _role_in_brackets(label: str) -> Role | None:
    return _known_labels().get(_unnumbered(key(in_brackets(label))))


def _role_of_first_word(stem: str) -> Role | None:
    """`Interviewer Sofie`, `Respondent nummer drie`."""
    first, _, rest = stem.partition(" ")
    known = _known_labels().get(_unnumbered(first)) if len(first) > 3 and rest else None
    return known if known and not any(word in _no_names() for word in rest.split()) else None


def _role_of_several(stem: str) -> Role | None:
    parts = [part for part in _JOINED.split(stem) if part]
    roles = {_known_labels().get(_unnumbered(part)) for part in parts} if 1 < len(parts) < 6 else {None}
    return next(iter(roles)) if len(roles) == 1 else None


def parts_of(label: str) -> list[str]:
    """The keys of those who speak together under a label: `r1` and `r2` for `R1 en R2`."""
    return [key(part) for part in _JOINED.split(without_brackets(label)) if part]


def names_nobody(name: str) -> bool:
    """Whether these words before a colon open a sentence: `Tja: dat is zo`, `Euh, ik dacht:`."""
    first, _, rest = name.partition(" ")
    if name in _not_speakers() or f"{first.rstrip(',')} *" in _not_speakers():
        return True
    return bool(rest) and first.endswith(",") and first[:-1] in _not_speakers()


@lru_cache(maxsize=4096)
def name_in(raw: str) -> Name | None:
    """The label in a piece of a line; None where no label has such a shape. Cached: labels come back."""
    text = _unwrapped(raw)
    if not text or len(text) > LONGEST:
        return None
    if not _NOT_IN_NAMES.isdisjoint(text):
        return _with_organisation(text)
    if not text.strip("?"):
        return Name(text, text, text, Kind.PERSON)
    outside = _BRACKET.sub("", text)
    tokens = outside.split()
    if not 0 < len(tokens) <= MOST_WORDS or not _is_shaped(outside, tokens):
        return None
    return Name(text, key(text), base(text), _kind(text, outside, tokens))


def may_name(line: str) -> bool:
    """Whether a whole line may be a name, told quickly: it begins as a known one does, or its words have capitals."""
    words = line.split(None, MOST_WORDS + 1)
    if not words or len(words) > MOST_WORDS + 3:
        return False
    first = _unnumbered(words[0].strip(WIDTHLESS + "*_@[(").casefold().rstrip(".:?,"))
    return first in _first_words() or all(map(_may_be_in_a_name, words))


def _may_be_in_a_name(word: str) -> bool:
    return not word[0].islower() or word.casefold() in _PARTICLES or word in _JOINING


@cache
def _first_words() -> frozenset[str]:
    return frozenset(word for label in (*_known_labels(), *_persons()) for word in (label, label.split()[0]))


def _with_organisation(text: str) -> Name | None:
    """`Griet W. | VZW De Brug`, as people call themselves in a meeting."""
    person, bar, organisation = text.partition(" | ")
    if not bar or not _NOT_IN_NAMES.isdisjoint(person) or not _NOT_IN_NAMES.isdisjoint(organisation):
        return None
    first, second = name_in(person), name_in(organisation)
    if first is None or second is None or Kind.NAME not in (first.kind, second.kind):
        return None
    return Name(text, key(text), base(text), max(first.kind, second.kind, key=list(Kind).index))


def _unwrapped(raw: str) -> str:
    text = raw.strip().strip(WIDTHLESS + " \u00a0*_").lstrip("@")
    if len(text) > 1 and _WRAPPERS.get(text[0]) == text[-1] and text.find(text[-1], 1) == len(text) - 1:
        text = text[1:-1].strip(" *_")
    return text


def _is_shaped(outside: str, tokens: list[str]) -> bool:
    """Letters, with such marks between them as names have; no sentence ends in it."""
    if any(mark in "()[]" for mark in outside) or not any(mark.isalpha() for mark in outside):
        return False
    if not (tokens[0][0].isalnum() or tokens[0][0] in "'’"):
        return False
    if not all(mark.isalnum() or mark in _INSIDE or unicodedata.combining(mark) for mark in "".join(tokens)):
        return False
    return _is_stopless(tokens) and _has_fit_comma(tokens) and ("?" not in outside or _is_unsure(tokens))


def _is_stopless(tokens: list[str]) -> bool:
    """No full stop but behind initials, titles and short forms."""
    stopped = [token for token in tokens if token[-1] == "."]
    return all(len(token) <= 6 and (token[0].isupper() or len(tokens) == 1 or token in _SHORT) for token in stopped)


def _has_fit_comma(tokens: list[str]) -> bool:
    """A comma parts surname and given name, or a name from what is told of it: `De Smet, Karel`, `Vrouw, 62`."""
    at = [number for number, token in enumerate(tokens) if "," in token]
    if not at:
        return True
    after = tokens[at[0] + 1 :]
    if not (len(at) <= 2 and all(tokens[each].endswith(",") for each in at) and after and len(after) <= 4):
        return False
    if label_role(" ".join(after)) is not None:
        return True
    if not all(token[0].isupper() or token.casefold() in _PARTICLES for token in tokens[: at[0] + 1]):
        return False
    return all(token[0].isupper() or token[0].isdigit() or token.strip(",") in _PARTICLES | _ABOUT for token in after)


def _is_unsure(tokens: list[str]) -> bool:
    """One word with a question mark behind it: `R?`, `Jan?`."""
    return "?" not in "".join(tokens).rstrip("?") and (len(tokens) == 1 or tokens[1:] == ["?"])


def _kind(text: str, outside: str, tokens: list[str]) -> Kind:
    whole = key(outside)
    if label_role(text) is not None or is_machine(text):
        return Kind.KNOWN
    if _is_nobody(outside, whole, tokens):
        return Kind.NOBODY
    if _unnumbered(whole.rstrip("?").partition(", ")[0]) in _persons():
        return Kind.PERSON
    if _is_phrase(tokens):
        return Kind.WORDS if _is_person_with(tokens) else Kind.PHRASE
    if all(_is_as_in_names(tokens, at) for at in range(len(tokens))) or "@" in whole:
        return Kind.NAME
    return Kind.LOWER if len(tokens) == 1 else Kind.WORDS


def _is_nobody(outside: str, whole: str, tokens: list[str]) -> bool:
    if outside.isupper() and len(tokens) == 1 and whole not in _not_speakers():
        return False  # initials such as `HM`
    return names_nobody(whole) or any(key(token) in _not_speakers() for token in tokens)


def _is_phrase(tokens: list[str]) -> bool:
    for at, token in enumerate(tokens):
        word = key(token)
        if (word in _no_names() or word in _PARTICLES) and not (_is_particle(tokens, at) or _is_given_name(tokens, at)):
            return True
    return False


def _is_person_with(tokens: list[str]) -> bool:
    """`Man met pet`, `Vrijwilligster aan het onthaal`: a person, and what tells him from others."""
    told = [key(token) for token in tokens[1:]]
    return (
        key(tokens[0]) in _persons()
        and len(told) > 1
        and told[0] in _TELLING
        and not any(word in _no_names() for word in told[1:] if word not in _PARTICLES)
    )


def _is_particle(tokens: list[str], at: int) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    return key(tokens[at]) in _PARTICLES and (following[:1].isupper() or following.casefold() in _PARTICLES)


def _is_given_name(tokens: list[str], at: int) -> bool:
    return tokens[at][0].isupper() and key(tokens[at]) in _GIVEN_NAMES and (at == 0 or tokens[at - 1].endswith(","))


def _is_as_in_names(tokens: list[str], at: int) -> bool:
    token = tokens[at]
    if token[0].isupper() or _is_particle(tokens, at):
        return True
    if at == 0:
        return token[0] in "'’" and len(tokens) > 1
    return token[0].isdigit() or token.casefold() in {"en", "of", "&", "+", "-", "/", "and", "?", *_ABOUT, *_SHORT}


@cache
def _known_labels() -> dict[str, Role]:
    asking = dict.fromkeys(listed("interviewer"), Role.INTERVIEWER)
    return asking | dict.fromkeys(listed("respondent"), Role.RESPONDENT)


@cache
def _not_speakers() -> frozenset[str]:
    return frozenset(listed("not_speakers"))


@cache
def _persons() -> frozenset[str]:
    return frozenset(listed("persons"))


@cache
def _no_names() -> frozenset[str]:
    return frozenset(listed("no_names_in_labels"))


def listed(name: str) -> list[str]:
    """The words of a list in `words/`, as `key` spells them."""
    lines = (files("pipeline.transcripts") / "words" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [key(line) for line in lines if line and not line.startswith("#")]
