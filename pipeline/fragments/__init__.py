"""Room 2: a transcript becomes fragments that a coder can code, cut at Dutch sentence ends inside one turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.fragments.splitting import sentences

if TYPE_CHECKING:
    from pipeline.records import Fragment, Transcript

__all__ = ["backend", "cut", "sentences"]


# spaCy takes a second to import: who only wants sentences need not wait for it.
def backend() -> str:
    """What cuts: the spaCy pipeline and the version of the rules, kept with every fragment."""
    from pipeline.fragments.cutting import backend

    return backend()


def cut(transcript: Transcript, *, unit: str = "meaning") -> list[Fragment]:
    """The respondents' words as fragments, in order: none crosses a turn, none overlap, only white space is left out.

    `unit` is `meaning`, `sentence` or `turn`.
    """
    from pipeline.fragments.cutting import cut

    return cut(transcript, unit=unit)
