"""Queues of fragments across interviews, with the number that remains and the estimated time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.decisions import QueueTotals, Store
from pipeline.review.context import ReviewContext
from pipeline.review.labels import Label, Labels
from pipeline.review.language import N_
from pipeline.review.model_access import ModelAccess
from pipeline.review.pages.coding.view import FragmentAddress, place_of

Key = tuple[str, str]
PLAIN = {
    "uncertain": (
        N_("Least sure first"),
        N_("Where the model is least sure of what it suggests."),
    ),
    "useful": (
        N_("Most useful first"),
        N_("What teaches the model most, from a sample of open interviews; the order changes after each training."),
    ),
    "random": (
        N_("At random"),
        N_("Every fragment that waits is as likely to be next; your own draw, the same when you come back."),
    ),
    "differing": (
        N_("Where coders differ"),
        N_("Fragments that two coders coded differently and that nobody decided on yet."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """An order with how many fragments are left in it, and in about how many minutes; None when that is unknown."""

    name: str
    title: str
    about: str
    left: int
    minutes: int | None
    label: Label | None = None


class Queues:
    """The orders of one study."""

    def __init__(self, store: Store, labels: Labels, models: ModelAccess) -> None:
        self._store, self._labels, self._thinking = store, labels, models

    def of(self, coder: str, *, now: datetime, zone: str) -> tuple[list[Queue], list[Queue], float | None]:
        """The orders for this coder, those by code, and the seconds that a fragment takes today, if known."""
        waits = self._store.queries.queue_totals(coder)
        pace = self._store.queries.pace(coder, since=_midnight(now, zone))
        lefts = _lefts(waits)
        plain = [
            Queue(name=name, title=title, about=about, left=lefts[name], minutes=_minutes(lefts[name], pace))
            for name, (title, about) in PLAIN.items()
        ]
        by_code = [
            Queue(
                name=f"code:{label.dimension.id}.{label.code.id}",
                title="",
                about="",
                left=left,
                minutes=_minutes(left, pace),
                label=label,
            )
            for label in self._labels
            if (left := waits.by_code.get((label.dimension.id, label.code.id), 0))
        ]
        return plain, by_code, pace

    def next_in(self, queue: str, coder: str, *, after: str | None = None) -> FragmentAddress | None:
        """The fragment that comes next for this coder, other than the one on screen; None at the end."""
        kind, _, about = queue.partition(":")
        dimension, _, code = about.partition(".")
        if kind == "useful":
            return place_of(self._thinking.next_by_active_learning(coder, after=after))
        return place_of(self._store.queries.next_in_queue(kind, coder, code=(dimension, code), after=after))

    def known(self, queue: str) -> str:
        """The queue if it is one, else none: what an address says is only taken for what it can be."""
        dimension, _, code = queue.removeprefix("code:").partition(".")
        by_code = queue.startswith("code:") and self._labels.of(dimension, code) is not None
        return queue if by_code or queue in PLAIN else ""

    def name_of(self, queue: str) -> tuple[str, Label | None]:
        """The title of a plain queue, or the label of the code that a queue is about."""
        dimension, _, code = queue.removeprefix("code:").partition(".")
        return (PLAIN[queue][0], None) if queue in PLAIN else ("", self._labels.of(dimension, code))


def _lefts(waits: QueueTotals) -> dict[str, int]:
    return {
        "uncertain": waits.doubted,
        "useful": waits.doubted,
        "random": waits.unfinished,
        "differing": waits.differing,
    }


def _minutes(left: int, pace: float | None) -> int | None:
    return None if pace is None else round(left * pace / 60)


def _midnight(now: datetime, zone: str) -> datetime:
    """The start of this day in the study's time zone, wherever the machine is."""
    return now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def queues_of(desk: ReviewContext) -> Queues:
    """The queues of the study at the desk."""
    return Queues(desk.store, desk.labels, desk.models)
