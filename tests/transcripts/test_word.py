"""Word documents, written by python-docx as people write them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TALK = [("I", "Hoe gaat het?"), ("R", "Goed, in de crèche."), ("I", "Ja?"), ("R", "Ja.")]


def document(build) -> bytes:
    made = docx.Document()
    build(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_paragraphs_with_labels(said):
    def build(made):
        made.add_heading("Interview 3")
        for speaker, words in TALK:
            made.add_paragraph().add_run(f"{speaker}: ").bold = True
            made.paragraphs[-1].add_run(words)
        made.add_paragraph()

    assert said("a.docx", document(build)) == TALK


def test_words_own_line_breaks_are_newlines(said):
    def build(made):
        paragraph = made.add_paragraph("I: Hoe gaat het?")
        paragraph.add_run().add_break()
        paragraph.add_run("R: Goed, in de crèche.")

    assert said("a.docx", document(build)) == TALK[:2]


@pytest.mark.parametrize("header", [None, ("Spreker", "Tekst")])
def test_a_table_with_a_speaker_column_is_a_turn_per_row(said, header):
    def build(made):
        made.add_paragraph("Interview 3")
        table = made.add_table(0, 2)
        for cells in ([header] if header else []) + TALK:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text

    assert said("a.docx", document(build)) == TALK


def test_a_table_of_facts_is_no_conversation(said):
    def build(made):
        table = made.add_table(0, 2)
        for cells in [("Datum", "3 mei"), ("Plaats", "Gent"), ("Duur", "een uur")]:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
        for speaker, words in TALK:
            made.add_paragraph(f"{speaker}: {words}")

    assert said("a.docx", document(build)) == TALK


def test_accepted_changes_and_content_controls_are_read_and_deleted_words_are_not(said):
    def build(made):
        made.add_paragraph("I: Hoe gaat het?")
        held = made.add_paragraph("R: ")
        run = "<w:r><w:t>{}</w:t></w:r>"
        parts = [
            f'<w:ins w:id="1" w:author="x">{run.format("Goed,")}</w:ins>',
            '<w:del w:id="2" w:author="x"><w:r><w:delText>Slecht,</w:delText></w:r></w:del>',
            f"<w:sdt><w:sdtContent>{run.format(' heel')}</w:sdtContent></w:sdt>",
            f'<w:hyperlink w:anchor="x">{run.format(" goed.")}</w:hyperlink>',
        ]
        for part in parts:
            held._p.append(parse_xml(part.replace(">", f" {nsdecls('w')}>", 1)))

    assert said("a.docx", document(build)) == [("I", "Hoe gaat het?"), ("R", "Goed, heel goed.")]
