"""Store uploaded transcripts in the inbox; each file is read first, so that errors are reported at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DrempelError, UnreadableTranscript
from pipeline.messages import Message
from pipeline.settings import Study

LONGEST_NAME = 120

Known = Callable[[Path], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What became of a file: its words and turns, or `why` it was not taken.

    `anew` says that an interview of its name is in the study, and that this becomes its newer version.
    """

    name: str
    words: int = 0
    turns: int = 0
    anew: bool = False
    why: str = ""


def store_uploads(study: Study, files: Iterable[tuple[str, bytes]], known: Known = lambda path: False) -> list[Upload]:
    """Put each readable transcript into the inbox, under its own name, and tell of each file what became of it.

    A file there of the same name makes room only if it is `known`: if the study keeps what it held.
    """
    return [_take(study, name, contents, known) for name, contents in files]


class UnfitName(DrempelError):
    """A name of an uploaded file that cannot be kept."""

    def __init__(self, name: str) -> None:
        self.name = name[:LONGEST_NAME]
        super().__init__(
            Message(
                "%(name)s is no file name that drempel can keep. Give the file a name of at most %(most)s characters "
                "that does not begin with a dot.",
                name=repr(self.name),
                most=LONGEST_NAME,
            )
        )


def fit_name(given: str) -> str:
    """The name of an uploaded file: browsers may send a path, and somebody may send one on purpose.

    Raises:
        UnfitName: it is none that can be kept.
    """
    name = Path(given.replace("\\", "/")).name
    if not name or name.startswith(".") or len(name) > LONGEST_NAME or not name.isprintable():
        raise UnfitName(name)
    return name


def _take(study: Study, given: str, contents: bytes, known: Known) -> Upload:
    from pipeline import transcripts

    try:
        name = fit_name(given)
    except UnfitName as unfit:
        return Upload(name=unfit.name, why=unfit.message)
    study.inbox.mkdir(parents=True, exist_ok=True)
    place = study.inbox / name
    anew = place.exists()
    if anew and (place.read_bytes() == contents or not known(place)):
        return Upload(
            name=name, why=Message("%(name)s is in the inbox already. Give the new file another name.", name=name)
        )
    with tempfile.TemporaryDirectory(dir=study.inbox.parent, prefix=".brought-") as folder:
        draft = Path(folder) / name
        draft.write_bytes(contents)
        try:
            transcript, _ = transcripts.read_within_limits(draft, codebook=study.codebook)
        except UnreadableTranscript as mistake:
            return Upload(name=name, why=mistake.message)
        draft.replace(place)
    words = sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
    return Upload(name=name, words=words, turns=len(transcript.turns), anew=anew)
