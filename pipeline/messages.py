"""Messages as a template with values, so that a text made in one place can be translated in another.

A `Message` is the English text. Programs that show other languages translate its template and fill in its values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = object
"""Text, a number, a `Figure`, another `Message`, or a sequence of those."""

Fill = Callable[[Value], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number formatted in the reader's language: with thousands separators, and this many decimals."""

    number: float
    decimals: int = 0

    def __str__(self) -> str:
        return f"{self.number:,.{self.decimals}f}"


class Message(str):
    """An English sentence, or a part of one, that keeps its template and values.

    The template is a `%`-format with named fields; values that are messages are translated too. Without values the
    template is the text, and `%` has no meaning in it.
    """

    template: str
    values: Mapping[str, Value]

    def __new__(cls, template: str, /, **values: Value) -> Message:
        """Fill in the English text."""
        kept = {name: _kept(value) for name, value in values.items()}
        message = super().__new__(cls, filled(template, kept, plain))
        message.template, message.values = template, kept
        return message

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[str, Mapping[str, Value]]]:
        return _message, (self.template, self.values)


def _kept(value: Value) -> Value:
    if isinstance(value, (str, int, Figure)):
        return value
    return [_kept(each) for each in value] if isinstance(value, (list, tuple)) else str(value)


def _message(template: str, values: Mapping[str, Value]) -> Message:
    return Message(template, **values)


def in_a_row(sentences: Sequence[Message]) -> Message:
    """Join sentences with a space."""
    first, *others = sentences or [Message("")]
    for each in others:
        first = Message("%(first)s %(second)s", first=first, second=each)
    return first


def filled(template: str, values: Mapping[str, Value], fill: Fill) -> str:
    """Fill in the template, with each value formatted by `fill`."""
    return template % {name: fill(value) for name, value in values.items()} if values else template


def plain(value: Value) -> str:
    """Format a value in English; a sequence with commas."""
    return ", ".join(map(plain, value)) if isinstance(value, list) else str(value)


def as_facts(value: Value) -> Any:  # noqa: ANN401  # what JSON holds
    """Convert a value to JSON types; `from_facts` reads it."""
    if isinstance(value, Message):
        return {"template": value.template, "values": {name: as_facts(each) for name, each in value.values.items()}}
    if isinstance(value, Figure):
        return {"number": value.number, "decimals": value.decimals}
    return [as_facts(each) for each in value] if isinstance(value, list) else value


def from_facts(facts: Any) -> Value:  # noqa: ANN401  # what JSON holds
    """Read what `as_facts` wrote; raises KeyError, TypeError or ValueError for anything else."""
    if isinstance(facts, dict) and "template" in facts:
        return Message(facts["template"], **{name: from_facts(each) for name, each in facts["values"].items()})
    if isinstance(facts, dict):
        return Figure(facts["number"], facts["decimals"])
    return [from_facts(each) for each in facts] if isinstance(facts, list) else facts
