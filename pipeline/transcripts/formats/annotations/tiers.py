"""Layers of annotation under a recording: one layer of words for each speaker, read in the order of time.

ELAN and Praat files hold utterances, single words, sounds, translations, gestures and topics side by side. Layers of
one speaker are known by the participant, by the layer they hang under, by their names (`Jan - words`, `orth@Jan`), or
because they cover the same time. Of these the one with running words is read, and the others are named in a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pipeline.transcripts.turns import Saying

UTTERANCES = frozenset(
    ("utterances", "utterance", "utt", "uitingen", "uiting", "transcript", "transcription", "transcriptie", "trans",
     "text", "tekst", "txt", "default", "sentences", "zinnen", "orth", "ort", "orthography", "ortografie", "spraak",
     "speech", "tx", "phrase", "phrases", "turn", "turns")
)  # fmt: skip
"""Layers of running words, called after what they hold."""

WORDS = frozenset(("words", "word", "woorden", "woord", "wor", "wrd", "tokens", "token", "awd"))
"""Layers with a word per annotation."""

BESIDE_THE_WORDS = frozenset(
    ("notes", "note", "notities", "notitie", "nota", "memo", "comment", "comments", "commentaar", "com", "opmerking",
     "opmerkingen", "background", "achtergrond", "phones", "phone", "phonemes", "phoneme", "klanken", "klank", "pho",
     "fon", "seg", "kan", "mau", "ipa", "sampa", "phonetic", "fonetisch", "syllables", "syllable", "syll",
     "lettergrepen", "pauses", "pauzes", "ref", "id", "ids", "gesture", "gestures", "gebaar", "gebaren", "gest", "gaze",
     "blik", "topic", "topics", "thema", "themas", "thema's", "onderwerp", "onderwerpen", "fase", "fasen", "code",
     "codes", "section", "sections", "vertaling", "vertalingen", "translation", "translations", "ft", "free", "gloss",
     "glosses", "gls", "ge", "gl", "mb", "ps", "pos", "lemma", "lemmas", "morph", "morphemes", "engels", "english",
     "eng", "en", "fr", "frans", "tone", "tobi", "prosody", "lach", "laughter", "noise", "ruis")
)  # fmt: skip
"""Layers in which nobody says anything, or in which what was said stands a second time."""

SAME_TIME = 0.8
"""The share of the time covered by two layers together from which they are two layers of one speaker."""

PAUSE_BETWEEN_WORDS = 1.0
"""Seconds without a word that part the words of a layer with a word per annotation."""

MOST_SPEAKERS = 60
"""Names of layers up to which layers are compared by their times."""

_SEPARATORS = re.compile(r"(\s+-\s+|[\s@_:/.\-]+)")
_WORDLIKE = re.compile(r"[^\w\s]*[^\W\d_]+(?:['’\-][^\W\d_]+)*[^\w\s]*")
_MIXED = re.compile(r"[a-zà-ÿ][A-Z]|[{}@&\\=~]")
_FUNCTION_WORDS = frozenset(
    ("ik", "je", "jij", "u", "hij", "ze", "zij", "we", "wij", "ge", "de", "het", "een", "dat", "die", "dit", "en",
     "of", "maar", "want", "is", "was", "zijn", "heb", "heeft", "had", "ben", "van", "in", "op", "te", "voor",
     "met", "naar", "aan", "bij", "om", "niet", "geen", "ook", "nog", "wel", "dan", "toen", "er", "hier", "daar",
     "wat", "wie", "hoe", "waar", "als", "ja", "nee")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: its name, the participant and the layer above where the file names them, and its annotations."""

    name: str
    sayings: tuple[Saying, ...]
    participant: str = ""
    parent: str | None = None


def spoken(layers: Sequence[Layer]) -> tuple[tuple[Saying, ...], tuple[str, ...]]:
    """What is said in the layers, in the order of time, and the names of the layers that are not read."""
    filled = [layer for layer in map(_in_single_lines, layers) if layer.sayings]
    found = [_chosen(group) for group in _groups(filled).values()]
    chosen = _without_topics([pair for pair in found if pair is not None])
    read = {layer.name for layer, _ in chosen}
    sayings = [saying._replace(speaker=who) for layer, who in chosen for saying in _in_utterances(layer.sayings)]
    sayings.sort(key=lambda saying: (saying.begins_at or 0.0, saying.ends_at or 0.0))
    return tuple(sayings), tuple(layer.name for layer in filled if layer.name not in read)


def who_and_kind(name: str) -> tuple[str, str]:
    """Whose a layer is and what it holds, from a name such as `Jan - words` or `orth@Jan`; either may be empty."""
    parts = _SEPARATORS.split(name.strip())
    if parts[-1].casefold() in _KINDS:
        return "".join(parts[:-2]), parts[-1].casefold()
    if parts[0].casefold() in _KINDS and len(parts) > 1:
        return "".join(parts[2:]), parts[0].casefold()
    return name.strip(), ""


_KINDS = UTTERANCES | WORDS | BESIDE_THE_WORDS


def _in_single_lines(layer: Layer) -> Layer:
    told = [_in_one_line(saying) for saying in layer.sayings]
    return replace(layer, sayings=tuple(saying for saying in told if saying.words))


def _in_one_line(saying: Saying) -> Saying:
    words = " ".join(saying.words.split())
    return saying if words == saying.words else saying._replace(words=words)


def _groups(layers: Sequence[Layer]) -> dict[str, list[Layer]]:
    """The layers of each speaker, by the speaker's name."""
    by_name = {layer.name: layer for layer in layers}
    groups: dict[str, list[Layer]] = {}
    for layer in layers:
        groups.setdefault(_speaker_of(layer, by_name), []).append(layer)
    return _joined_where_alike(groups)


def _speaker_of(layer: Layer, by_name: Mapping[str, Layer]) -> str:
    seen = {layer.name}
    while not layer.participant and (above := layer.parent or "") in by_name and above not in seen:
        seen.add(above)
        layer = by_name[above]
    return layer.participant or who_and_kind(layer.name)[0]


def _joined_where_alike(groups: dict[str, list[Layer]]) -> dict[str, list[Layer]]:
    """Groups that cover the same time are one speaker's, unless both hold words of their own."""
    if len(groups) > MOST_SPEAKERS:
        return groups
    spans = {who: _spans(group) for who, group in groups.items()}
    for first, second in list(combinations(groups, 2)):
        if first not in groups or second not in groups or _share(spans[first], spans[second]) < SAME_TIME:
            continue
        if not _are_two_people(groups[first], groups[second]):
            groups[first] += groups.pop(second)
    return groups


def _are_two_people(first: Sequence[Layer], second: Sequence[Layer]) -> bool:
    if all(any(layer.participant for layer in group) for group in (first, second)):
        return True
    ours, theirs = ({word for layer in group for word in _words_of(layer)} for group in (first, second))
    return bool(ours & _FUNCTION_WORDS and theirs & _FUNCTION_WORDS) and 2 * len(ours & theirs) < len(ours | theirs)


def _words_of(layer: Layer) -> Iterator[str]:
    return (token.strip(".,?!…").casefold() for saying in layer.sayings for token in saying.words.split())


def _share(ours: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> float:
    if min(len(ours), len(theirs)) < 3:
        return 0.0
    both = _length(_union([*ours, *theirs]))
    return (_length(ours) + _length(theirs) - both) / both if both else 0.0


def _spans(layers: Iterable[Layer]) -> list[tuple[float, float]]:
    told = [saying for layer in layers for saying in layer.sayings]
    return _union(
        [(one.begins_at, one.ends_at) for one in told if one.begins_at is not None and one.ends_at is not None]
    )


def _union(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for begins, ends in sorted(spans):
        if joined and begins < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def _length(spans: Iterable[tuple[float, float]]) -> float:
    return sum(ends - begins for begins, ends in spans)


def _chosen(group: Sequence[Layer]) -> tuple[Layer, str] | None:
    """The layer with running words, and whose it is; None where the group has none."""
    spoken_in = [layer for layer in group if not _is_beside(layer)]
    if not spoken_in:
        return None
    best = spoken_in[0]
    if len(spoken_in) > 1:
        most = max(map(_tokens, spoken_in))
        best = max(spoken_in, key=lambda layer: _running(layer, most))
    named = [layer for layer in group if layer.participant] or [best, *group]
    who = named[0].participant or next(filter(None, (who_and_kind(layer.name)[0] for layer in named)), "")
    return best, _without_kind(who, group)


def _without_kind(who: str, group: Sequence[Layer]) -> str:
    """No name where several layers of one speaker are called after what they hold, as aligners do: ORT, KAN, MAU."""
    return "" if all(not who_and_kind(layer.name)[0] and not layer.participant for layer in group) else who


def _is_beside(layer: Layer) -> bool:
    if any(saying.speaker is None for saying in layer.sayings):
        return True
    return who_and_kind(layer.name)[1] in BESIDE_THE_WORDS


def _tokens(layer: Layer) -> int:
    return sum(len(saying.words.split()) for saying in layer.sayings)


def _running(layer: Layer, most: int) -> float:
    """How much a layer looks like running words, against the others of the same speaker."""
    tokens = [token for saying in layer.sayings for token in saying.words.split()]
    like_words = sum(_WORDLIKE.fullmatch(token) is not None and not _MIXED.search(token) for token in tokens)
    common = sum(token.strip(".,?!…").casefold() in _FUNCTION_WORDS for token in tokens)
    letters = sum(map(len, tokens)) / len(tokens)
    return (
        2.0 * like_words / len(tokens)
        + min(1.0, 3.0 * common / len(tokens))
        + min(len(tokens), most) / most
        + 0.1 * min(len(tokens) / len(layer.sayings), 6.0)
        + (0.5 if who_and_kind(layer.name)[1] in UTTERANCES else 0.0)
        - (1.0 if letters < 2.0 else 0.0)
        - (1.5 if like_words * 2 < len(tokens) else 0.0)
    )


def _without_topics(chosen: list[tuple[Layer, str]]) -> list[tuple[Layer, str]]:
    """The layers without those in which a few words stand for minutes of talk."""
    slow = [pair for pair in chosen if _is_topic(pair[0])]
    return [pair for pair in chosen if pair not in slow] if len(slow) < len(chosen) else chosen


def _is_topic(layer: Layer) -> bool:
    tokens = _tokens(layer)
    if tokens >= 5 * len(layer.sayings):
        return False
    covered = _length(_spans([layer]))
    return covered > 10.0 * len(layer.sayings) and tokens < 0.25 * covered and tokens < 5 * len(layer.sayings)


def _in_utterances(sayings: Sequence[Saying]) -> Iterator[Saying]:
    """Words of a layer with a word per annotation, joined until a pause; other annotations as they are."""
    if sum(len(saying.words.split()) for saying in sayings) > 1.2 * len(sayings):
        yield from sayings
        return
    before: Saying | None = None
    for saying in sayings:
        if before is not None and _follows(before, saying):
            before = before._replace(words=f"{before.words} {saying.words}", ends_at=saying.ends_at)
            continue
        if before is not None:
            yield before
        before = saying
    if before is not None:
        yield before


def _follows(before: Saying, after: Saying) -> bool:
    if before.ends_at is None or after.begins_at is None:
        return False
    return 0 <= after.begins_at - before.ends_at < PAUSE_BETWEEN_WORDS
