"""A conversation as text files, documents and tables, written by the libraries that other programs use."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import timedelta

import docx
import openpyxl
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.transcripts.talks import Conversation, Writer, clock, timed


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
