"""Encodings: what Dutch looks like tells them apart; what looks like no Dutch is refused."""

from __future__ import annotations

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript

SAYINGS = [
    "±3 keer per week",
    "3 × per week, of 5 à 6 ± 2 keer",
    "NAAR HET CAFÉ?",
    "ÉÉN DAG, EN GEEN TWEEËN.",
    "IDEEËN VAN RENÉ!",
    "Hij zei ‘ja’ en “nee” – en toen… naar het café",
    "€ 5 per uur, 20 °C",
    "één crèche, naïef, coördinator, ’t is zo’n ding",
    "Ça va, zei hij. Réné ook.",
    "Cœur en œuvre, zei de coëfficiënt.",
    "Müller, Çelik en Zoë",
    "«ja» zei ze • punt",
]


@pytest.mark.parametrize("said_so", SAYINGS)
@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "mac_roman", "cp850"])
def test_dutch_reads_the_same_in_every_western_encoding(written, encoding, said_so):
    text = f"I: Mocht dat?\nR: {said_so}\n"
    try:
        contents = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("this encoding has no such sign")
    if (encoding, said_so) == ("cp850", "Ça va, zei hij. Réné ook."):
        pytest.skip("nothing in it tells DOS from an old Mac")
    assert transcripts.read(written("a.txt", contents)).text == text


def test_what_was_taken_is_kept(written):
    transcript = transcripts.read(written("a.txt", "I: Hoe?\nR: Eén café.".encode("mac_roman")))
    assert transcript.encoding == "mac_roman"


@pytest.mark.parametrize(
    ("encoding", "text"), [("cp1251", "Привет, как дела? Хорошо."), ("cp932", "こんにちは世界"), ("cp1253", "Γεια σας")]
)
def test_text_that_is_no_dutch_is_refused_with_the_encoding_as_the_reason(written, encoding, text):
    with pytest.raises(UnreadableTranscript, match="encoding is not known") as refusal:
        transcripts.read(written("a.txt", f"I: {text}\nR: {text}".encode(encoding)))
    assert "UTF-8" in refusal.value.remedy


def test_one_odd_sign_in_a_long_text_is_no_reason_to_refuse(written):
    text = "I: Hoe gaat het met u vandaag?\n" + "R: Goed, dank u wel, en met u, alles goed?\n" * 5
    transcript = transcripts.read(written("a.txt", text.encode() + b"R: Ay\xfee.\n"))
    assert transcript.turns[-1].speaker == "R"
