"""PDF: paragraphs from lines, without what stands at the edges of pages; scans are refused with the remedy."""

from __future__ import annotations

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript
from pipeline.transcripts import limits
from pipeline.transcripts.formats.documents.pdf import read_pdf
from tests.transcripts.written_pdf import lines, pdf

LONG = [
    "R: Ik werkte toen al tien jaar in de crèche, en de collega’s hielpen mee waar ze maar konden",
    "omdat er altijd te weinig volk was, zeker in de zomer als iedereen op reis ging met de kin-",
    "deren en de school gesloten was.",
]
ASKED = {1: "Hoe was dat", 2: "En uw man", 3: "Waarom bleef u"}
WHOLE = (
    "Ik werkte toen al tien jaar in de crèche, en de collega’s hielpen mee waar ze maar konden omdat er altijd te "
    "weinig volk was, zeker in de zomer als iedereen op reis ging met de kinderen en de school gesloten was."
)


def test_lines_of_a_paragraph_are_joined_and_a_broken_word_is_whole(said):
    page = lines(["I: Hoe was dat?", *LONG, "I: En nu?", "R: Nu ben ik met pensioen."])
    assert said("a.pdf", pdf([page])) == [
        ("I", "Hoe was dat?"),
        ("R", WHOLE),
        ("I", "En nu?"),
        ("R", "Nu ben ik met pensioen."),
    ]


def test_headers_footers_and_page_numbers_are_nobodys_words(said):
    pages = [
        [
            (72, 800, f"Archief van de streek – interview 12 – blad {number}"),
            *lines([f"I: {ASKED[number]}?", *LONG]),
            (300, 30, f"- {number} -"),
        ]
        for number in (1, 2, 3)
    ]
    expected = [turn for number in (1, 2, 3) for turn in [("I", f"{ASKED[number]}?"), ("R", WHOLE)]]
    assert said("a.pdf", pdf(pages)) == expected


def test_a_paragraph_goes_on_over_the_page(said):
    first = lines(["I: Hoe was dat?", *LONG[:2]])
    second = lines([LONG[2], "I: En nu?", "R: Goed."])
    assert said("a.pdf", pdf([first, second]))[1] == ("R", WHOLE)


def test_names_in_bold_above_the_words_as_otter_prints_them(said):
    told = [
        ("Anna", "0:03", "Hoe gaat het?"),
        ("Jan", "0:09", "Goed."),
        ("Anna", "0:12", "Echt?"),
        ("Jan", "0:15", "Ja"),
    ]
    page, top = [], 700.0
    for name, time, words in told:
        page += [(72, top, f"*{name}"), (110, top, time), (72, top - 14, words)]
        top -= 44
    assert said("a.pdf", pdf([page])) == [(name, words) for name, _, words in told]


def test_numbers_of_lines_in_the_margin_are_no_words(said):
    told = ["I: Hoe was dat vroeger thuis?", "R: Met zeven aan tafel.", "I: En het werk?", "R: In de gieterij."] * 3
    page = lines(told, left=90)
    numbers = [(40.0, 760 - 14 * (at - 1), str(at)) for at in range(2, 13, 2)]
    assert [words for _, words in said("a.pdf", pdf([page + numbers]))] == [words[3:] for words in told]


def test_a_scan_is_refused_with_the_remedy(written):
    with pytest.raises(UnreadableTranscript, match="it is a scan") as refusal:
        transcripts.read(written("a.pdf", pdf([[], []])))
    assert "OCR" in refusal.value.remedy


def test_pages_without_text_are_told(written):
    page = lines(["I: Hoe?", "R: Zo."])
    contents = pdf([page, [], page])
    assert read_pdf(written("a.pdf", contents), contents).notices == ("pages without text: 2",)


@pytest.mark.parametrize("contents", [b"%PDF-1.7", b"%PDF-1.4\n" + b"x" * 200, pdf([lines(["I: Hoe?"])])[:300]])
def test_a_damaged_pdf_is_refused(written, contents):
    with pytest.raises(UnreadableTranscript):
        transcripts.read(written("a.pdf", contents))


def test_a_pdf_that_unpacks_to_far_too_much_is_refused(written, monkeypatch):
    monkeypatch.setattr("pipeline.transcripts.formats.documents.pdf.LARGEST_UNPACKED", 1000)
    with pytest.raises(UnreadableTranscript, match="far more"):
        transcripts.read(written("a.pdf", pdf([lines([f"R: {'ja ' * 30}"] * 20)])))
    assert limits.LARGEST_UNPACKED > 1000
