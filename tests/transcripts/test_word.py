"""Word documents, written by python-docx as people write them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline import transcripts

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


def test_words_struck_out_or_hidden_by_themselves_or_by_a_style_are_left_out(said):
    def build(made):
        struck = made.styles.add_style("Weg", WD_STYLE_TYPE.CHARACTER)
        struck.font.strike = True
        below = made.styles.add_style("Ook weg", WD_STYLE_TYPE.CHARACTER)
        below.base_style = struck
        asked = made.add_paragraph("I: Bij welke dokter")
        asked.add_run(" Hermans", style="Ook weg")
        asked.add_run(" Luc").font.double_strike = True
        asked.add_run(" gaat u?")
        told = made.add_paragraph("R: Bij die")
        told.add_run(" (De Linde)").font.hidden = True
        kept = told.add_run(" op het plein.", style="Weg")
        kept.font.strike = False

    assert said("a.docx", document(build)) == [("I", "Bij welke dokter gaat u?"), ("R", "Bij die op het plein.")]


def test_a_text_box_is_lines_of_its_own_and_read_once(said):
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r>"
        "<w:t>R: Los van de rest."
        "</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
        "<w:t>R: Los van de rest.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    def build(made):
        anchor = made.add_paragraph("I: Hoe gaat ")
        spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        anchor._p.append(parse_xml(box.replace("<w:r>", f"<w:r {nsdecls('w')} {spaces}>", 1)))
        anchor.add_run("het?")

    assert said("a.docx", document(build)) == [("I", "Hoe gaat het?"), ("R", "Los van de rest.")]


def test_a_deleted_end_of_a_paragraph_does_not_part_a_sentence(said):
    def build(made):
        made.add_paragraph("I: Waar gingen jullie heen?")
        first = made.add_paragraph("R: Wij gingen ")
        first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="x"/></w:rPr>'))
        made.add_paragraph("naar huis.")

    assert said("a.docx", document(build)) == [("I", "Waar gingen jullie heen?"), ("R", "Wij gingen naar huis.")]


def test_headings_begin_with_marks_and_are_nobodys_before_the_first_label(written):
    def build(made):
        made.add_heading("Gesprek met de bakker", 0)
        made.add_heading("Vroeger", 2)
        for speaker, words in TALK:
            made.add_paragraph(f"{speaker}: {words}")

    transcript = transcripts.read(written("a.docx", document(build)))
    assert transcript.text.startswith("# Gesprek met de bakker\n## Vroeger\nI: Hoe gaat het?")


def test_bold_names_without_a_colon_are_labels(said):
    talk = [("Anna", "Hoe gaat het?"), ("Jan Peeters", "Goed."), ("Anna", "Echt?"), ("Jan Peeters", "Ja.")]

    def build(made):
        for name, words in talk:
            made.add_paragraph().add_run(name).bold = True
            made.paragraphs[-1].add_run(f" {words}")

    assert said("a.docx", document(build)) == talk


def test_bold_words_within_an_answer_are_no_labels(said):
    def build(made):
        for speaker, words in TALK:
            made.add_paragraph(f"{speaker}: {words}")
        made.add_paragraph().add_run("Nooit").bold = True
        made.paragraphs[-1].add_run(" heb ik dat gezegd.")

    assert said("a.docx", document(build))[-1] == ("R", "Ja.\nNooit heb ik dat gezegd.")


def test_names_set_as_headings_are_labels_and_questions_set_so_are_words(said):
    talk = [("Anna", "Hoe gaat het?"), ("Jan", "Goed."), ("Anna", "Echt?"), ("Jan", "Ja.")]

    def names(made):
        for name, words in talk:
            made.add_heading(name, 2)
            made.add_paragraph(words)

    def questions(made):
        for speaker, words in TALK:
            if speaker == "I":
                made.add_heading(f"{speaker}: {words}", 3)
            else:
                made.add_paragraph(f"{speaker}: {words}")

    assert said("a.docx", document(names)) == talk
    assert said("b.docx", document(questions)) == TALK
