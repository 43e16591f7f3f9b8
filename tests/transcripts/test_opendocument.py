"""LibreOffice documents, written by odfpy."""

from __future__ import annotations

import io

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
