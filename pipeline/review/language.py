"""Translate the desk: Dutch from `locale/nl`, English as written in the source; numbers and dates per language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from babel.dates import get_day_names, get_month_names
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from pipeline.messages import Figure, Message, Value, filled
from pipeline.records import Action

Language = Literal["nl", "en"]

LANGUAGES: tuple[Language, ...] = ("nl", "en")

LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """The words of one language; a sentence that is not translated is given back in English."""

    language: Language
    singles: Mapping[str, str]
    plurals: Mapping[str, tuple[str, str]]

    def gettext(self, sentence: str) -> str:
        """The sentence in this language."""
        return self.singles.get(sentence) or sentence

    def say(self, text: str) -> str:
        """A text from elsewhere in this language: a message by its template and values, other text as a sentence."""
        if isinstance(text, Message):
            return filled(self.gettext(text.template), text.values, self._value)
        return self.gettext(text)

    def _value(self, value: Value) -> str:
        if isinstance(value, list):
            return ", ".join(map(self._value, value))
        if isinstance(value, Figure):
            zeros = "." + "0" * value.decimals if value.decimals else ""
            return format_decimal(value.number, format=f"#,##0{zeros}", locale=self.language)
        return self.say(value) if isinstance(value, Message) else str(value)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form that goes with the count; Dutch and English both count `one` and `other`."""
        singular, plural = self.plurals.get(one, (one, many))
        return singular if count == 1 else plural


def N_(sentence: str) -> str:  # noqa: N802  # the usual name of this marker
    """Marks a sentence that code hands to a page, so that its translation is asked for; gives it back as it is."""
    return sentence


@cache
def wording(language: Language) -> Translations:
    """The words of a language."""
    path = LOCALE / language / "LC_MESSAGES" / "desk.po"
    if not path.exists():
        return Translations(language=language, singles={}, plurals={})
    singles: dict[str, str] = {}
    plurals: dict[str, tuple[str, str]] = {}
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            if not message.id:
                continue  # what gettext keeps under no words at all is the file's own description
            if isinstance(message.id, str):
                singles[message.id] = str(message.string)
            elif isinstance(message.string, tuple):
                plurals[message.id[0]] = (message.string[0], message.string[1])
    singles.pop("", None)  # what the file says of itself is no translation of saying nothing
    return Translations(language=language, singles=singles, plurals=plurals)


def language_or(value: str, default: Language) -> Language:
    """The value if it is a language of the desk, else the default."""
    return next((language for language in LANGUAGES if language == value), default)


_WORDS = (
    (0.90, N_("almost certain")),
    (0.75, N_("very likely")),
    (0.60, N_("likely")),
    (0.40, N_("possible")),
    (0.25, N_("less likely")),
    (0.00, N_("unlikely")),
)


def probability_in_words(probability: float) -> str:
    """The English words for a probability."""
    return next(words for least, words in _WORDS if probability >= least)


ACTIONS = {
    Action.ACCEPTED: N_("accepted"),
    Action.REJECTED: N_("rejected"),
    Action.CHANGED: N_("changed into"),
    Action.ADDED: N_("added"),
    Action.REMOVED: N_("took away"),
    Action.REVIEWED: N_("finished the fragment"),
    Action.REOPENED: N_("reopened the fragment"),
    Action.UNDONE: N_("undid entry"),
}

_DAY = re.compile(r"(?P<day>\w+) (?P<date>\d\d?) (?P<month>\w+)(?P<rest>,.*)")


def day_in(language: Language, told: str) -> str:
    """A moment to come, as the journal tells it, with its day and month in this language."""
    found = _DAY.fullmatch(told)
    if found is None:
        return told
    days, months = _names(get_day_names, language), _names(get_month_names, language)
    day, month = days.get(found["day"], found["day"]), months.get(found["month"], found["month"])
    return f"{day} {int(found['date'])} {month}{found['rest']}"


def _names(named: Callable[..., Mapping[int, str]], language: Language) -> dict[str, str]:
    """The names of days or months in English, each with that in another language."""
    english, theirs = named("wide", locale="en"), named("wide", locale=language)
    return {name: theirs[number] for number, name in english.items()}
