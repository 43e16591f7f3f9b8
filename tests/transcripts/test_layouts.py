"""Labels and times in the many ways in which people and programs write them."""

from __future__ import annotations

import pytest

from pipeline import transcripts
from pipeline.settings import open_study
from tests.transcripts import layouts_further  # noqa: F401  # adds its cases
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


PLACES = (
    "{n}\t{w}\n", "{n} - {w}\n", "{n}\n{w}\n\n", "[{n}] {w}\n", "[{n}]\n{w}\n", "{n}: {w}\n", "**{n}** {w}\n",
    "({n}) {w}\n", "{n}; {w}\n", "00:01\n{n}\n{w}\n\n", "{n} [00:01] {w}\n", "@{n}: {w}\n", "{n} | {w}\n",
    "{n}   {w}\n", "# {n}\n\n{w}\n\n",
)  # fmt: skip
CODEBOOK = """
study: S
version: '1'
roles: {interviewer: [Greta, k12, De vraagster], respondent: ['Boer, de oude', de man, '007', jos+mie]}
dimensions: [{id: d, label: D, values: one, codes: [{id: a, label: A}]}]
"""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "pair", [("Greta", "007"), ("k12", "de man"), ("De vraagster", "Boer, de oude"), ("greta", "jos+mie")]
)
def test_a_label_that_the_codebook_names_is_a_speaker_wherever_it_stands(place, pair, written, tmp_path):
    (tmp_path / "drempel.toml").write_text("")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK)
    said = ("Bent u ooit gaan vissen?", "Alleen vanop de kade.", "En ving u iets?", "Een laars.")
    told = "".join(place.format(n=name, w=words) for name, words in zip(pair * 2, said, strict=True))
    read = as_shown(transcripts.read(written("a.txt", told), codebook=open_study(tmp_path).codebook))
    assert [(who, role, words) for who, role, _, words in read] == list(zip(pair * 2, "irir", said, strict=True))


def test_an_organisation_behind_a_bar_belongs_to_the_name(written):
    told = "Ilse (HOGENT): Wie is er?\nGriet W. | VZW De Brug: Ik.\nIlse (HOGENT): Zo.\nGriet W. | VZW De Brug: Ja.\n"
    read = transcripts.read(written("a.txt", told))
    assert [turn.speaker for turn in read.turns] == ["Ilse (HOGENT)", "Griet W. | VZW De Brug"] * 2
