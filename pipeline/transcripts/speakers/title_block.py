"""The block at the head of a transcript: when and where it was, who asks and who answers. Nobody says it.

`Interviewer: Lore Van Acker (LVA)` above the talk is no turn, but tells whose words `LVA:` and `Lore:` open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.records import Role
from pipeline.transcripts.speakers.labels import Line
from pipeline.transcripts.speakers.names import Kind, key, label_role, listed, name_in, names_nobody, without_brackets

LONGEST_BLOCK = 60
"""Lines in which a block must end."""

_LONGEST_LINE = 220
_TITLE_WORDS = 14
_SHORT_VALUE = 6
_ENDS_A_SENTENCE = (".", "?", "!", "…", ",")
_MARKS = " \t\u00a0*_#>•-–—|\u200b\ufeff"
_PARTED = re.compile(r"\s*(?::|=|\t+|\s[–—-]\s)[\s*_]*")
_PERSON = re.compile(r"([^()\[\],;&/]+?)\s*(?:[(\[]([^()\[\]]*)[)\]])?\s*(?:,|;|&|/|\ben\b|\band\b|$)")
_TOLD = re.compile(r"(?:\bdoor|\bby)\s*:?\s+((?:[A-Z][\w’'.-]*\s*|van de[nr]?\s|van\s|de\s){1,5})")
_MET = re.compile(
    r"\b(?:gesprek|interview|with|talk)\s+(?:met|with)\s*:?\s+((?:[A-Z][\w’'.-]*\s*|van de[nr]?\s|van\s|de\s){1,5})"
)
_FUNCTION_OF_ASKING = re.compile(
    r"\b(?:afgenomen|gevoerd|geleid|ge[ïi]nterviewd|interview\w*)\b.*\b(?:door|by)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the block names, with the names and initials under which their words may stand."""

    role: Role
    aliases: frozenset[str]
    initials: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBlock:
    """The lines before the talk that nobody says: `lines` counts them, `first` is the first that belongs to it."""

    lines: int = 0
    people: tuple[Person, ...] = ()

    def roles_of(self, speakers: Iterable[str]) -> dict[str, Role]:
        """The role of each speaker, by key, whom exactly one person of the block can be."""
        return {name: role for name in speakers if (role := self._role_of(name)) is not None}

    def _role_of(self, speaker: str) -> Role | None:
        name = key(without_brackets(speaker))
        for ways in ("aliases", "initials"):
            roles = {person.role for person in self.people if name in getattr(person, ways)}
            if len(roles) == 1:
                return roles.pop()
        return None


@dataclass(slots=True, kw_only=True)
class _Pair:
    """A line `key: value` at the head."""

    key: str
    value: str
    role: Role | None
    is_about: bool = False
    people: list[Person] = field(default_factory=list)


def title_block(text: str, lines: Sequence[Line]) -> TitleBlock:
    """The block at the head of a text, or an empty one."""
    head = _yaml(text, lines)
    if head:
        return TitleBlock(lines=head, people=tuple(_people(_pairs_in(text, lines[:head]))))
    head = _block(text, lines)
    people = tuple(_people(_pairs_in(text, lines[:head])))
    return TitleBlock(lines=head, people=people or tuple(_told_in_words(text, lines)))


def _yaml(text: str, lines: Sequence[Line]) -> int:
    if not lines or _line(text, lines[0]) != "---":
        return 0
    for at, line in enumerate(lines[1:LONGEST_BLOCK], start=1):
        if _line(text, line) in ("---", "..."):
            return at + 1
    return 0


def _line(text: str, line: Line) -> str:
    return text[line.start : min(line.end, line.start + _LONGEST_LINE)].strip()


def _pairs_in(text: str, lines: Sequence[Line]) -> list[_Pair]:
    return [pair for line in lines if (pair := _pair(_line(text, line))) is not None]


def _block(text: str, lines: Sequence[Line]) -> int:
    """How many lines the block takes: up to the last line that can only be about the talk."""
    counts = _label_counts(lines)
    region = _region(text, lines, counts)
    pairs = [_pair(told) or _unknown_pair(told, counts) for told in region]
    if not any(pairs):
        return 0
    later = _later_labels(lines[len(region) :]) if len(region) < len(lines) else frozenset()
    sure = [at for at, pair in enumerate(pairs) if pair and (pair.is_about or _is_listed(pair, later, counts))]
    if not sure:
        sure = _two_in_a_row(pairs, lines)
    if not sure:
        return 0
    last = sure[-1]
    while last + 1 < len(pairs) and pairs[last + 1] and not lines[last + 1].opens:
        last += 1
    return last + 1


def _unknown_pair(told: str, counts: Mapping[str, int]) -> _Pair | None:
    """The line as `key: value`, where the key is one word that is no label below and the value is no sentence."""
    named, colon, value = (part.strip(_MARKS) for part in told.partition(":"))
    found = name_in(named) if colon and value else None
    if found is None or " " in named or counts.get(found.key, 0) > 1 or value.endswith(_ENDS_A_SENTENCE):
        return None
    return _Pair(key=found.key, value=value, role=None) if len(value.split()) <= _SHORT_VALUE else None


def _region(text: str, lines: Sequence[Line], counts: Mapping[str, int]) -> list[str]:
    """The lines from the top as long as each may belong to a block."""
    region: list[str] = []
    for line in lines[:LONGEST_BLOCK]:
        told = _line(text, line)
        if (
            line.end - line.start > _LONGEST_LINE
            or line.time
            or not (_pair(told) or _is_title(told) or _unknown_pair(told, counts))
        ):
            break
        region.append(told)
    return region


def _is_title(told: str) -> bool:
    plain = told.strip(_MARKS)
    if not plain:
        return True
    return ":" not in plain and len(plain.split()) <= _TITLE_WORDS and not plain.endswith(_ENDS_A_SENTENCE)


def _pair(told: str) -> _Pair | None:
    """The line as `key: value`, where the key is about the talk or a role, or where the bracket tells the role."""
    parts = _PARTED.split(told.strip(_MARKS), maxsplit=1)
    if len(parts) == 2 and parts[0]:
        named, value = parts[0].strip(_MARKS), parts[1].strip(_MARKS)
        swapped = _role_of_key(value.rstrip("."))
        role = _role_of_key(named)
        if role is not None and (_is_name_like(value) or not value):
            return _Pair(key=key(named), value=value, role=role)
        if swapped is not None and name_in(named) is not None:
            return _Pair(key=key(named), value=named, role=swapped, is_about=True)
        return _Pair(key=key(named), value=value, role=None, is_about=True) if _is_about(named, value) else None
    person = _PERSON.fullmatch(told.strip(_MARKS)) if len(told) < 80 else None
    role = _role_of_key(person[2]) if person and person[2] else None
    if person and role is not None and len(person[2]) > 1 and _is_name_like(person[1]):
        return _Pair(key=key(person[1]), value=person[1], role=role, is_about=True)
    return None


def _role_of_key(named: str) -> Role | None:
    words = named.removesuffix("(s)").removesuffix("(en)").split()
    if not words or len(named) > 40:
        return None
    if words[0].casefold() in ("naam", "name", "namen") and len(words[-1]) > 3:
        return label_role(words[-1])
    return label_role(" ".join(words)) or (label_role(words[0]) if len(words[0]) > 3 else None)


@cache
def _about() -> frozenset[str]:
    return frozenset(listed("metadata_keys"))


def _is_about(named: str, value: str) -> bool:
    """Whether the key is of a kind that heads of transcripts have, and the value is short and no sentence."""
    plain = key(named)
    first = plain.split(" ")[0] if plain else ""
    known = plain in _about() or f"{first} *" in _about()
    return known and len(plain) < 40 and len(value.split()) <= 30 and not value.endswith("?")


def _is_name_like(value: str) -> bool:
    """Names of people, codes and what they do: no sentence."""
    outside = without_brackets(value)
    words = [word for word in re.split(r"[\s,;&/]+", outside) if word]
    if not words or len(words) > 12 or value.rstrip().endswith(_ENDS_A_SENTENCE):
        return False
    first = words[0]
    if not (first[0].isupper() or first[0].isdigit()) or names_nobody(key(first)):
        return False
    name = name_in(outside.split(",")[0].strip())
    return name is not None and name.kind in (Kind.NAME, Kind.KNOWN, Kind.PERSON)


def _label_counts(lines: Sequence[Line]) -> Counter[str]:
    return Counter(line.labels[0].name.key for line in lines if line.labels)


def _later_labels(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(key(without_brackets(line.labels[0].name.text)) for line in lines if line.labels)


def _is_listed(pair: _Pair, later: frozenset[str], counts: Mapping[str, int]) -> bool:
    """Whether a role before a name is about the talk: the name is a speaker below, or the role never comes back."""
    if pair.role is None or not pair.value:
        return False
    if any((person.aliases | person.initials) & later for person in _people([pair])):
        return True
    others = {name for name, times in counts.items() if times > 1 and name != pair.key}
    return counts.get(pair.key, 0) == 1 and len(others) > 1 and len(pair.key) > 2


def _two_in_a_row(pairs: Sequence[_Pair | None], lines: Sequence[Line]) -> list[int]:
    """Two roles with full names above an empty line: `Interviewer: Lore Maes`, `Respondent: Wim Baert`."""
    told = [at for at, pair in enumerate(pairs) if pair and pair.role is not None and _is_full(pair.value)]
    together = len(told) > 1 and told[-1] - told[0] == len(told) - 1
    ends = told[-1] + 1 if told else 0
    if not together or ends >= len(lines) or not lines[ends].opens:
        return []
    roles = {pairs[at].role for at in told}  # type: ignore[union-attr]
    is_alone = not any(lines[at].opens for at in told[1:])
    return told if len(roles) == 2 and is_alone else []


def _is_full(value: str) -> bool:
    return sum(word[:1].isupper() for word in without_brackets(value).split()) > 1


def _people(pairs: Iterable[_Pair]) -> Iterator[Person]:
    for pair in pairs:
        if pair.role is not None:
            for found in _PERSON.finditer(pair.value[:_LONGEST_LINE]):
                if found[1].strip() and found[1].strip()[0].isupper():
                    yield _person(pair.role, found[1].strip(), (found[2] or "").strip())
        elif pair.is_about:
            yield from _with_roles(pair.value)


def _with_roles(value: str) -> Iterator[Person]:
    """`Aanwezig: Lore Van Acker (interviewer), Wim Baeten (respondent)`."""
    for found in _PERSON.finditer(value[:_LONGEST_LINE]):
        role = _role_of_key(found[2].strip()) if found[2] else None
        if role is not None and found[1].strip():
            yield _person(role, found[1].strip(), "")


def _person(role: Role, name: str, bracket: str) -> Person:
    words = [word for word in name.split() if word]
    capitals = [word for word in words if word[0].isupper()]
    aliases = {key(name), *(key(word) for word in capitals)}
    surname = " ".join(words[1:])
    aliases |= {key(surname)} if surname else set()
    initials = "".join(word[0] for word in capitals)
    short = {initials, initials[:1], initials[:1] + initials[-1:], "".join(word[0] for word in words)}
    if bracket and len(bracket) <= 6 and " " not in bracket:
        aliases.add(key(bracket))
    return Person(role=role, aliases=frozenset(aliases - {""}), initials=frozenset(map(key, short - {""})))


def _told_in_words(text: str, lines: Sequence[Line]) -> Iterator[Person]:
    """`Interview afgenomen door Lore Van Acker`, `Gesprek met Wim Baeten`, before the talk."""
    for line in lines[:12]:
        told = _line(text, line)
        if line.labels and line.labels[0].name.kind is Kind.KNOWN:
            return
        if _FUNCTION_OF_ASKING.search(told):
            yield from (_person(Role.INTERVIEWER, found[1].strip(" ."), "") for found in _TOLD.finditer(told))
        yield from (
            _person(Role.RESPONDENT, found[1].strip(" ."), "") for found in _MET.finditer(told.lower()[:0] or told)
        )
