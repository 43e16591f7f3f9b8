"""What is said of a reading: speakers and their roles, words in no turn, what was set apart, and what to check."""

from __future__ import annotations

import json

import pytest

from pipeline import transcripts
from pipeline.codebook import Code, Codebook, Dimension, Text
from pipeline.errors import UnreadableTranscript
from pipeline.records import Role

WORDS = Text(nl="x", en="x")
TALK = "I: Waar werkt u?\nR: In de haven.\nI: Al lang?\nR: Ja.\n"
PROSE = "Wij spraken eerst lang over de tuin en over het weer. "


def codebook(**roles: tuple[str, ...]) -> Codebook:
    code = Code(id="a", label=WORDS)
    view = Dimension(id="view", label=WORDS, values="one", codes=(code,))
    return Codebook(
        study="x", version="1", dimensions=(view,), roles={Role(name): told for name, told in roles.items()}
    )


@pytest.fixture
def account(written):
    def read(name: str, text: str, **given: object):
        return transcripts.read_with_report(written(name, text), **given)[1]

    return read


def test_every_word_of_a_text_is_counted_somewhere(account):
    text = (
        f"# Gesprek\n\n{PROSE}\n\nI: Waar werkt u?\nR: In de haven. [00:00:04]\n\nBlz. 1\n\nI: Zo?\nR: Ja.\n\nBlz. 2\n"
    )
    report = account("a.txt", text)
    labels_and_times = 5
    apart = sum(place.words for place in report.set_apart)
    in_all = report.words_in_turns + report.words_in_no_turn + apart + labels_and_times
    assert in_all == len(text.split())
    assert {(place.kind, place.first_line) for place in report.set_apart} == {
        ("heading", 1),
        ("page header", 8),
        ("page header", 13),
    }
    assert [(place.first_line, place.last_line, place.words) for place in report.in_no_turn] == [(3, 3, 11)]


def test_words_in_no_turn_are_told_with_their_number_and_place(account):
    report = account("a.txt", PROSE * 5 + "\n\n" + TALK)
    assert report.words_in_no_turn == 55
    assert any("55 of 64 words are in no turn (line 1)" in problem for problem in report.problems)
    assert not any("spraken" in problem for problem in report.problems)


def test_a_few_words_in_no_turn_need_no_notice(account):
    report = account("a.txt", "Opname twee\n" + TALK * 20)
    assert report.words_in_no_turn == 2
    assert report.notices == ()


def test_what_is_set_apart_is_told_by_kind_and_never_by_words(account):
    report = account("a.md", "Datum: 3 mei\nInterviewer: Lore Maes\nRespondent: Wim Baert\n\n# Werk\n\n" + TALK)
    assert [(place.kind, place.words) for place in report.set_apart] == [
        ("metadata", 3),
        ("metadata", 3),
        ("metadata", 3),
        ("heading", 2),
    ]
    assert "Lore" not in repr(report)


@pytest.mark.parametrize(
    ("text", "given", "sources"),
    [
        (TALK, {}, {"I": "labels", "R": "labels"}),
        (TALK, {"interviewer": ("I",)}, {"I": "codebook", "R": "labels"}),
        (
            "Interviewer: Lore Maes\nDatum: 3 mei\n\nLore: Zo.\nWim: Wat?\nLore: Vertel.\nWim: Wat?\n",
            {},
            {"Lore": "title block", "Wim": "labels"},
        ),
        ("Lore: Zo?\nWim: Ja.\nLore: En nu?\nWim: Nu niet.\n", {}, {"Lore": "guessed", "Wim": "guessed"}),
    ],
)
def test_where_each_role_is_from_is_told(account, text, given, sources):
    report = account("a.txt", text, codebook=codebook(**given))
    assert {speaker.name: speaker.role_from for speaker in report.speakers} == sources


def test_guessed_roles_are_said_to_be(account):
    report = account("a.txt", "Lore: Zo?\nWim: Ja.\nLore: En nu?\nWim: Nu niet.\n")
    assert [notice.kind for notice in report.notices] == ["guessed"]
    assert report.roles_from == "guessed"


def test_one_speaker_with_nearly_all_words_is_told(account):
    report = account("a.txt", "I: Ja?\nR: " + "en dan was er weer wat " * 30 + "\nI: Zo.\nR: Ja.\n")
    assert "one_speaker" in [notice.kind for notice in report.notices]


def test_which_layout_won_is_told(account):
    assert account("a.txt", TALK).layout == "before a colon"
    assert account("a.txt", TALK.replace(": ", "\t")).layout == "before a tab"
    assert account("a.txt", "Zonder namen.\n\nNog eens.\n").layout == ""
    assert account("a.txt", TALK).lead == 1.0


def test_an_encoding_that_was_found_by_its_letters_is_told(written):
    path = written("a.txt", "I: Is er een café?\nR: Ja, één crèche en één café.\n".encode("cp1252"))
    report = transcripts.read_with_report(path)[1]
    assert report.encoding == "cp1252"
    assert "encoding" in [notice.kind for notice in report.notices]


def test_read_and_read_with_report_give_the_same_transcript(written):
    path = written("a.txt", TALK)
    assert transcripts.read_with_report(path)[0] == transcripts.read(path)


def test_a_preview_holds_turns_speakers_and_problems(written):
    shown = transcripts.preview_of(*transcripts.read_with_report(written("a.txt", TALK)))
    assert shown["turns"][1] == {"speaker": "R", "role": "respondent", "begins": None, "text": "In de haven."}
    assert shown["problems"] == []
    assert shown["speakers"][0] == {
        "speaker": "I",
        "role": "interviewer",
        "role_from": "labels",
        "turns": 2,
        "words": 5,
    }
    json.dumps(shown)


SHAPES = ("{}: {}", "{}\t{}", "{} - {}", "{}\n{}\n", "[{}]\n{}\n", "[{}] {}", "{}; {}", "**{}** {}", "({}) {}")
NAMED = (("Greta", "Basiel"), ("Greta", "Respondent (man, 71)"), ("XQ", "ZW"), ("Van Damme, Greta", "Basiel (tolk)"))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("asks", "answers"), NAMED)
def test_labels_that_the_codebook_names_are_believed_in_every_place(written, shape, asks, answers):
    if "(" in shape and "(" in answers:
        return  # brackets in brackets are read nowhere
    said = ["Vertel maar.", "Waar zal ik beginnen?", "Bij de winter.", "Wist u dat de zee bevroren was?"]
    text = "".join(shape.format((asks, answers)[at % 2], words) + "\n" for at, words in enumerate(said))
    book = codebook(interviewer=(asks,), respondent=(answers,))
    transcript = transcripts.read(written("a.md", text), codebook=book)
    assert [(turn.speaker, turn.role.value[0], transcript.words_of(turn)) for turn in transcript.turns] == [
        ((asks, answers)[at % 2], "ir"[at % 2], words) for at, words in enumerate(said)
    ]
    assert transcript.roles_from == "codebook"


def test_a_label_of_the_codebook_may_have_any_marks(written):
    book = codebook(interviewer=("Mevr. X!",), respondent=("Dhr. Y %",))
    text = "Mevr. X!: Hoe?\nDhr. Y %: Goed.\nMevr. X!: En?\nDhr. Y %: Wel.\n"
    transcript = transcripts.read(written("a.txt", text), codebook=book)
    assert [turn.speaker for turn in transcript.turns] == ["Mevr. X!", "Dhr. Y %"] * 2


def test_the_words_hash_is_the_same_in_another_format_under_another_name(written):
    plain = transcripts.read(written("a.txt", TALK))
    cues = ["I: waar werkt u", "R: In de haven", "I: Al lang?", "R: Ja!"]
    lines = [f"00:0{at}.000 --> 00:0{at}.900\n{cue}\n" for at, cue in enumerate(cues)]
    captions = transcripts.read(written("b.vtt", "\n".join(["WEBVTT\n", *lines])))
    other = transcripts.read(written("c.txt", TALK.replace("haven", "mijn")))
    assert transcripts.words_hash(plain) == transcripts.words_hash(captions)
    assert transcripts.words_hash(plain) != transcripts.words_hash(other)


def test_words_of_nobody_in_particular_go_with_the_one_before_and_are_never_the_interviewers_guess(said):
    segments = [
        {"start": 0, "end": 1, "text": "Zo.", "speaker": None},
        {"start": 1, "end": 2, "text": "Waar werkt u?", "speaker": "SPEAKER_00"},
        {"start": 2, "end": 3, "text": "In de haven."},
        {"start": 3, "end": 4, "text": "Al jaren.", "speaker": "SPEAKER_01"},
    ]
    assert said("a.json", json.dumps({"segments": segments})) == [
        ("SPEAKER_00", "Zo. Waar werkt u? In de haven."),
        ("SPEAKER_01", "Al jaren."),
    ]


def test_a_file_of_labels_alone_is_refused_with_the_true_reason(written):
    with pytest.raises(UnreadableTranscript, match="no words in it but labels"):
        transcripts.read(written("a.txt", "I:\nR:\nI:\n"))
