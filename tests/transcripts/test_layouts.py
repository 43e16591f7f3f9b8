"""Labels and times in the many ways in which people and programs write them."""

from __future__ import annotations

import pytest

from pipeline import transcripts
from tests.transcripts.layouts_varied import CASES


def joined(turns: list[list[str]]) -> list[list[str]]:
    whole: list[list[str]] = []
    for turn in turns:
        if whole and whole[-1][0] == turn[0]:
            whole[-1][3] = f"{whole[-1][3]} {turn[3]}"
        else:
            whole.append(list(turn))
    return whole


def as_shown(transcript) -> list[list[str]]:
    return joined(
        [
            [
                turn.speaker,
                turn.role.value[0],
                "*" if turn.begins_at is None else str(round(turn.begins_at)),
                " ".join(transcript.words_of(turn).split()),
            ]
            for turn in transcript.turns
        ]
    )


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_read_right(name, written):
    suffix, text, right = CASES[name]
    read = as_shown(transcripts.read(written(f"a{suffix}", text)))
    wanted = [line.split("|", 3) for line in right.split("\n")]
    shown = [
        ["*" if want == "*" else got for want, got in zip(wants, gots, strict=True)]
        for wants, gots in zip(wanted, read, strict=False)
    ]
    assert shown + read[len(shown) :] == wanted
