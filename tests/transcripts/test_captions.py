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
