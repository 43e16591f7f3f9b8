"""JSON of transcription services: AWS Transcribe, Azure, Deepgram, AssemblyAI, Google, Otter, Rev and Fireflies.

Each reader takes the decoded JSON and returns its sayings, or None where it is not that service's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.transcripts.clock import seconds
from pipeline.transcripts.turns import Saying

Entry = Mapping[str, Any]
Sayings = list[Saying]

_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_TICKS = 10_000_000
_OTTER_RATE = 16_000
"""Otter counts in samples of sound."""


class Word(tuple[str, str, "float | None", "float | None", bool]):
    """A word of a recogniser: speaker, text, begin, end, and whether it is a mark that joins the word before."""

    __slots__ = ()


def sayings_of(told: object) -> Sayings | None:
    """What is said in the JSON of a service; None where it is of no service that is known."""
    for read in SERVICES:
        sayings = read(told)
        if sayings is not None:
            return sayings
    return None


def number(value: object) -> float | None:
    """A number that may be written as text, with an `s` for seconds, or as seconds and nanoseconds."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, Mapping):
        return (number(value.get("seconds")) or 0.0) + (number(value.get("nanos")) or 0.0) / 1e9
    return _number_in(str(value).strip())


def _number_in(text: str) -> float | None:
    iso = _ISO.fullmatch(text)
    if iso and len(text) > 2:
        hours, minutes, rest = (float(part or 0) for part in iso.groups())
        return 3600 * hours + 60 * minutes + rest
    if ":" in text:
        return seconds(text)
    try:
        return float(text.removesuffix("s"))
    except ValueError:
        return None


def speaker_in(value: object) -> str:
    """A speaker as a recogniser names one: 0 is a speaker like 1; empty where it could not tell."""
    if value is None or isinstance(value, (bool, list, dict)):
        return ""
    text = " ".join(str(value).split())
    return "" if text.casefold() in NOBODY else text


NOBODY = frozenset(("", "none", "null", "unknown", "unk", "nan", "-1", "speaker_unknown", "unidentified"))
"""What stands for a speaker where a recogniser could not tell."""


def joined(words: Iterable[Word]) -> Iterator[Saying]:
    """Words in a row of one speaker as one saying; a mark goes with the word before it."""
    for speaker, group in groupby(words, key=lambda word: word[0]):
        told = list(group)
        text = "".join(word[1] if word[4] else f" {word[1]}" for word in told)
        begins = next((word[2] for word in told if word[2] is not None), None)
        ends = next((word[3] for word in reversed(told) if word[3] is not None), None)
        yield Saying(speaker=speaker, words=" ".join(text.split()), begins_at=begins, ends_at=ends)


def _entries(value: object) -> list[Entry]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _entry(value: object) -> Entry:
    return value if isinstance(value, dict) else {}


def _first(value: object) -> Entry:
    return next(iter(_entries(value)), {})


def _in_time(sayings: Iterable[Saying]) -> Sayings:
    return sorted(sayings, key=lambda saying: saying.begins_at or 0.0)


# AWS Transcribe


def aws(told: object) -> Sayings | None:
    """AWS Transcribe: words with times as text; speakers beside the words or in a list of their own."""
    results = _entry(_entry(told).get("results"))
    items = _entries(results.get("items"))
    if not items or "alternatives" not in items[0]:
        return None
    channels = _entries(_entry(results.get("channel_labels")).get("channels"))
    if channels:
        told_by = [(_aws_items(_entries(each.get("items")), {}, str(each.get("channel_label")))) for each in channels]
        return _in_time(saying for words in told_by for saying in joined(words))
    labels = _entry(results.get("speaker_labels"))
    speakers = {
        str(item.get("start_time")): str(item.get("speaker_label"))
        for segment in _entries(labels.get("segments"))
        for item in _entries(segment.get("items"))
    }
    return list(joined(_aws_items(items, speakers, "")))


def _aws_items(items: Sequence[Entry], speakers: Mapping[str, str], channel: str) -> Iterator[Word]:
    speaker = channel
    for item in items:
        is_mark = item.get("type") == "punctuation"
        if not is_mark and not channel:
            at = str(item.get("start_time"))
            speaker = speaker_in(item.get("speaker_label")) or speakers.get(at, "") or speaker
        content = str(_first(item.get("alternatives")).get("content", ""))
        yield Word((speaker, content, number(item.get("start_time")), number(item.get("end_time")), is_mark))


# Azure


def azure(told: object) -> Sayings | None:
    """Azure Speech: phrases of the batch service, in ticks, or of the fast one, in milliseconds."""
    batch = _entries(_entry(told).get("recognizedPhrases"))
    fast = _entries(_entry(told).get("phrases"))
    phrases = batch or fast
    if not phrases or not ("nBest" in phrases[0] or "offsetMilliseconds" in phrases[0]):
        return None
    several = len({phrase.get("channel") for phrase in phrases}) > 1
    return _in_time(_azure_phrase(phrase, several) for phrase in phrases)


def _azure_phrase(phrase: Entry, several_channels: bool) -> Saying:
    speaker = speaker_in(phrase.get("speaker"))
    if not speaker and several_channels:
        speaker = f"channel {phrase.get('channel')}"
    begins = _azure_time(phrase, "offset")
    lasts = _azure_time(phrase, "duration")
    words = str(_first(phrase.get("nBest")).get("display") or phrase.get("text") or "")
    ends = begins + lasts if begins is not None and lasts is not None else None
    return Saying(speaker=speaker, words=" ".join(words.split()), begins_at=begins, ends_at=ends)


def _azure_time(phrase: Entry, name: str) -> float | None:
    for key, scale in ((f"{name}Milliseconds", 1000), (f"{name}InTicks", _TICKS)):
        found = number(phrase.get(key))
        if found is not None:
            return found / scale
    return number(phrase.get(name))


# Deepgram


def deepgram(told: object) -> Sayings | None:
    """Deepgram: words with speakers, per channel; utterances where there are no words."""
    results = _entry(_entry(told).get("results"))
    channels = _entries(results.get("channels"))
    if not channels or "alternatives" not in channels[0]:
        return None
    sayings: Sayings = []
    for at, channel in enumerate(channels):
        best = _first(channel.get("alternatives"))
        name = f"channel {at}" if len(channels) > 1 else ""
        words = list(_deepgram_words(_entries(best.get("words")), name))
        sayings += joined(words) if words else _deepgram_text(results, best, name)
    return _in_time(sayings)


def _deepgram_words(words: Sequence[Entry], channel: str) -> Iterator[Word]:
    speaker = channel
    for word in words:
        speaker = channel or speaker_in(word.get("speaker")) or speaker
        text = str(word.get("punctuated_word") or word.get("word") or "")
        yield Word((speaker, text, number(word.get("start")), number(word.get("end")), False))


def _deepgram_text(results: Entry, best: Entry, channel: str) -> Iterator[Saying]:
    utterances = _entries(results.get("utterances"))
    for each in utterances or [best]:
        yield Saying(
            speaker=channel or speaker_in(each.get("speaker")),
            words=" ".join(str(each.get("transcript", "")).split()),
            begins_at=number(each.get("start")),
            ends_at=number(each.get("end")),
        )


# AssemblyAI


def assemblyai(told: object) -> Sayings | None:
    """AssemblyAI: utterances with speakers, or words without; times in milliseconds."""
    entry = _entry(told)
    if "segments" in entry or not {"acoustic_model", "audio_url", "utterances"} & set(entry):
        return None
    utterances = _entries(entry.get("utterances"))
    if utterances:
        return [_in_milliseconds(each) for each in utterances]
    words = _entries(entry.get("words"))
    if not words or "text" not in words[0]:
        return None
    return list(joined(_assemblyai_word(word) for word in words))


def _assemblyai_word(word: Entry) -> Word:
    said = _in_milliseconds(word)
    return Word((said.speaker or "", said.words, said.begins_at, said.ends_at, False))


def _in_milliseconds(each: Entry) -> Saying:
    begins, ends = number(each.get("start")), number(each.get("end"))
    return Saying(
        speaker=speaker_in(each.get("speaker")),
        words=" ".join(str(each.get("text", "")).split()),
        begins_at=None if begins is None else begins / 1000,
        ends_at=None if ends is None else ends / 1000,
    )


# Google


def google(told: object) -> Sayings | None:
    """Google Speech-to-Text, both versions: words with the tag of a speaker, else the transcripts."""
    results = _google_results(told)
    best = [_first(result.get("alternatives")) for result in results]
    if not results or not any("transcript" in each or "words" in each for each in best):
        return None
    tagged = [each for each in best if any(_google_speaker(word) for word in _entries(each.get("words")))]
    if tagged:
        # The first version says all words once more at the end, with speakers.
        *before, last = [_entries(each.get("words")) for each in best]
        earlier = [word for words in before for word in words]
        is_repeated = bool(earlier) and [each.get("word") for each in earlier] == [each.get("word") for each in last]
        return list(joined(_google_words(last if is_repeated else [*earlier, *last])))
    several = len({result.get("channelTag") for result in results}) > 1
    return [_google_transcript(result, several) for result in results]


def _google_results(told: object) -> list[Entry]:
    entry = _entry(told)
    if "response" in entry:
        return _google_results(entry["response"])
    results = entry.get("results")
    if isinstance(results, dict):
        files = [_entry(each) for each in results.values()]
        return [each for file in files for each in _google_results(file.get("transcript") or file.get("inlineResult"))]
    found = _entries(results)
    return found if found and "alternatives" in found[0] else []


def _google_speaker(word: Entry) -> str:
    label = word.get("speakerLabel") or word.get("speaker_label") or word.get("speakerTag") or word.get("speaker_tag")
    return speaker_in(label or None)


def _google_words(words: Sequence[Entry]) -> Iterator[Word]:
    speaker = ""
    for word in words:
        speaker = _google_speaker(word) or speaker
        begins, ends = _google_time(word, "start"), _google_time(word, "end")
        yield Word((speaker, str(word.get("word", "")), begins, ends, False))


def _google_time(word: Entry, which: str) -> float | None:
    keys = (f"{which}Time", f"{which}Offset", f"{which}_time", f"{which}_offset")
    return next((number(word[key]) for key in keys if key in word), None)


def _google_transcript(result: Entry, several_channels: bool) -> Saying:
    best = _first(result.get("alternatives"))
    words = _entries(best.get("words"))
    ends = number(result.get("resultEndTime", result.get("resultEndOffset")))
    return Saying(
        speaker=f"channel {result.get('channelTag')}" if several_channels else "",
        words=" ".join(str(best.get("transcript", "")).split()),
        begins_at=_google_time(words[0], "start") if words else None,
        ends_at=_google_time(words[-1], "end") if words else ends,
    )


# Otter


def otter(told: object) -> Sayings | None:
    """Otter: stretches with the number of a speaker, whose name stands in a list; times in samples of sound."""
    speech = _entry(_entry(told).get("speech")) or _entry(told)
    stretches = _entries(speech.get("transcripts"))
    if not stretches or "transcript" not in stretches[0]:
        return None
    names = {str(each.get("id")): str(each.get("speaker_name")) for each in _entries(speech.get("speakers"))}
    return _in_time(_otter_stretch(each, names) for each in stretches)


def _otter_stretch(each: Entry, names: Mapping[str, str]) -> Saying:
    label = speaker_in(each.get("speaker_model_label") or each.get("label"))
    speaker = names.get(str(each.get("speaker_id"))) or str(each.get("speaker_name") or "") or label
    begins, ends = number(each.get("start_offset")), number(each.get("end_offset"))
    return Saying(
        speaker=speaker,
        words=" ".join(str(each.get("transcript", "")).split()),
        begins_at=None if begins is None else begins / _OTTER_RATE,
        ends_at=None if ends is None else ends / _OTTER_RATE,
    )


# Rev


def rev(told: object) -> Sayings | None:
    """Rev: monologues of elements that hold their own blanks, by the number of a speaker."""
    entry = _entry(told)
    monologues = _entries(entry.get("monologues"))
    if not monologues or "elements" not in monologues[0]:
        return None
    names = {str(each.get("id")): str(each.get("name") or "") for each in _entries(entry.get("speakers"))}
    return [_monologue(each, names) for each in monologues]


def _monologue(each: Entry, names: Mapping[str, str]) -> Saying:
    elements = _entries(each.get("elements"))
    begins = next((element["ts"] for element in elements if "ts" in element), None)
    ends = next((element["end_ts"] for element in reversed(elements) if "end_ts" in element), None)
    info = _entry(each.get("speaker_info"))
    speaker = names.get(str(each.get("speaker"))) or str(info.get("display_name") or "")
    text = "".join(str(element.get("value", "")) for element in elements)
    return Saying(
        speaker=speaker or speaker_in(each.get("speaker")),
        words=" ".join(text.split()),
        begins_at=number(begins),
        ends_at=number(ends),
    )


# Fireflies


def fireflies(told: object) -> Sayings | None:
    """Fireflies: sentences with the name of a speaker, as downloaded or as its interface gives them."""
    transcript = _entry(_entry(_entry(told).get("data")).get("transcript")) or _entry(told)
    sentences = _entries(transcript.get("sentences")) or _entries(told)
    if not sentences or not ("sentence" in sentences[0] or "speaker_name" in sentences[0]):
        return None
    return [_sentence(each) for each in sentences]


def _sentence(each: Entry) -> Saying:
    words = each.get("sentence") or each.get("text") or each.get("raw_text") or ""
    return Saying(
        speaker=speaker_in(each.get("speaker_name")) or speaker_in(each.get("speaker_id")),
        words=" ".join(str(words).split()),
        begins_at=number(each.get("startTime", each.get("start_time"))),
        ends_at=number(each.get("endTime", each.get("end_time"))),
    )


SERVICES: tuple[Callable[[object], Sayings | None], ...] = (
    aws, azure, deepgram, assemblyai, google, otter, rev, fireflies,
)  # fmt: skip
