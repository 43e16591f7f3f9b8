"""Who asks and who answers: from the codebook, from the title block, from labels that everybody knows, or guessed.

A guess weighs all question marks, who talks most, who addresses the other, and who opens and closes; it is always said
to be one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.codebook import Codebook
from pipeline.records import Role
from pipeline.transcripts.speakers.names import is_machine, is_well_known, key, label_role, without_brackets
from pipeline.transcripts.turns import Stretch

__all__ = ["CODEBOOK", "GUESSED", "LABELS", "TITLE", "Assigned", "assign", "is_well_known", "key", "study_labels"]

CODEBOOK, TITLE, LABELS, GUESSED = "codebook", "title block", "labels", "guessed"
"""Where a role may be from."""

NOTHING: Mapping[str, Role] = MappingProxyType({})

_ASKING = re.compile(
    r"(?:en |maar |dus |goed[,.]? |oké[,.]? |ok[,.]? )?"
    r"(?:wie|wat|waar\w*|wanneer|hoe\w*|welke?|kunt|kun|kan|zou|zoudt|mag ik|vertel|hebt|heeft|bent|ben|is|zijn|was|"
    r"doet|vindt|gaat|wilt|how|what|who|why|when|where|which|can|could|would|do|did|are|tell)\b",
    re.IGNORECASE,
)
_TO_YOU = re.compile(r"\b(?:u|uw|jij|je|jou|jouw|jullie|gij|ge|uzelf|you|your)\b", re.IGNORECASE)
_OF_ME = re.compile(r"\b(?:ik|mij|me|mijn|m'n|wij|we|ons|onze|i|my|we|our)\b", re.IGNORECASE)
_TAG = re.compile(
    r"(?:\bh[éèe]|\bsnapt? (?:ge|u|je)|\bweet (?:ge|u|je)(?: wel)?|\btoch|\bniet(?: waar)?|\bbegrijpt? (?:ge|u|je)"
    r"|\bziet (?:ge|u)|\bzie je|\beh|\bzeg|\boké|\bok|\bright|\byou know)[ \u00a0]?\?",
    re.IGNORECASE,
)
"""Questions that ask nothing: `snapt ge?`"""

_THANKS = re.compile(r"\b(?:bedankt|dank (?:u|je)|dankjewel|dankuwel|merci voor|afronden|thank you)\b", re.IGNORECASE)
NEVER = float("-inf")
_LOOKED_AT = 400
"""Characters of a turn that are looked at for how it addresses the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The role of each speaker and where it is from; `source` is `codebook`, `labels` or `guessed` for the file."""

    roles: Mapping[str, Role]
    sources: Mapping[str, str]
    source: str


@dataclass(slots=True, kw_only=True)
class _Heard:
    """What tells of one speaker whether they ask."""

    turns: int = 0
    asked: int = 0
    marks: int = 0
    opened_as_question: int = 0
    length: int = 0
    to_you: int = 0
    of_me: int = 0
    extra: float = 0.0


def study_labels(codebook: Codebook | None) -> dict[str, Role]:
    """The labels that the codebook names, by key."""
    if codebook is None:
        return {}
    return {key(label): role for role, labels in codebook.roles.items() for label in labels}


def assign(
    text: str, stretches: Sequence[Stretch], codebook: Codebook | None, titled: Mapping[str, Role] = NOTHING
) -> Assigned:
    """The role of each speaker; `titled` are the roles by key that a title block tells."""
    speakers = list(dict.fromkeys(stretch.speaker for stretch in stretches))
    if not any(speakers):
        return Assigned(roles=dict.fromkeys(speakers or [""], Role.RESPONDENT), sources={"": GUESSED}, source=GUESSED)
    book = study_labels(codebook)
    by_book = {each: role for each in speakers if (role := _named(each, book)) is not None}
    told = {each: (TITLE, role) for each in speakers if (role := _of_title(each, titled)) is not None}
    told = {each: (LABELS, role) for each, role in _by_label(speakers).items()} | told
    told |= {each: (CODEBOOK, role) for each, role in by_book.items()}
    roles = {each: role for each, (_, role) in told.items()}
    sources = {each: source for each, (source, _) in told.items()}
    if len(roles) == len(speakers) or Role.INTERVIEWER in roles.values():
        rest = dict.fromkeys((each for each in speakers if each not in roles), Role.RESPONDENT)
        decided = CODEBOOK if _decides(by_book, speakers) else LABELS
        sources |= dict.fromkeys(rest, decided)
        return Assigned(roles=roles | rest, sources=sources, source=decided)
    guessed = _guessed(text, stretches, roles)
    return Assigned(roles=guessed, sources={each: GUESSED for each in guessed} | sources, source=GUESSED)


def _by_label(speakers: Sequence[str]) -> dict[str, Role]:
    """What well-known labels tell; of a single letter, as recognisers give them, only beside one of the other role."""
    roles = {each: role for each in speakers if (role := label_role(each)) is not None}
    return {
        each: role
        for each, role in roles.items()
        if len(key(each)) > 1 or key(each) in {"i", "r"} or any(other is not role for other in roles.values())
    }


def _named(speaker: str, book: Mapping[str, Role]) -> Role | None:
    return book.get(key(speaker)) or book.get(key(without_brackets(speaker)))


def _of_title(speaker: str, titled: Mapping[str, Role]) -> Role | None:
    """What the title block tells; against `I`, `R` and whole words for a role it does not count."""
    name = key(speaker)
    is_settled = label_role(speaker) is not None and (len(name) > 3 or name in {"i", "r"})
    return None if is_settled else titled.get(key(without_brackets(speaker)))


def _decides(by_book: Mapping[str, Role], speakers: Sequence[str]) -> bool:
    return len(by_book) == len(speakers) or Role.INTERVIEWER in by_book.values()


def _guessed(text: str, stretches: Sequence[Stretch], told: Mapping[str, Role]) -> dict[str, Role]:
    """One of those whose role nobody tells asks; whoever speaks alone, or for several, answers."""
    speakers = list(dict.fromkeys(stretch.speaker for stretch in stretches))
    roles = {speaker: told.get(speaker, Role.RESPONDENT) for speaker in speakers}
    may_ask = [each for each in speakers if each not in told and each and "?" not in each and not _is_nobody(each)]
    if len(speakers) > 1 and may_ask and Role.INTERVIEWER not in told.values():
        heard = _heard(text, stretches)
        asking = _asking(heard)
        roles[max(may_ask, key=lambda speaker: asking.get(speaker, NEVER))] = Role.INTERVIEWER
    return roles


def _is_nobody(speaker: str) -> bool:
    name = key(speaker)
    return name.startswith(("unknown", "onbekend", "allen", "iedereen", "none")) and not is_machine(name)


def _heard(text: str, stretches: Sequence[Stretch]) -> dict[str, _Heard]:
    heard: dict[str, _Heard] = {}
    spoken = [each for each in stretches if text[each.start : each.end].strip()]
    for stretch in spoken:
        words = text[stretch.start : stretch.end].strip()
        of = heard.setdefault(stretch.speaker, _Heard())
        marks = words.count("?")
        marks -= len(_TAG.findall(words)) if marks else 0
        of.turns += 1
        of.asked += marks > 0
        of.marks += max(marks, 0)
        of.opened_as_question += _ASKING.match(words) is not None
        of.length += len(words)
        of.to_you += len(_TO_YOU.findall(words[:_LOOKED_AT]))
        of.of_me += len(_OF_ME.findall(words[:_LOOKED_AT]))
    if spoken:
        heard[spoken[0].speaker].extra += 0.3
        closing = text[spoken[-1].start : spoken[-1].end]
        heard[spoken[-1].speaker].extra += 0.3 if _THANKS.search(closing[:_LOOKED_AT]) else 0.1
    return heard


def _asking(heard: Mapping[str, _Heard]) -> dict[str, float]:
    """How much speaks for it that a speaker asks, for each."""
    marks = max(sum(each.marks for each in heard.values()), 1)
    length = max(sum(each.length for each in heard.values()), 1)
    most = max(each.turns for each in heard.values())
    return {
        speaker: of.asked / (of.turns + 1)
        + of.marks / marks
        + 0.3 * of.opened_as_question / of.turns
        + 0.4 * (of.to_you - of.of_me) / max(of.to_you + of.of_me, 1)
        + 0.8 * of.turns / most
        + of.extra
        - 1.2 * of.length / length
        for speaker, of in heard.items()
    }
