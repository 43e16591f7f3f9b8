"""Captions: cues become turns, with their times."""

from __future__ import annotations

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript

VOICES = """WEBVTT

1
00:00:01.000 --> 00:00:02.500
<v Interviewer>Hoe gaat het?</v>

2
00:00:03.000 --> 00:00:04.000
<v Respondent>Goed &amp; wel,</v>

3
00:00:04.000 --> 01:00:06.250
<v Respondent>in de <i>crèche</i>.</v>
"""

NAMES = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Sofie: Hoe gaat het?

2
00:00:03.000 --> 00:00:04.000
Jan Peeters: Goed. Tja: dat is zo.

3
00:00:04.000 --> 00:00:06.000
Tja: het is zo.

4
00:00:07.000 --> 00:00:09.000
Sofie: En toen?

5
00:00:10.000 --> 00:00:11.000
Jan Peeters: Niets.
"""


def test_voice_tags_name_the_speaker_and_cues_of_one_voice_are_one_turn(written):
    transcript = transcripts.read(written("a.vtt", VOICES))
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("Interviewer", "Hoe gaat het?"),
        ("Respondent", "Goed & wel, in de crèche."),
    ]
    assert [(turn.begins_at, turn.ends_at) for turn in transcript.turns] == [(1.0, 2.5), (3.0, 3606.25)]


def test_names_before_the_words_name_the_speaker(said):
    assert said("a.vtt", NAMES) == [
        ("Sofie", "Hoe gaat het?"),
        ("Jan Peeters", "Goed. Tja: dat is zo. Tja: het is zo."),
        ("Sofie", "En toen?"),
        ("Jan Peeters", "Niets."),
    ]


def test_two_voices_in_one_cue_are_two_turns(said):
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Anna>Hoe\ngaat het?</v>\n<v Jan &amp; Piet>Goed.</v>\n"
    assert said("a.vtt", cue) == [("Anna", "Hoe\ngaat het?"), ("Jan & Piet", "Goed.")]


def test_words_said_twice_are_kept_where_captions_do_not_roll(said):
    cues = [f"00:0{at}.000 --> 00:0{at}.900\n{words}" for at, words in enumerate(["Ja.", "Ja.", "Zo is het.", "Nee."])]
    assert said("a.vtt", "WEBVTT\n\n" + "\n\n".join(cues) + "\n") == [("R", "Ja. Ja. Zo is het. Nee.")]


def test_nameless_captions_are_one_turn_until_a_pause(said):
    cues = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nIk werk\n\n00:02.500 --> 00:03.000\nhier.\n\n00:09.000 --> 00:10.000\nJa.\n"
    )
    assert said("a.vtt", cues) == [("R", "Ik werk hier."), ("R", "Ja.")]


def test_subtitles_with_styles_and_windows_newlines(said):
    cues = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>I: Hoe?</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nR: 1 < 2.\n"
    assert said("a.srt", cues.replace("\n", "\r\n")) == [("I", "Hoe?"), ("R", "1 < 2.")]


def test_captions_full_of_unclosed_tags_do_not_take_for_ever(said):
    ((_, words),) = said("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 300_000 + "ja\n")
    assert words.endswith("ja")


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
def test_an_empty_line_inside_a_caption_loses_no_words(said, name):
    cues = (
        "1\n00:00:00.000 --> 00:00:03.000\n\nWij wonen in dit huis.\n\n2\n00:00:03.000 --> 00:00:06.000\nHet dak\n\n"
        "is van toen.\n\n3\n00:00:06.000 --> 00:00:08.000\n\nJa.\n"
    )
    text = f"WEBVTT\n\n{cues}" if name.endswith("vtt") else cues.replace(".000", ",000")
    ((_, words),) = said(name, text)
    assert words.split() == ["Wij", "wonen", "in", "dit", "huis.", "Het", "dak", "is", "van", "toen.", "Ja."]


def test_captions_without_numbers_and_without_empty_lines_between(said):
    lines = ["I: Hoe?", "R: 1955.", "I: Ja?"]
    text = "".join(f"00:00:0{at},000 --> 00:00:0{at + 1},000\n{line}\n" for at, line in enumerate(lines))
    assert said("a.srt", text) == [("I", "Hoe?"), ("R", "1955."), ("I", "Ja?")]


def test_notes_and_styles_are_not_read(said):
    text = (
        "WEBVTT gesprek\nKind: captions\n\nNOTE\nGemaakt met iets\nop twee regels\n\nSTYLE\n::cue { color: red }\n\n"
        "eerste-cue\n00:01.000 --> 00:02.000 align:start\n<v I>Hoe?\n\n"
        "NOTE klaar\n\n00:03.000 --> 00:04.000\n<v R>Zo.\n"
    )
    assert said("a.vtt", text) == [("I", "Hoe?"), ("R", "Zo.")]


def test_captions_without_words_say_so(written):
    with pytest.raises(UnreadableTranscript, match="times but no words"):
        transcripts.read(written("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\n"))
    with pytest.raises(UnreadableTranscript, match="no line with times"):
        transcripts.read(written("a.srt", "I: Hoe?\nR: Zo.\n"))


def test_what_ffmpeg_leaves_of_other_subtitles(said):
    text = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}I: Betaalt u de\\hhuur?\n\n"
    text += "2\n00:00:03,000 --> 00:00:04,000\nR: Ja.\\NElke maand.\n"
    assert said("a.srt", text) == [("I", "Betaalt u de huur?"), ("R", "Ja.\nElke maand.")]


def test_noscribe_repeats_names_and_times_and_marks_overlap(written):
    cues = [
        ("<v S00>S00: ", 2), ("<v S00>[00:00:02]", 2), ("<v S00>Waarom werd u nachtwaker?", 2), ("<v S01>S01: ", 6),
        ("<v S01>[00:00:06] Ik kon overdag", 6), ("<v //S00>//S00: Ah ja.", 8), ("<v S01>//bij de kinderen zijn.", 9),
        ("<v S01>(..)", 10),
    ]  # fmt: skip
    text = "WEBVTT gesprek\n\nNOTE\nTranscribed with noScribe\n\n" + "\n\n".join(
        f"{number}\n00:00:{at:02}.000 --> 00:00:{at + 2:02}.000\n{words}" for number, (words, at) in enumerate(cues, 1)
    )
    transcript = transcripts.read(written("a.vtt", text))
    assert [(turn.speaker, transcript.words_of(turn), turn.begins_at) for turn in transcript.turns] == [
        ("S00", "Waarom werd u nachtwaker?", 2.0),
        ("S01", "Ik kon overdag", 6.0),
        ("S00", "Ah ja.", 8.0),
        ("S01", "bij de kinderen zijn. (..)", 9.0),
    ]


def test_long_class_names_and_tags_take_no_time(said):
    cue = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v{'.a' * 20_000}\n<v{'.b-' * 20_000} Anna>ja{'{' + chr(92) * 50_000}\n"
    assert any("ja" in words for _, words in said("a.vtt", cue))


def test_captions_whose_first_line_is_lost_are_read(written):
    read = transcripts.read(
        written("a.vtt", "00:01.000 --> 00:02.000\nAn: Hoe lang?\n\n00:02.000 --> 00:04.000\nBo: Een uur.\n")
    )
    assert [(turn.speaker, turn.begins_at, read.words_of(turn)) for turn in read.turns] == [
        ("An", 1.0, "Hoe lang?"),
        ("Bo", 2.0, "Een uur."),
    ]
