"""A conversation as transcription services, noScribe, oTranscribe, Transcriber and EXMARaLDA write it."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from xml.etree import ElementTree

from tests.transcripts.talks import Conversation, Writer, captioned, clock, timed


def as_json(build: Callable[[Conversation], object]) -> Writer:
    return lambda talk: json.dumps(build(talk), ensure_ascii=False).encode()


def spoken(talk: Conversation):
    """Every word: speaker, word, from, to."""
    for speaker, words, begins, ends in timed(talk):
        tokens = words.split()
        step = (ends - begins) / len(tokens)
        for at, token in enumerate(tokens):
            yield speaker, token, begins + at * step, begins + (at + 1) * step


def aws(talk: Conversation):
    items = [
        {"type": "pronunciation", "alternatives": [{"confidence": "0.9", "content": word}], "speaker_label": speaker,
         "start_time": f"{begins:.3f}", "end_time": f"{ends:.3f}"}
        for speaker, word, begins, ends in spoken(talk)
    ]  # fmt: skip
    return {"jobName": "a", "status": "COMPLETED", "results": {"transcripts": [{"transcript": ""}], "items": items}}


def aws_of_old(talk: Conversation):
    """Speakers stand in a list of their own, and are found by the time at which a word begins."""
    told = aws(talk)
    segments = [
        {"start_time": item["start_time"], "end_time": item["end_time"], "speaker_label": item.pop("speaker_label"),
         "items": []}
        for item in told["results"]["items"]
    ]  # fmt: skip
    for segment in segments:
        segment["items"] = [{key: segment[key] for key in ("start_time", "end_time", "speaker_label")}]
    told["results"]["speaker_labels"] = {"speakers": 2, "segments": segments}
    return told


def azure(talk: Conversation):
    phrases = [
        {"channel": 0, "speaker": speaker, "offset": f"PT{begins}S", "offsetInTicks": begins * 1e7,
         "duration": f"PT{ends - begins}S", "durationInTicks": (ends - begins) * 1e7,
         "nBest": [{"confidence": 0.9, "lexical": words.lower(), "display": words}, {"display": "iets anders"}]}
        for speaker, words, begins, ends in timed(talk)
    ]  # fmt: skip
    return {"source": "a", "combinedRecognizedPhrases": [{"display": "alles"}], "recognizedPhrases": phrases}


def azure_fast(talk: Conversation):
    phrases = [
        {"channel": 0, "speaker": speaker, "offsetMilliseconds": begins * 1000, "text": words, "locale": "nl-BE",
         "durationMilliseconds": (ends - begins) * 1000, "confidence": 0.9}
        for speaker, words, begins, ends in timed(talk)
    ]  # fmt: skip
    return {"durationMilliseconds": 9000, "combinedPhrases": [{"text": "alles"}], "phrases": phrases}


def deepgram(talk: Conversation):
    words = [
        {"word": word.casefold(), "punctuated_word": word, "start": begins, "end": ends, "speaker": speaker}
        for speaker, word, begins, ends in spoken(talk)
    ]
    return {"metadata": {}, "results": {"channels": [{"alternatives": [{"transcript": "alles", "words": words}]}]}}


def assemblyai(talk: Conversation):
    utterances = [
        {"speaker": speaker, "text": words, "start": begins * 1000, "end": ends * 1000, "confidence": 0.9, "words": []}
        for speaker, words, begins, ends in timed(talk)
    ]
    return {"id": "a", "audio_url": "x", "text": "alles", "words": [], "utterances": utterances}


def google(talk: Conversation):
    """The first version says all once without speakers, and once more with them."""
    words = [
        {"word": word, "startTime": f"{begins:.3f}s", "endTime": f"{ends:.3f}s"}
        for _, word, begins, ends in spoken(talk)
    ]
    tagged = [{**word, "speakerTag": 1, "speakerLabel": who[0]} for word, who in zip(words, spoken(talk), strict=True)]
    return {
        "results": [
            {"alternatives": [{"transcript": "alles", "words": words}], "languageCode": "nl-be"},
            {"alternatives": [{"words": tagged}]},
        ]
    }


def google_two(talk: Conversation):
    """The second version, as it lies in a bucket: a result per stretch, words with the label of a speaker."""
    results = [
        {"alternatives": [{"transcript": words, "words": [
            {"word": word, "startOffset": f"{begins}s", "endOffset": f"{ends}s", "speakerLabel": speaker}
            for word in words.split()]}], "resultEndOffset": f"{ends}s"}
        for speaker, words, begins, ends in timed(talk)
    ]  # fmt: skip
    return {"results": results}


def otter(talk: Conversation):
    names = list(dict.fromkeys(speaker for speaker, _ in talk))
    transcripts = [
        {"start_offset": begins * 16000, "end_offset": ends * 16000, "transcript": words, "alignment": [],
         "speaker_id": names.index(speaker) + 7, "speaker_model_label": "1"}
        for speaker, words, begins, ends in timed(talk)
    ]  # fmt: skip
    speakers = [{"id": at + 7, "speaker_name": name} for at, name in enumerate(names)]
    return {"status": "OK", "speech": {"title": "a", "transcripts": transcripts, "speakers": speakers}}


def rev(talk: Conversation):
    names = list(dict.fromkeys(speaker for speaker, _ in talk))
    monologues = []
    for speaker, words, begins, ends in timed(talk):
        elements = []
        for word in words.split():
            elements += [{"type": "text", "value": word, "ts": begins, "end_ts": ends}, {"type": "punct", "value": " "}]
        monologues.append({"speaker": names.index(speaker), "elements": elements})
    return {"speakers": [{"id": at, "name": name} for at, name in enumerate(names)], "monologues": monologues}


def fireflies(talk: Conversation):
    return [
        {"sentence": words, "startTime": clock(begins, comma="", hours=False), "speaker_name": speaker,
         "endTime": clock(ends, comma="", hours=False)}
        for speaker, words, begins, ends in timed(talk)
    ]  # fmt: skip


def fireflies_api(talk: Conversation):
    sentences = [
        {"index": at, "speaker_name": speaker, "speaker_id": 0, "text": words, "raw_text": words, "start_time": begins,
         "end_time": ends}
        for at, (speaker, words, begins, ends) in enumerate(timed(talk))
    ]  # fmt: skip
    return {"data": {"transcript": {"title": "a", "sentences": sentences}}}


def noscribe_page(talk: Conversation) -> bytes:
    told = [
        "<html><head><meta charset='UTF-8'/><style>p { margin: 0 }</style></head><body>"
        "<p>gesprek</p><p>Transcribed with noScribe vers. 0.7.2<br/>Media source: a.wav</p>"
    ]
    before = None
    for speaker, words, begins, ends, _ in captioned(talk):
        time = f'<span style="color: #78909C" >[{clock(begins, comma="")}]</span>'
        label = f"</p><p>{{a}}{escape(speaker)}: {time} " if speaker != before else "{a} "
        anchor = f'<a name="ts_{round(begins * 1000)}_{round(ends * 1000)}_{escape(speaker)}" >'
        told.append(label.replace("{a}", anchor) + escape(words) + "</a>")
        before = speaker
    return ("".join(told) + "</p></body></html>").encode()


def otranscribe(talk: Conversation) -> bytes:
    paragraphs = [
        f'<p><span class="timestamp" contenteditable="false" data-timestamp="{begins}">'
        f"{clock(begins, comma='', hours=False)}</span>{escape(speaker)}: {escape(words)}<br /></p>"
        for speaker, words, begins, _ in timed(talk)
    ]
    return json.dumps({"text": "".join(paragraphs), "media": "a.mp3", "media-time": 1.5}).encode()


def transcriber(talk: Conversation) -> bytes:
    root = ElementTree.Element("Trans", version="2")
    names = list(dict.fromkeys(speaker for speaker, _ in talk))
    speakers = ElementTree.SubElement(root, "Speakers")
    for at, name in enumerate(names):
        ElementTree.SubElement(speakers, "Speaker", id=f"spk{at}", name=name, type="female")
    section = ElementTree.SubElement(ElementTree.SubElement(root, "Episode"), "Section", type="report")
    for speaker, words, begins, ends in timed(talk):
        turn = ElementTree.SubElement(
            section, "Turn", speaker=f"spk{names.index(speaker)}", startTime=str(begins), endTime=str(ends)
        )
        turn.text = "\n"
        first, *rest = words.split()
        ElementTree.SubElement(turn, "Sync", time=str(begins)).tail = f"\n{first}\n"
        ElementTree.SubElement(turn, "Event", desc="rire", type="noise").tail = f"\n{' '.join(rest)}\n"
    told = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    head, _, body = told.partition(b"\n")
    return head + b'\n<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n' + body


def exmaralda(talk: Conversation) -> bytes:
    root = ElementTree.Element("basic-transcription")
    table = ElementTree.SubElement(ElementTree.SubElement(root, "head"), "speakertable")
    body = ElementTree.SubElement(root, "basic-body")
    line = ElementTree.SubElement(body, "common-timeline")
    tiers = {}
    for at, (speaker, words, begins, ends) in enumerate(timed(talk)):
        for mark, time in (("a", begins), ("b", (begins + ends) / 2), ("c", ends)):
            ElementTree.SubElement(line, "tli", id=f"T{at}{mark}", time=str(time))
        if speaker not in tiers:
            known = ElementTree.SubElement(table, "speaker", id=f"SPK{len(tiers)}")
            ElementTree.SubElement(known, "abbreviation").text = speaker
            tiers[speaker] = ElementTree.SubElement(body, "tier", speaker=known.get("id"), category="v", type="t")
        half = len(words) // 2  # an event may end within a word
        for start, end, part in ((f"T{at}a", f"T{at}b", words[:half]), (f"T{at}b", f"T{at}c", words[half:])):
            ElementTree.SubElement(tiers[speaker], "event", start=start, end=end).text = part
    gloss = ElementTree.SubElement(body, "tier", {"category": "en", "type": "a", "display-name": "en", "id": "TIE9"})
    ElementTree.SubElement(gloss, "event", start="T0a", end="T0c").text = "something in English"
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def whisper_table(talk: Conversation) -> bytes:
    """Whisper's own table with a column of speakers added: times in milliseconds."""
    told = [f"{begins * 1000}\t{ends * 1000}\t{speaker}\t{words}" for speaker, words, begins, ends in timed(talk)]
    return "\n".join(["start\tend\tspeaker\ttext", *told, ""]).encode()
