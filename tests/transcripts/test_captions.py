"""Captions: cues become turns, with their times."""

from __future__ import annotations

from pipeline import transcripts

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
