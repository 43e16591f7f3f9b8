import signal

import pytest

from pipeline.fragments import cut, sentences
from tests.fragments.invented_talk import interview

SIZE = 200_000  # what takes quadratic time takes an hour on this; the benchmark uses a megabyte
HOSTILE = {
    "dots": ".",
    "dots and spaces": ". ",
    "ellipses": "… ",
    "double quotes": '"',
    "apostrophes": "'",
    "doubled apostrophes": "''",
    "closing quotes": '." ',
    "opening brackets": "(",
    "stops and brackets": ". (",
    "spaces": " ",
    "spaces after stops": "." + " " * 999,
    "one word": "a",
    "letters and dots": "a.",
    "initials": "A. ",
    "lines": ".\n",
    "line ends": "\r\n",
    "no line end": "woord ",
    "invisible characters": ".\u200b",
    "dashes": ". - ",
    "commas": ". ,,",
}


@pytest.fixture
def kill_switch():
    """Ends a test that takes quadratic time: minutes or hours where a linear one takes seconds."""
    signal.alarm(100)
    yield
    signal.alarm(0)


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.usefixtures("kill_switch")
def test_two_hundred_thousand_characters_of_anything_are_cut(piece):
    text = (piece * SIZE)[:SIZE]
    found = sentences(text)
    assert "".join(text[start:end] for start, end in found).replace(" ", "").replace("\n", "") == "".join(text.split())


@pytest.mark.parametrize("piece", ["''", ".", "a", ". ", "(", "Ja. "], ids=repr)
@pytest.mark.usefixtures("kill_switch")
def test_a_turn_of_thirty_thousand_characters_of_anything_is_cut(piece):
    text = (piece * 30_000)[:30_000]
    transcript = interview([("R", text)])
    said = "".join(fragment.text for fragment in cut(transcript))
    assert said.replace(" ", "") == "".join(text.split())
