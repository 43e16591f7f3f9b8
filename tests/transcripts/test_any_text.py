"""Whatever a text holds, its turns are stretches of it, in order, and nothing of it is changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript

PIECES = st.sampled_from(
    ["I", "R", "Jan", "Tja", ":", ": ", "\n", "\r\n", "\r", "\n\n", "\u2028", "\u200b", " ", "\t", "[00:01]", "0:03",
     "#00:00:05-1#", "ja", "één", "e\u0301", "😀", "שלום", "**", "- ", "?", "http://x.be", "Int", "0:01 --> 0:02"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)

HEADS = [b"", b"I: ja\nR: nee\n", b"WEBVTT\n\n", b"{\\rtf1 ", b"PK\x03\x04", b"["]


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_turns_are_stretches_of_an_unchanged_text(text, tmp_path):
    path = tmp_path / "a.txt"
    try:
        path.write_bytes(text.encode())
    except UnicodeEncodeError:
        return
    try:
        transcript = transcripts.read(path)
    except UnreadableTranscript:
        return
    assert transcript.text == text.removeprefix("\ufeff")
    assert [turn.index for turn in transcript.turns] == list(range(len(transcript.turns)))
    for turn in transcript.turns:
        words = transcript.words_of(turn)
        assert words == words.strip()
        assert any(mark.isalnum() for mark in words)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contents=st.binary(max_size=200),
    head=st.sampled_from([b"", b"I: ja\nR: nee\n", b"WEBVTT\n\n", b"{\\rtf1 ", b"PK\x03\x04", b"["]),
)
@pytest.mark.parametrize("suffix", transcripts.SUFFIXES)
def test_any_bytes_are_read_or_refused(suffix, contents, head, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(head + contents)
    try:
        transcript = transcripts.read(path)
    except UnreadableTranscript:
        return
    assert transcript.turns
