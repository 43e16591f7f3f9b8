"""Rich text: tables, looks and letters, as Word, LibreOffice and pandoc write them."""

from __future__ import annotations

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0\green0\blue0;}"


def rtf(body: str) -> bytes:
    return (HEAD + body + "}").encode("cp1252")


def cell(*paragraphs: str) -> str:
    """As pandoc writes a cell: a group per paragraph, each ended."""
    told = "".join(r"{\pard\intbl \ql \f0 \sa0 " + words + r"\par}" + "\n" for words in paragraphs)
    return "{" + told + "\\cell}\n"


def row(*cells: str) -> str:
    return (
        "{\n\\trowd \\trgaph120\n\\cellx4680\\cellx9360\n\\trkeep\\intbl\n{\n" + "".join(cells) + "}\n\\intbl\\row}\n"
    )


def test_a_cell_of_two_paragraphs_is_one_speakers(said):
    body = (
        row(cell("I"), cell("Hoe gaat het?"))
        + row(cell("R"), cell("Goed.", "Heel goed."))
        + row(cell("I"), cell("En nu?"))
    )
    body += row(cell("R"), cell("Ook."))
    assert said("a.rtf", rtf(body)) == [
        ("I", "Hoe gaat het?"),
        ("R", "Goed.\nHeel goed."),
        ("I", "En nu?"),
        ("R", "Ook."),
    ]


def test_a_table_as_word_writes_it_leaves_no_bars(said):
    rows = "".join(
        r"\trowd\cellx1000\cellx9000\pard\intbl " + who + r"\cell " + words + r"\cell\row "
        for who, words in [("I", "Hoe | gaat het?"), ("R", r"Goed.\par Heel goed.")]
    )
    assert said("a.rtf", rtf(rows + r"\pard\par ")) == [("I", "Hoe | gaat het?"), ("R", "Goed.\nHeel goed.")]


@pytest.mark.parametrize("look", ["v", "deleted", "strike", "striked1", "webhidden"])
def test_words_that_are_gone_are_not_read(said, look):
    body = rf"I: Kunt u {{\{look} Jan Peeters }}dat tonen?\par R: Ja, \{look} niet \plain kijk.\par "
    assert said("a.rtf", rtf(body)) == [("I", "Kunt u dat tonen?"), ("R", "Ja, kijk.")]


def test_a_deleted_end_of_a_paragraph_does_not_part_a_sentence(said):
    body = r"I: Hoe?\par R: Wij gingen{\deleted\par }naar huis.\par I: Ja.\par R: Ja.\par "
    assert said("a.rtf", rtf(body))[1] == ("R", "Wij gingennaar huis.")


def test_letters_in_every_way_of_writing_them(said):
    body = r"I: caf\'e9, \u233?\u233e\'e9n, {\uc2\u8364xx 5}, {\f1\'cf\'f0}\'85\par "
    body += r"R: \ldblquote ja\rdblquote\~nee\_ook \u-10179?\u-8704?\par "
    assert said("a.rtf", rtf(body)) == [("I", "café, ééén, € 5, Пр…"), ("R", "“ja”\xa0nee-ook 😀")]


def test_notes_headers_and_pictures_are_not_read_and_links_are(said):
    body = (
        r"{\header Geheim\par}{\footer 3\par}"
        r"I: Zie {\field{\*\fldinst HYPERLINK x}{\fldrslt de site}}{\footnote niets}?\par "
        r"R: Ja{\*\annotation navragen}{\pict\pngblip 89504e47}.\par "
    )
    assert said("a.rtf", rtf(body)) == [("I", "Zie de site?"), ("R", "Ja.")]


def test_a_text_box_is_lines_of_its_own(said):
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard Opgelet: band is slecht\par}}{\shprslt dubbel}}"
    body = rf"I: Hoe gaat {box}het?\par R: Goed.\par I: En nu?\par R: Ook.\par "
    transcript = said("a.rtf", rtf(body))
    assert ("R", "Goed.") in transcript
    assert not any("gaat Opgelet" in words or "slechthet" in words for _, words in transcript)


def test_headings_are_marked(written):
    body = r"{\pard \outlinelevel0 \b Deel een\par}\pard I: Hoe?\par R: Zo.\par "
    assert transcripts.read(written("a.rtf", rtf(body))).text.startswith("# Deel een\nI: Hoe?")


def test_groups_without_end_are_refused(written):
    with pytest.raises(UnreadableTranscript, match="nested"):
        transcripts.read(written("a.rtf", b"{\\rtf1" + b"{" * 2000))
