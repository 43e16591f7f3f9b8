"""CHAT transcripts (.cha), as CLAN and TalkBank write them: `*INV:` before what is said, codes among the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.turns import Reading, Saying

ASKING = frozenset(("investigator", "interviewer", "experimenter", "moderator", "examiner"))
"""Roles in `@Participants` of the one who asks."""

_SPOKEN = re.compile(r"\*([^:\s]{1,40}):\s*")
_TIMES = re.compile(r"\x15[^\x15\d]{0,200}?(\d{1,10})_(\d{1,10})\x15")
_MARKS = re.compile(r"\x15[^\x15]*\x15?")
_CODES = re.compile(r"\[[^\[\]]*\]")
_EVENTS = re.compile(r"(?<!\S)(?:&=\S+|&\{\S+|&\}\S+|0\S*|\(\.{1,3}\)|\(\d[\d.:]*\))(?!\S)")
_FILLERS = re.compile(r"(?<!\S)&[-+~]?(?=\w)")
_ENDS = ((re.compile(r"\+\.\.\.|\+\.\.(?=\?)"), "…"), (re.compile(r'\+["/!^,<+]{1,4}'), ""), (re.compile(r"…\?"), "?"))
_SPECIAL = re.compile(r"@[a-z]{1,3}(?::[\w$&+]{1,20})?(?:\$\w{1,10})?(?=\W|\Z)")
_SIGNS = re.compile(r"[<>↑↓→↗↘⇗⇘∆∇⌈⌉⌊⌋≈≋°▁▔☺♋⁇Ϋ∬Ἡ„‡]|(?<=\w):(?=\w)|(?<=\w)[\^](?=\w)|[()]")
_SPACED = re.compile(r"\s+([.,?!;:…])")


def read_chat(path: Path, contents: bytes) -> Reading:
    """Read every main line as what its speaker says; headers, dependent lines and codes are left out."""
    text, encoding = decode(path, contents)
    lines = list(_whole_lines(text))
    names = _names(lines)
    sayings = tuple(_sayings(lines, names))
    if not sayings:
        why = Message("it is no CHAT file: no line begins with a speaker, such as *INV:")
        raise UnreadableTranscript(path, why, Message("Save it in CLAN as .cha, or as .txt."))
    return Reading(sayings=sayings, encoding=encoding)


def _whole_lines(text: str) -> Iterator[str]:
    """The lines of the file; one that begins with a tab goes on with the line above it."""
    begun: list[str] = []
    for line in text.splitlines():
        if line.startswith(("\t", " ")) and begun:
            begun.append(line.strip())
            continue
        if begun:
            yield " ".join(begun)
        begun = [line.rstrip()]
    yield " ".join(begun)


def _names(lines: list[str]) -> dict[str, str]:
    """How speakers are called: by their names where there are, and as interviewer where `@Participants` says so."""
    told = next((line.partition(":")[2] for line in lines if line.startswith("@Participants:")), "")
    return {parts[0]: _called(parts) for each in told.split(",") if (parts := each.split())}


def _called(parts: list[str]) -> str:
    code, name = parts[0], " ".join(parts[1:-1]).replace("_", " ")
    if parts[-1].casefold() in ASKING:
        return f"Interviewer ({name or code})"
    return name or code


def _sayings(lines: list[str], names: Mapping[str, str]) -> Iterator[Saying]:
    for line in lines:
        found = _SPOKEN.match(line)
        if found is None:
            continue
        words = line[found.end() :]
        times = _TIMES.findall(words)
        yield Saying(
            speaker=names.get(found[1], found[1]),
            words=_spoken(words),
            begins_at=int(times[0][0]) / 1000 if times else None,
            ends_at=int(times[-1][1]) / 1000 if times else None,
        )


def _spoken(words: str) -> str:
    """The words without CHAT's codes: `(be)cause` is because, `&-uh` is uh, `[//]` and `&=laughs` are nothing."""
    words = _CODES.sub(" ", _MARKS.sub(" ", words))
    words = _FILLERS.sub("", _EVENTS.sub(" ", words))
    for pattern, instead in _ENDS:
        words = pattern.sub(instead, words)
    words = _SIGNS.sub("", _SPECIAL.sub("", words)).replace("_", " ")
    return _SPACED.sub(r"\1", " ".join(words.split()))
