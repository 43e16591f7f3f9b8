"""Tables: which column is which, and in what their times are counted."""

from __future__ import annotations

import io
from datetime import time

import openpyxl
import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript
from tests.transcripts.test_limits import with_part

WORDS = [
    "Hoe gaat het met u vandaag, en met de kinderen thuis?",
    "Goed hoor, dank u wel, we mogen niet klagen zeker niet.",
    "En het werk, hoe loopt dat tegenwoordig nog zoal?",
    "Ook dat gaat goed, ik ben er graag bij, en de collega's ook.",
]
WHO = ["Sofie", "Jan", "Sofie", "Jan"]
TALK = list(zip(WHO, WORDS, strict=True))


def workbook(rows) -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(stream)
    return stream.getvalue()


def begins(written, name, contents):
    return [turn.begins_at for turn in transcripts.read(written(name, contents)).turns]


@pytest.mark.parametrize("header", ["Speaker Name", "speaker_name", "Naam spreker", "SPREKER", "Speaker-Label", "who"])
def test_headers_in_their_spellings(said, header):
    rows = "\n".join(f'{who};"{words}"' for who, words in TALK)
    assert said("a.csv", f"{header};Tekst\n{rows}\n") == TALK


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\r\n', "\ufeffSEP=;\n"])
def test_the_first_line_by_which_excel_knows_the_separator(said, first):
    rows = "".join(f"{who};{words}\r\n" for who, words in TALK)
    assert said("a.csv", f"{first}Spreker;Tekst, woorden, zinnen\r\n{rows}".replace(", woorden, zinnen", "")) == TALK


@pytest.mark.parametrize("header", [None, ["nr", "wie", "wat"], ["#", "who", "words"]])
def test_numbers_beside_speakers_and_words(said, header):
    rows = [header] if header else []
    rows += [[at, who, words] for at, (who, words) in enumerate(TALK, start=1)]
    assert said("a.xlsx", workbook(rows)) == TALK
    tabbed = "\n".join("\t".join(map(str, row)) for row in rows)
    assert said("a.tsv", tabbed) == TALK


def test_a_title_above_the_header_is_nobodys(written):
    rows = [["Interview 3"], [], ["Spreker", "Tekst"], *map(list, TALK)]
    transcript = transcripts.read(written("a.xlsx", workbook(rows)))
    assert [transcript.words_of(turn) for turn in transcript.turns] == WORDS
    assert "Interview 3" in transcript.text


def test_cells_that_excel_took_for_hours_and_minutes_are_minutes_and_seconds(written):
    rows = [["Tijd", "Spreker", "Tekst"], *([time(0, at * 7), who, words] for at, (who, words) in enumerate(TALK))]
    assert begins(written, "a.xlsx", workbook(rows)) == [0, 7, 14, 21]


def test_hours_and_minutes_that_are_so_stay_so(written):
    slow = [
        ["Tijd", "Spreker", "Tekst"],
        *([time(9, at * 5), who, f"{words} " * 60] for at, (who, words) in enumerate(TALK)),
    ]
    assert begins(written, "a.xlsx", workbook(slow)) == [9 * 3600 + at * 300 for at in range(4)]


def test_whispers_milliseconds_in_a_table(written):
    rows = "".join(f'{at * 4700},{at * 4700 + 4000},"{words}"\n' for at, words in enumerate(WORDS))
    assert begins(written, "a.csv", f"start,end,text\n{rows}") == pytest.approx([0])
    rows = "".join(f"{at * 4700}\t{at * 4700 + 2000}\t{words}\n" for at, words in enumerate(WORDS))
    assert begins(written, "a.tsv", f"start\tend\ttext\n{rows}") == pytest.approx([0, 4.7, 9.4, 14.1])


def test_seconds_in_a_table_stay_seconds(written):
    rows = "".join(f'{at * 4},{who},"{words}"\n' for at, (who, words) in enumerate(TALK))
    assert begins(written, "a.csv", f"start,speaker,text\n{rows}") == [0, 4, 8, 12]


def test_frames_after_the_seconds(written):
    rows = "".join(f'{who},00:00:{at:02}:12,"{words}"\n' for at, (who, words) in enumerate(TALK))
    assert begins(written, "a.csv", f"Speaker Name,Start Time,Text\n{rows}") == pytest.approx([0.48, 1.48, 2.48, 3.48])


def test_quotes_in_a_table_with_tabs_are_words(said):
    assert said("a.tsv", 'speaker\ttext\nI\t"Echt" waar?\nR\tHij zei: "ja\n') == [
        ("I", '"Echt" waar?'),
        ("R", 'Hij zei: "ja'),
    ]


def test_a_size_that_a_sheet_only_claims_costs_nothing(said):
    contents = workbook([["Spreker", "Tekst"], *map(list, TALK)])
    sheet = next(part for part in parts(contents) if part.endswith("sheet1.xml"))
    told = parts(contents)[sheet].replace(b'<dimension ref="A1:B5"', b'<dimension ref="A1:XFD1048576"')
    assert b"XFD1048576" in told
    assert said("a.xlsx", with_part(contents, sheet, told)) == TALK


def test_cells_far_apart_are_refused(written):
    contents = workbook([["Spreker", "Tekst"], *map(list, TALK)])
    sheet = next(part for part in parts(contents) if part.endswith("sheet1.xml"))
    far = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (at, at) for at in range(10, 140))
    told = parts(contents)[sheet].replace(b"</sheetData>", far + b"</sheetData>")
    with pytest.raises(UnreadableTranscript, match="spreads over more than"):
        transcripts.read(written("a.xlsx", with_part(contents, sheet, told)))


def parts(contents: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_table_in_markdown(said):
    rows = "\n".join(f"| **{who}** | {words} |" for who, words in TALK).replace("**", "")
    assert said("a.md", f"# Gesprek\n\n| Spreker | Tekst |\n|:---|---|\n{rows}\n") == TALK
