import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fragments import cut, sentences
from tests.fragments.invented_talk import interview

PIECES = st.sampled_from(
    [
        *"abIK.?!…,:;()[]\"'”’“‘«» \t\n",
        *("\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u00a0"),
        *(
            "Ja. ",
            "Nee! ",
            "dhr. ",
            "o.a. ",
            "enz. ",
            "'t Is ",
            "(lacht) ",
            "(…) ",
            "14u30",
            '." ',
            "... ",
            "Janssens ",
        ),
        *(
            "e\u0301",
            "é",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f1e7\U0001f1ea",
            "שלום. ",
            "مرحبا؟ ",
            "\U0001d518",
        ),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


def check_spans(text, spans):
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(text)
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_sentences_are_in_order_and_leave_out_white_space_only(text):
    check_spans(text, sentences(text))


@given(TEXTS, st.sampled_from(["NFC", "NFD"]))
@settings(max_examples=200, deadline=None)
def test_no_sentence_depends_on_how_accents_are_stored(text, form):
    again = unicodedata.normalize(form, text)
    check_spans(again, sentences(again))


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["meaning", "sentence", "turn"]))
@settings(max_examples=150, deadline=None)
def test_fragments_slice_back_and_stay_in_their_turn(said, unit):
    transcript = interview([("R", words) for words in said])
    fragments = cut(transcript, unit=unit)
    assert all(fragment.text == transcript.text[fragment.start : fragment.end] for fragment in fragments)
    for turn in transcript.turns:
        own = [(f.start - turn.start, f.end - turn.start) for f in fragments if f.turn == turn.index]
        check_spans(transcript.words_of(turn), own)


@pytest.mark.parametrize(
    "written",
    [
        "Hij is café\u0301houder. Ja.",
        "Ja.\r\nNee.",
        "Ja.\u2028Nee.",
        "Ja.\u200b Nee.",
        "Ja. \ufeffNee.",
        "Ja.\u00a0Nee.",
    ],
)
def test_two_sentences_are_two_whatever_stands_between_them(written):
    assert len(sentences(written)) == 2
