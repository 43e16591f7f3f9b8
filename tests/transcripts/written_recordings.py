"""A conversation as captions, recognisers' JSON and annotations, by their libraries or as their manuals show."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from html import escape
from xml.etree import ElementTree

import srt
import webvtt

from tests.transcripts.talks import Conversation, Writer, captioned, clock, timed


def webvtt_of(cue: Callable[[str, str, bool], str]) -> Writer:
    def write(talk: Conversation) -> bytes:
        made = webvtt.WebVTT()
        for speaker, words, begins, ends, first in captioned(talk):
            made.captions.append(webvtt.Caption(clock(begins), clock(ends), cue(speaker, words, first)))
        return made.content.encode()

    return write


def teams_captions(talk: Conversation) -> bytes:
    cues = [
        f"0f3e1c2a-6d1b-4c6e-9a43-3d0f6b7a9c11/{number}-0\n{clock(begins)} --> {clock(ends)}\n"
        f"<v {escape(speaker)}>{escape(words, quote=False)}</v>\n"
        for number, (speaker, words, begins, ends, _) in enumerate(captioned(talk), start=7)
    ]
    return ("\ufeffWEBVTT\n\n" + "\n".join(cues)).encode()


def rolling_captions(talk: Conversation) -> bytes:
    """YouTube shows every line as it is spoken, then for a moment alone, then above the next one."""
    cues, above = [], " "
    for speaker, words, begins, ends, first in captioned(talk):
        start, *rest = escape(f"{speaker}: {words}" if first else words, quote=False).split()
        spoken = start + "".join(f"<{clock(begins + 0.01)}><c> {word}</c>" for word in rest)
        whole = " ".join([start, *rest])
        cues.append(f"{clock(begins)} --> {clock(ends - 0.01)} align:start position:0%\n{above}\n{spoken}\n")
        cues.append(f"{clock(ends - 0.01)} --> {clock(ends)} align:start position:0%\n{whole}\n \n")
        above = whole
    return ("WEBVTT\nKind: captions\nLanguage: nl\n\n" + "\n".join(cues)).encode()


def subtitles(talk: Conversation) -> bytes:
    made = [
        srt.Subtitle(
            index=number,
            start=timedelta(seconds=begins),
            end=timedelta(seconds=ends),
            content=f"{speaker}: {words}" if first else words,
        )
        for number, (speaker, words, begins, ends, first) in enumerate(captioned(talk), start=1)
    ]
    return srt.compose(made).encode()


def whisperx(talk: Conversation) -> bytes:
    segments = [
        {
            "start": begins,
            "end": ends,
            "text": f" {words}",
            "words": [
                {"word": word, "start": begins, "end": ends, "score": 0.9, "speaker": s} for word in words.split()
            ],
            "speaker": s,
        }
        for s, words, begins, ends, _ in captioned(talk)
    ]
    told = {
        "segments": segments,
        "word_segments": [word for each in segments for word in each["words"]],
        "language": "nl",
    }
    return json.dumps(told).encode()


def whisperx_by_word(talk: Conversation) -> bytes:
    """Segments may cross turns: then only the words tell who speaks, and not every word could be placed."""
    words = [
        {"word": word, "start": begins, "end": ends, "score": 0.9, **({} if at else {"speaker": s})}
        for s, told, begins, ends, _ in captioned(talk)
        for at, word in enumerate(told.split())
    ]
    cut = [words[at : at + 7] for at in range(0, len(words), 7)]
    speakers = [word.get("speaker") for word in words]
    for at, speaker in enumerate(speakers):
        speakers[at] = speaker or speakers[at - 1]
    for number, segment in enumerate(cut):
        segment[0]["speaker"] = speakers[number * 7]
    segments = [
        {"start": s[0]["start"], "end": s[-1]["end"], "text": " ".join(w["word"] for w in s), "words": s} for s in cut
    ]
    return json.dumps({"segments": segments}, ensure_ascii=False).encode()


def whisper(talk: Conversation) -> bytes:
    """Whisper knows no speakers; a person wrote the names among the words."""
    segments = [
        {
            "id": number,
            "seek": 0,
            "start": begins,
            "end": ends,
            "text": f" {speaker}: {words}" if first else f" {words}",
        }
        for number, (speaker, words, begins, ends, first) in enumerate(captioned(talk))
    ]
    return json.dumps({"text": "", "segments": segments, "language": "nl"}).encode()


def amberscript(talk: Conversation) -> bytes:
    names = list(dict.fromkeys(speaker for speaker, _ in talk))
    segments = [
        {
            "speaker": f"spk{names.index(s) + 1}",
            "words": [
                {"start": b, "end": e, "duration": e - b, "text": word, "conf": 1.0, "pristine": True}
                for word in words.split()
            ],
        }
        for s, words, b, e, _ in captioned(talk)
    ]
    speakers = [{"spkid": f"spk{number}", "name": name} for number, name in enumerate(names, start=1)]
    told = {"id": "5c9e", "recordId": "R", "filename": "a.mp3", "startTimeOffset": 0.0, "speakers": speakers}
    return json.dumps({**told, "segments": segments, "highlights": []}).encode()


def elan(by: str) -> Writer:
    def write(talk: Conversation) -> bytes:
        root = ElementTree.Element("ANNOTATION_DOCUMENT", AUTHOR="", FORMAT="3.0", VERSION="3.0")
        ElementTree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
        order = ElementTree.SubElement(root, "TIME_ORDER")
        tiers = {}
        for number, (speaker, words, begins, ends, _) in enumerate(captioned(talk)):
            ids = (
                {"PARTICIPANT": speaker, "TIER_ID": f"laag {speaker}"} if by == "PARTICIPANT" else {"TIER_ID": speaker}
            )
            tier = tiers.setdefault(speaker, ElementTree.Element("TIER", LINGUISTIC_TYPE_REF="default-lt", **ids))
            for end, at in ((1, begins), (2, ends)):
                slot = {"TIME_SLOT_ID": f"ts{number}_{end}", "TIME_VALUE": str(round(at * 1000))}
                ElementTree.SubElement(order, "TIME_SLOT", slot)
            slots = {f"TIME_SLOT_REF{end}": f"ts{number}_{end}" for end in (1, 2)}
            holder = ElementTree.SubElement(tier, "ANNOTATION")
            spoken = ElementTree.SubElement(holder, "ALIGNABLE_ANNOTATION", ANNOTATION_ID=f"a{number}", **slots)
            ElementTree.SubElement(spoken, "ANNOTATION_VALUE").text = words
        root.extend(tiers.values())
        return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)

    return write


def praat(form: str, encoding: str) -> Writer:
    def write(talk: Conversation) -> bytes:
        ends = 10 * len(talk)
        names = list(dict.fromkeys(speaker for speaker, _ in talk))
        out = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", *told("xmin", 0), *told("xmax", ends)]
        out += ["tiers? <exists> ", *told("size", len(names)), *(["item []: "] if form == "long" else [])]
        for number, name in enumerate(names, start=1):
            spoken = [(begins, till, words) for speaker, words, begins, till in timed(talk) if speaker == name]
            intervals = [*filled(spoken, ends)]
            out += [f"    item [{number}]:"] if form == "long" else []
            out += [*told("class", "IntervalTier"), *told("name", name), *told("xmin", 0), *told("xmax", ends)]
            out += told("intervals: size", len(intervals))
            for at, (begins, till, words) in enumerate(intervals, start=1):
                out += [f"        intervals [{at}]:"] if form == "long" else []
                out += [*told("xmin", begins), *told("xmax", till), *told("text", words)]
        return "\n".join([*out, ""]).encode(encoding)

    def told(key: str, value: object) -> list[str]:
        quoted = '"{}"'.format(value.replace('"', '""')) if isinstance(value, str) else value
        return [f"            {key} = {quoted} " if form == "long" else str(quoted)]

    return write


def filled(spoken: Sequence[tuple[int, int, str]], ends: int) -> Iterator[tuple[int, int, str]]:
    """Praat leaves no gap: silence is an interval without words."""
    at = 0
    for begins, till, words in spoken:
        if begins > at:
            yield at, begins, ""
        yield begins, till, words
        at = till
    if at < ends:
        yield at, ends, ""
