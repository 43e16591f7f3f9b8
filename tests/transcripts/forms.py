"""One conversation in every form: written by the libraries that other programs use, or as their manuals show.

A conversation is a list of turns (speaker, words); turn number `n` is spoken from second `10 * n` for nine seconds.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from html import escape
from xml.etree import ElementTree

import docx
import openpyxl
import srt
import webvtt
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P

Conversation = Sequence[tuple[str, str]]
Writer = Callable[[Conversation], bytes]

PIECE = 5
"""Words in a caption."""


def clock(seconds: float, *, comma: str = ".", hours: bool = True) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    text = f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}" if hours else f"{minutes:02}:{rest // 1000:02}"
    return f"{text}{comma}{rest % 1000:03}" if comma else text


def timed(talk: Conversation) -> Iterator[tuple[str, str, int, int]]:
    for number, (speaker, words) in enumerate(talk):
        yield speaker, words, 10 * number, 10 * number + 9


def captioned(talk: Conversation) -> Iterator[tuple[str, str, float, float, bool]]:
    """Every turn in captions of five words: speaker, words, from, to, and whether it is the turn's first."""
    for speaker, words, begins, ends in timed(talk):
        tokens = words.split()
        pieces = [" ".join(tokens[at : at + PIECE]) for at in range(0, len(tokens), PIECE)]
        step = (ends - begins) / len(pieces)
        for at, piece in enumerate(pieces):
            yield speaker, piece, begins + at * step, begins + (at + 1) * step, at == 0


def lines(shape: str, encoding: str = "utf-8", newline: str = "\n") -> Writer:
    def write(talk: Conversation) -> bytes:
        told = [
            shape.format(
                speaker=speaker,
                words=words,
                long=clock(begins, comma=""),
                short=clock(begins, comma="", hours=False),
                ends=clock(ends, comma="")[:8],
            )
            for speaker, words, begins, ends in timed(talk)
        ]
        return "\n".join([*told, ""]).replace("\n", newline).encode(encoding)

    return write


def word_paragraphs(talk: Conversation) -> bytes:
    made = docx.Document()
    for speaker, words in talk:
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{speaker}:").bold = True
        paragraph.add_run(f" {words}")
    return saved(made)


def word_line_breaks(talk: Conversation) -> bytes:
    made = docx.Document()
    paragraph = made.add_paragraph()
    for speaker, words in talk:
        paragraph.add_run(f"{speaker}: {words}").add_break()
    return saved(made)


def word_table(talk: Conversation) -> bytes:
    made = docx.Document()
    made.add_heading("Interview")
    table = made.add_table(0, 3)
    for cells in [("Tijd", "Spreker", "Tekst"), *((clock(b), s, w) for s, w, b, _ in timed(talk))]:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    return saved(made)


def word_teams(talk: Conversation) -> bytes:
    """Teams puts name and time on one line and the words below them, in one paragraph."""
    made = docx.Document()
    made.add_paragraph("Overleg-20250312_101500-Opname")
    for speaker, words, begins, _ in timed(talk):
        run = made.add_paragraph().add_run(f"{speaker}   {clock(begins, comma='', hours=False)}")
        run.add_break()
        run.add_text(words)
    return saved(made)


def word_teams_of_old(talk: Conversation) -> bytes:
    """Teams used to put the time, the name and the words on lines of their own."""
    made = docx.Document()
    for speaker, words, begins, ends in timed(talk):
        span = f"0:{begins // 60}:{begins % 60}.0 --> 0:{ends // 60}:{ends % 60}.120"
        made.add_paragraph(f"{span}\n{speaker}\n{words}\n")
    return saved(made)


def saved(made) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def writer_paragraphs(talk: Conversation) -> bytes:
    made = OpenDocumentText()
    for speaker, words in talk:
        made.text.addElement(P(text=f"{speaker}: {words}"))
    return saved(made)


def writer_table(talk: Conversation) -> bytes:
    made = OpenDocumentText()
    table = Table()
    for cells in [("Spreker", "Tekst"), *talk]:
        row = TableRow()
        for text in cells:
            cell = TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    made.text.addElement(table)
    return saved(made)


def rich_text(head: str, letter: Callable[[str], str], newline: str) -> Writer:
    def write(talk: Conversation) -> bytes:
        told = "".join(f"{speaker}: {words}\n" for speaker, words in talk)
        body = "".join(newline if mark == "\n" else letter(mark) for mark in told)
        return (head + body + "}").encode("ascii")

    return write


def unicode_letter(mark: str) -> str:
    """As WordPad and LibreOffice write what is no ASCII: a number, and what older programs show instead."""
    units = mark.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return mark if mark.isascii() else "".join(f"\\u{number}?" for number in numbers)


def windows_letter(mark: str) -> str:
    """As Word and TextEdit write it, where Windows-1252 has the letter."""
    try:
        return mark if mark.isascii() else f"\\'{mark.encode('cp1252').hex()}"
    except UnicodeEncodeError:
        return unicode_letter(mark)


WORDPAD = r"{\rtf1\ansi\ansicpg1252\deff0\nouicompat\deflang1043{\fonttbl{\f0\fnil\fcharset0 Calibri;}}" + (
    "\r\n" + r"{\*\generator Riched20 10.0.18362}\viewkind4\uc1 " + "\r\n" + r"\pard\sa200\sl276\slmult1\f0\fs22\lang9 "
)
TEXTEDIT = r"{\rtf1\ansi\ansicpg1252\cocoartf2639" + (
    "\n" + r"\cocoatextscaling0\cocoaplatform0{\fonttbl\f0\fswiss\fcharset0 Helvetica;}" + "\n"
    r"{\colortbl;\red255\green255\blue255;}" + "\n" + r"\pard\tx566\pardirnatural\partightenfactor0" + "\n\n"
    r"\f0\fs24 \cf0 "
)


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


def rows_of(header: Sequence[str] | None, delimiter: str = ",", encoding: str = "utf-8") -> Writer:
    def write(talk: Conversation) -> bytes:
        stream = io.StringIO(newline="")
        table = csv.writer(stream, delimiter=delimiter)
        table.writerows([header] if header else [])
        timely = header is not None and len(header) == 4
        table.writerows((clock(b), clock(e), s, w) if timely else (s, w) for s, w, b, e in timed(talk))
        return stream.getvalue().encode(encoding)

    return write


def workbook(talk: Conversation) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["Starttijd", "Spreker", "Tekst"])
    for speaker, words, begins, _ in timed(talk):
        made.active.append([timedelta(seconds=begins), speaker, f" {words}"])  # a leading "=" would be a formula
    return saved(made)


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


BOM = "\ufeff"

FORMS: dict[str, tuple[str, Writer]] = {
    "text": (".txt", lines("{speaker}: {words}")),
    "text, a blank line between turns": (".txt", lines("{speaker}: {words}\n")),
    "text, words under the label": (".txt", lines("{speaker}:\n{words}\n")),
    "text, Windows newlines, UTF-16": (".txt", lines("{speaker}:\t{words}", "utf-16", "\r\n")),
    "text, time in square brackets": (".txt", lines("[{long}] {speaker}: {words}")),
    "text, time in round brackets": (".txt", lines("({short}) {speaker}: {words}")),
    "text, time after the name": (".txt", lines("{speaker} [{long}]: {words}")),
    "text, time above, as Amberscript": (".txt", lines("{long}\n{speaker}: {words}\n")),
    "text, time after the words, as f4": (".txt", lines("{speaker}: {words} #{ends}-5#")),
    "text, name and time above, as Otter": (".txt", lines("{speaker}  {short}\n{words}\n")),
    "markdown": (".md", lines("**{speaker}:** {words}\n")),
    "markdown with times": (".md", lines("**[{long}] {speaker}:** {words}  ")),
    "Word, paragraphs": (".docx", word_paragraphs),
    "Word, line breaks": (".docx", word_line_breaks),
    "Word, a table": (".docx", word_table),
    "Word by Teams": (".docx", word_teams),
    "Word by Teams of old": (".docx", word_teams_of_old),
    "LibreOffice, paragraphs": (".odt", writer_paragraphs),
    "LibreOffice, a table": (".odt", writer_table),
    "rich text by WordPad": (".rtf", rich_text(WORDPAD, unicode_letter, "\\par\r\n")),
    "rich text by TextEdit": (".rtf", rich_text(TEXTEDIT, windows_letter, "\\\n")),
    "WebVTT, voice tags": (".vtt", webvtt_of(lambda s, w, _: f"<v {s}>{escape(w, quote=False)}")),
    "WebVTT by Zoom": (".vtt", webvtt_of(lambda s, w, _: f"{s}: {escape(w, quote=False)}")),
    "WebVTT, a name where it changes": (
        ".vtt",
        webvtt_of(lambda s, w, first: f"{s}: {escape(w, quote=False)}" if first else escape(w, quote=False)),
    ),
    "WebVTT by Teams": (".vtt", teams_captions),
    "WebVTT by YouTube": (".vtt", rolling_captions),
    "SubRip": (".srt", subtitles),
    "CSV": (".csv", rows_of(("speaker", "text"))),
    "CSV without header": (".csv", rows_of(None)),
    "CSV by a Dutch Excel": (".csv", rows_of(("Begin", "Einde", "Spreker", "Tekst"), ";", "utf-8-sig")),
    "Excel": (".xlsx", workbook),
    "WhisperX": (".json", whisperx),
    "WhisperX, speakers by word": (".json", whisperx_by_word),
    "Whisper": (".json", whisper),
    "Amberscript": (".json", amberscript),
    "ELAN, participants": (".eaf", elan("PARTICIPANT")),
    "ELAN, layers": (".eaf", elan("TIER_ID")),
    "Praat, long, UTF-8": (".TextGrid", praat("long", "utf-8")),
    "Praat, long, UTF-16 big-endian": (
        ".TextGrid",
        lambda talk: BOM.encode("utf-16-be") + praat("long", "utf-16-be")(talk),
    ),
    "Praat, short, UTF-16 little-endian": (".TextGrid", praat("short", "utf-16")),
    "Praat, short, UTF-8": (".textgrid", praat("short", "utf-8")),
}
