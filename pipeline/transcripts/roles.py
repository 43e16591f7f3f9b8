"""Who asks and who answers: from the codebook, from labels that everybody knows, or guessed and said so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pipeline.codebook import Codebook
from pipeline.records import Role
from pipeline.transcripts.turns import Stretch

_MACHINE = re.compile(r"(?:speaker|spreker|spk|s)[ _-]?\d{1,3}|(?:unknown|onbekende) (?:speaker|spreker)")
_NUMBERED = re.compile(r"(?P<stem>.*?)[ _.-]*(?:\d{1,3}|[(\[].*[)\]])?")


def key(label: str) -> str:
    """What makes two spellings of a label the same speaker."""
    return " ".join(label.casefold().rstrip(".").split())


def is_well_known(label: str, times: int) -> bool:
    """Whether a label needs no other proof; a single letter other than I and R must come back."""
    if len(label) == 1 and label not in {"i", "r"} and times < 2:
        return False
    return label_role(label) is not None or _MACHINE.fullmatch(label) is not None


def label_role(label: str) -> Role | None:
    """The role that a well-known label tells: `Interviewer 2`, `R1`, `Respondent (jobcoach)`."""
    stem = _NUMBERED.fullmatch(key(label))
    known = _known_labels()
    return known.get(key(label)) or (known.get(key(stem["stem"])) if stem else None)


def study_labels(codebook: Codebook | None) -> dict[str, Role]:
    """The labels that the codebook names."""
    if codebook is None:
        return {}
    return {key(label): role for role, labels in codebook.roles.items() for label in labels}


def assign(text: str, stretches: Sequence[Stretch], codebook: Codebook | None) -> tuple[dict[str, Role], str]:
    """The role of each speaker, and where it is from: `codebook`, `labels` or `guessed`."""
    speakers = list(dict.fromkeys(stretch.speaker for stretch in stretches))
    if not any(speakers):
        return {"": Role.RESPONDENT}, "guessed"
    for source, told in (("codebook", study_labels(codebook)), ("labels", _told(speakers, study_labels(codebook)))):
        roles = _completed({speaker: told[key(speaker)] for speaker in speakers if key(speaker) in told}, speakers)
        if roles is not None:
            return roles, source
    told = _told(speakers, study_labels(codebook))
    return _guessed(text, stretches, {each: told[key(each)] for each in speakers if key(each) in told}), "guessed"


def _told(speakers: Sequence[str], named: Mapping[str, Role]) -> dict[str, Role]:
    found = {key(speaker): label_role(speaker) for speaker in speakers}
    return {label: role for label, role in found.items() if role is not None} | dict(named)


def _completed(told: dict[str, Role], speakers: Sequence[str]) -> dict[str, Role] | None:
    """All roles, where an interviewer is known: whoever else speaks, answers."""
    if len(told) == len(speakers) or Role.INTERVIEWER in told.values():
        return {speaker: told.get(speaker, Role.RESPONDENT) for speaker in speakers}
    return None


def _guessed(text: str, stretches: Sequence[Stretch], told: Mapping[str, Role]) -> dict[str, Role]:
    """The one who ends most of their turns with a question asks; whoever speaks alone answers."""
    speakers = list(dict.fromkeys(stretch.speaker for stretch in stretches))
    roles = {speaker: told.get(speaker, Role.RESPONDENT) for speaker in speakers}
    open_to_guess = [speaker for speaker in speakers if speaker not in told]
    if len(speakers) > 1 and open_to_guess and Role.INTERVIEWER not in told.values():
        roles[max(open_to_guess, key=lambda speaker: _asking(text, stretches, speaker))] = Role.INTERVIEWER
    return roles


def _asking(text: str, stretches: Sequence[Stretch], speaker: str) -> tuple[float, float]:
    own = [text[each.start : each.end].strip() for each in stretches if each.speaker == speaker]
    asked = sum(words.endswith("?") for words in own) / len(own)
    return asked, -sum(map(len, own)) / len(own)


@cache
def _not_speakers() -> frozenset[str]:
    return frozenset(_listed("not_speakers"))


def names_nobody(name: str) -> bool:
    """Whether these words before a colon open a sentence: `Tja: dat is zo`, `Euh, ik dacht:`."""
    return name in _not_speakers() or f"{name.split()[0]} *" in _not_speakers()


@cache
def _known_labels() -> dict[str, Role]:
    asking = dict.fromkeys(_listed("interviewer"), Role.INTERVIEWER)
    return asking | dict.fromkeys(_listed("respondent"), Role.RESPONDENT)


def _listed(name: str) -> list[str]:
    lines = (files("pipeline.transcripts") / "words" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [key(line) for line in lines if line and not line.startswith("#")]
