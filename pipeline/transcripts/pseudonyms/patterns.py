"""Find e-mail addresses, web addresses, phone, account and national numbers and addresses as written in Belgium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Span = tuple[int, int]

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?![\w-])")
_WEB = re.compile(r"(?<![\w.@])(?:https?://[^\s<>\"']{3,200}|www\.[\w.-]{3,100}(?:/[^\s<>\"']{0,100})?)(?<![.,;:!?)])")
_PHONE = re.compile(
    r"(?<![\w+/.-])(?<!\d{4} )(?!\d\d([/.-])\d\d\1\d{4}(?!\d))"
    r"(?:(?:\+|00)\d{2}[ ./-]?(?:\(0\)[ ]?)?\d(?:[ ./-]{0,2}\d){6,10}|0\d(?:[ ./-]{0,2}\d){7,8})(?![\w-]|[.]\d)"
)
_NATIONAL = re.compile(r"(?<!\w)(\d{2})[. ]?(\d{2})[. ]?(\d{2})[- .]{0,3}(\d{3})[. ]?(\d{2})(?!\w)")
_IBAN = re.compile(r"(?<!\w)BE(\d{2})((?:[ .-]?\d{4}){3})(?!\w)", re.IGNORECASE)
_STREET = (
    r"straat|laan|lei|steenweg|plein|dreef|kaai|steeg|baan|vest|markt|wegel|singel|gracht|dijk|plantsoen|boulevard|park"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:[A-ZÀ-Þ][\w’'-]{{1,30}} ){{0,2}}(?:[A-ZÀ-Þ][\w’'-]{{2,30}}(?:{_STREET})|(?:{_STREET.title()}))"
    r"(?: \d{1,4}[A-Za-z]?(?!\w))?(?!\w)"
)


def _all_of(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (found.span() for found in pattern.finditer(text))


def _national_numbers(text: str) -> Iterator[Span]:
    for found in _NATIONAL.finditer(text):
        if is_national_number("".join(found.groups())):
            yield found.span()


def is_national_number(digits: str) -> bool:
    """Whether eleven digits are a Belgian national number (or a BIS number): checks the check digits."""
    month, check = int(digits[2:4]) % 20, int(digits[9:])
    whole = int(digits[:9])
    # For people born from 2000 on, the check digits are computed with a 2 before the number.
    return month <= 12 and check in (97 - whole % 97, 97 - (2_000_000_000 + whole) % 97)


def _accounts(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        digits = re.sub(r"\D", "", found[2])
        # The check of an IBAN replaces B and E by 11 and 14.
        if int(f"{digits}1114{found[1]}") % 97 == 1:
            yield found.span()


def _addresses(text: str) -> Iterator[Span]:
    for found in _ADDRESS.finditer(text):
        if found[0][-1].isdigit() or not _begins_a_sentence(text, found.start()):
            yield found.span()


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘(")[-1:]
    return before in {"", ".", "!", "?", "\n", ":", "…"}


PATTERNS: dict[str, Callable[[str], Iterator[Span]]] = {
    "e-mail": _all_of(_MAIL),
    "web": _all_of(_WEB),
    "account": _accounts,
    "national number": _national_numbers,
    "phone": _all_of(_PHONE),
    "address": _addresses,
}
"""Finders by kind; of overlapping findings the first kind wins."""
