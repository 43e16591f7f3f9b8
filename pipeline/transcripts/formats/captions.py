"""Captions with times: WebVTT, with the speaker in a voice tag or before the words."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from pipeline.errors import UnreadableTranscript
from pipeline.transcripts.clock import seconds
from pipeline.transcripts.decoding import decode
from pipeline.transcripts.turns import Reading, Saying


def read_captions(path: Path, contents: bytes) -> Reading:
    """Every caption as a saying, with its times and the speaker that its voice tag names."""
    text, encoding = decode(path, contents)
    try:
        captions = webvtt.from_string(text)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise UnreadableTranscript(path, "it is no WebVTT: the first line must be WEBVTT") from error
    sayings = [
        Saying(
            speaker=unescape(caption.voice or "").strip(),
            words=unescape(caption.text),
            begins_at=seconds(caption.start),
            ends_at=seconds(caption.end),
        )
        for caption in captions.captions
    ]
    return Reading(sayings=tuple(sayings), encoding=encoding)
