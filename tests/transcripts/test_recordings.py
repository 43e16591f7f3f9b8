"""What recognisers and annotation programs write: their shapes, layers and oddities."""

from __future__ import annotations

import json

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript

EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" FORMAT="3.0" VERSION="3.0">
  <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/>
  <TIME_ORDER>
    <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="1500"/>
    <TIME_SLOT TIME_SLOT_ID="ts3"/><TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="4000"/>
  </TIME_ORDER>
  <TIER LINGUISTIC_TYPE_REF="default-lt" PARTICIPANT="Jan" TIER_ID="Jan-utt">
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3">
      <ANNOTATION_VALUE>Goed &amp; wel.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a3" TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4">
      <ANNOTATION_VALUE>Ja.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  </TIER>
  <TIER LINGUISTIC_TYPE_REF="default-lt" TIER_ID="Interviewer">
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
      <ANNOTATION_VALUE>Hoe gaat het?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  </TIER>
  <TIER LINGUISTIC_TYPE_REF="trans" PARENT_REF="Jan-utt" TIER_ID="Engels">
    <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a4" ANNOTATION_REF="a2">
      <ANNOTATION_VALUE>Well.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
  </TIER>
  <TIER LINGUISTIC_TYPE_REF="default-lt" TIER_ID="Notes">
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a5" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts4">
      <ANNOTATION_VALUE>hond blaft</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  </TIER>
</ANNOTATION_DOCUMENT>
"""

GRID = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 9
tiers? <exists>
size = 3
item []:
    item [1]:
        class = "IntervalTier"
        name = "Réné - words"
        xmin = 0
        xmax = 9
        intervals: size = 4
        intervals [1]:
            xmin = 0
            xmax = 3
            text = ""
        intervals [2]:
            xmin = 3
            xmax = 4
            text = "één"
        intervals [3]:
            xmin = 4
            xmax = 5.5e0
            text = "“crèche”, zei ""ze"""
        intervals [4]:
            xmin = 5.5
            xmax = 9
            text = "naïef"
    item [2]:
        class = "TextTier"
        name = "klikken"
        xmin = 0
        xmax = 9
        points: size = 1
        points [1]:
            number = 1
            mark = "klik"
    item [3]:
        class = "IntervalTier"
        name = "I"
        xmin = 0
        xmax = 9
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 2
            text = "Hoeveel?"
'''


def test_elan_layers_are_read_together_in_time_without_translations_and_notes(written):
    transcript = transcripts.read(written("a.eaf", EAF))
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("Interviewer", "Hoe gaat het?"),
        ("Jan", "Goed & wel. Ja."),
    ]
    assert [(turn.begins_at, turn.ends_at) for turn in transcript.turns] == [(0.0, 1.5), (1.5, 4.0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1252", "mac_roman"])
def test_praat_grids_read_the_same_in_every_encoding(said, encoding):
    assert said("a.TextGrid", GRID.encode(encoding)) == [
        ("I", "Hoeveel?"),
        ("Réné", 'één “crèche”, zei "ze" naïef'),
    ]


def test_a_praat_grid_with_comments_and_all_on_few_lines(said):
    short = '"ooTextFile" "TextGrid" ! gemaakt met de hand\n0s 9s <exists> 1\n"IntervalTier" "R" 0s 9s 1 0s 9s "Ja"'
    assert said("a.TextGrid", f"File type = {short}") == [("R", "Ja")]


@pytest.mark.parametrize("cut", [30, 200, 400])
def test_a_grid_cut_short_is_refused(written, cut):
    with pytest.raises(UnreadableTranscript, match="TextGrid"):
        transcripts.read(written("a.TextGrid", GRID[:cut]))


SHAPES = {
    "whisper.cpp": {
        "transcription": [
            {"timestamps": {"from": "00:00:01,500", "to": "00:00:03,000"}, "offsets": {"from": 1500, "to": 3000}}
            | {"text": " Hoe gaat het?"}
        ]
    },
    "transformers": {"text": " Hoe gaat het?", "chunks": [{"timestamp": [1.5, 3.0], "text": " Hoe gaat het?"}]},
    "a bare list": [{"start": 1.5, "end": 3.0, "text": "Hoe gaat het?"}],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_kin_of_whisper(written, shape):
    transcript = transcripts.read(written("a.json", json.dumps(SHAPES[shape])))
    assert [transcript.words_of(turn) for turn in transcript.turns] == ["Hoe gaat het?"]
    assert (transcript.turns[0].begins_at, transcript.turns[0].ends_at) == (1.5, 3.0)


@pytest.mark.parametrize("told", ["{", "{}", '{"segments": 3}', '{"segments": ["x"]}', "[1]", "3", "null"])
def test_json_of_another_kind_is_refused(written, told):
    with pytest.raises(UnreadableTranscript):
        transcripts.read(written("a.json", told))


def test_a_segment_cut_at_a_change_of_speaker(said):
    words = [
        {"word": "Hoe?", "start": 1.0, "end": 1.5, "speaker": "SPEAKER_00"},
        {"word": "2024", "score": 0.1},
        {"word": "Goed.", "start": 2.0, "end": 2.5, "speaker": "SPEAKER_01"},
    ]
    segment = {"start": 1.0, "end": 2.5, "text": " Hoe? 2024 Goed.", "words": words, "speaker": "SPEAKER_00"}
    assert said("a.json", json.dumps({"segments": [segment]})) == [("SPEAKER_00", "Hoe? 2024"), ("SPEAKER_01", "Goed.")]


def test_a_pause_is_a_new_line_where_the_recogniser_gives_no_full_stops(said):
    told = [{"start": at * 5, "end": at * 5 + (4 if at % 2 else 5), "text": "en dan " * 8} for at in range(4)]
    told[3]["start"] += 2
    (turn,) = said("a.json", json.dumps([{**each, "speaker": "R"} for each in told]))
    assert turn[1].count("\n") == 1
    punctuated = [{**each, "speaker": "R", "text": each["text"] + "klaar. "} for each in told]
    (turn,) = said("a.json", json.dumps(punctuated))
    assert "\n" not in turn[1]


def test_the_text_alone_of_a_recogniser_is_read_as_text(written):
    read = transcripts.read(written("a.json", '{"text": "I: Waar werkt u?\\nR: In de haven."}'))
    assert [(turn.speaker, read.words_of(turn)) for turn in read.turns] == [
        ("I", "Waar werkt u?"),
        ("R", "In de haven."),
    ]


def test_a_long_last_result_of_google_does_not_replace_what_was_said_before(written):
    words = lambda who, said: [{"word": word, "speakerLabel": who} for word in said.split()]  # noqa: E731
    results = [
        {"alternatives": [{"transcript": said, "words": words(who, said)}]}
        for who, said in (("1", "Waar werkt u?"), ("2", "In de haven, al heel lang en altijd graag."))
    ]
    read = transcripts.read(written("a.json", json.dumps({"results": results})))
    assert [turn.speaker for turn in read.turns] == ["1", "2"]
