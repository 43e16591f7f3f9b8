"""LibreOffice documents, written by odfpy."""

from __future__ import annotations

import io
import zipfile

import pytest
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.text import H, LineBreak, List, ListItem, P, S, Span, Tab

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript


def saved(made) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_spaces_tabs_breaks_and_lists_are_read_and_comments_are_not(said):
    made = OpenDocumentText()
    made.text.addElement(H(outlinelevel=1, text="Interview 3"))
    asks = P(text="I:")
    asks.addElement(Tab())
    asks.addElement(Span(text="Hoe"))
    asks.addElement(S(c=2))
    asks.addText("gaat het?")
    remark = Annotation()
    remark.addElement(P(text="navragen"))
    asks.addElement(remark)
    asks.addElement(LineBreak())
    asks.addText("R: Goed.")
    made.text.addElement(asks)
    points, point = List(), ListItem()
    point.addElement(P(text="Heel goed."))
    points.addElement(point)
    made.text.addElement(points)
    assert said("a.odt", saved(made)) == [("I", "Hoe  gaat het?"), ("R", "Goed.\nHeel goed.")]


def test_a_spreadsheet_is_no_text(written):
    with pytest.raises(UnreadableTranscript, match="another kind"):
        transcripts.read(written("a.odt", saved(OpenDocumentSpreadsheet())))


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
LOOKS = (
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>'
    '<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T4" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
)


def odt(body: str) -> bytes:
    """As pandoc and others write it, with white space between the elements."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {SPACES}>\n<office:automatic-styles>{LOOKS}'
        f"</office:automatic-styles>\n<office:body>\n  <office:text>\n{body}\n</office:text>\n</office:body>\n"
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def test_white_space_between_elements_and_line_ends_in_paragraphs(said):
    body = "<text:p>I: Hoe\n  gaat   het?</text:p>\n\n<text:p>\n  R: Goed,\ndank<text:span> u</text:span>.\n</text:p>"
    assert said("a.odt", odt(body)) == [("I", "Hoe gaat het?"), ("R", "Goed, dank u.")]


def test_struck_out_and_hidden_words_are_left_out(said):
    body = (
        '<text:p>I: Bij <text:span text:style-name="T2">Luc</text:span>wie?</text:p>'
        '<text:p>R: Bij <text:span text:style-name="T3">Jan <text:s/></text:span><text:hidden-text '
        'text:is-hidden="true">x</text:hidden-text>hem.</text:p>'
    )
    assert [words.replace("  ", " ") for _, words in said("a.odt", odt(body))] == ["Bij wie?", "Bij hem."]


def test_a_text_box_is_lines_of_its_own(said):
    body = (
        "<text:p>I: Hoe gaat <draw:frame><draw:text-box>"
        "<text:p>R: Los van de rest.</text:p></draw:text-box></draw:frame>"
        "het?</text:p><text:p>I: En nu?</text:p>"
    )
    assert said("a.odt", odt(body)) == [("I", "Hoe gaat het?"), ("R", "Los van de rest."), ("I", "En nu?")]


def test_a_tracked_deletion_does_not_part_a_sentence(said):
    body = (
        '<text:tracked-changes><text:changed-region text:id="ct1"><text:deletion><text:p>weg</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes><text:p>I: Waarheen?</text:p><text:p>R: Wij gingen "
        '<text:change-start text:change-id="ct1"/>weg</text:p><text:p>weg<text:change-end text:change-id="ct1"/>naar '
        "huis.</text:p>"
    )
    assert said("a.odt", odt(body)) == [("I", "Waarheen?"), ("R", "Wij gingen naar huis.")]


def test_a_huge_count_of_blanks_is_cut(written):
    body = '<text:p>I: Hoe?</text:p><text:p>R: Zo<text:s text:c="500000000"/>en zo.</text:p>'
    transcript = transcripts.read(written("a.odt", odt(body)))
    assert len(transcript.text) < 1000
    assert transcript.words_of(transcript.turns[1]).split() == ["Zo", "en", "zo."]


def test_a_document_of_far_too_much_text_is_refused(written, monkeypatch):
    monkeypatch.setattr("pipeline.transcripts.formats.documents.blocks.LONGEST_TEXT", 100)
    with pytest.raises(UnreadableTranscript, match="far more text"):
        transcripts.read(written("a.odt", odt("<text:p>R: ja ja ja</text:p>" * 50)))


def test_bold_names_and_headings(written):
    line = '<text:p><text:span text:style-name="T4">{}</text:span> {}</text:p>'
    talk = [("Anna", "Hoe?"), ("Jan", "Zo."), ("Anna", "Echt?"), ("Jan", "Ja.")]
    body = '<text:h text:outline-level="2">Deel</text:h>' + "".join(line.format(*each) for each in talk)
    transcript = transcripts.read(written("a.odt", odt(body)))
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == talk
    assert transcript.text.startswith("## Deel\nAnna: Hoe?")
