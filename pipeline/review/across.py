"""Looking across interviews: fragments by code, by interview column and by words, as this coder may see them.

A coder who is at work on an interview does not see there what others said of fragments that he has not finished: what
is coded twice is coded twice without looking.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.decisions import Store
from pipeline.decisions.views import Interview
from pipeline.review.standing import Held
from pipeline.review.views import Label, Labels, Mark

Key = tuple[str, str]
Codes = Mapping[str, Mapping[Key, str]]
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A reviewed or unreviewed fragment as the pages across interviews show it."""

    id: str
    interview: str
    anchor: str
    turn: int
    speaker: str
    text: str
    folded: str
    reviewed: bool
    codes: Mapping[Key, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for; empty parts ask nothing."""

    code: str = ""
    without: str = ""
    column: str = ""
    value: str = ""
    words: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return any((self.code, self.without, self.value, self.words))


class Across:
    """All fragments at one moment."""

    def __init__(self, store: Store, coder: str) -> None:
        interviews = store.interviews()
        self.about = {interview.id: dict(interview.metadata) for interview in interviews}
        begun, finished = finished_by(store, interviews, coder)
        with store.snapshot() as moment:
            own, others = _codes(moment.rows("codes"), coder)
            self.fragments = []
            for row in moment.rows("fragments"):
                fragment = str(row["fragment"])
                open_to_see = row["interview"] not in begun or fragment in finished
                codes = own.get(fragment) or (others.get(fragment, {}) if open_to_see else {})
                reviewed = fragment in finished or bool(row["reviewed"] and open_to_see)
                self.fragments.append(_passed(row, codes, reviewed=reviewed))

    def columns(self) -> dict[str, list[str]]:
        """Each interview column with its values, for columns that group: fewer values than interviews."""
        values = defaultdict[str, set[str]](set)
        for about in self.about.values():
            for name, value in about.items():
                values[name].add(value)
        return {name: sorted(found) for name, found in values.items() if len(found) < max(2, len(self.about))}

    def found(self, question: Question) -> list[Passed]:
        """The fragments that answer a question, in the order of the interviews."""
        wanted, unwanted = _key(question.code), _key(question.without)
        folded = [fold(word) for word in question.words.split()]
        return [
            each
            for each in self.fragments
            if (wanted is None or wanted in each.codes)
            and (unwanted is None or unwanted not in each.codes)
            and (not question.value or self.about[each.interview].get(question.column) == question.value)
            and all(word in each.folded for word in folded)
        ]

    def holding(self, key: Key) -> list[Passed]:
        """The fragments with a code."""
        return [each for each in self.fragments if key in each.codes]

    def counts(self) -> Counter[Key]:
        """How many fragments each code holds on."""
        return Counter(key for each in self.fragments for key in each.codes)

    def table(self, column: str) -> tuple[dict[str, int], dict[Key, Counter[str]]]:
        """Reviewed fragments per value of a column, and of those how many hold each code."""
        reviewed: Counter[str] = Counter()
        cells = defaultdict[Key, Counter[str]](Counter)
        for each in self.fragments:
            if each.reviewed:
                value = self.about[each.interview].get(column, "")
                reviewed[value] += 1
                for key in each.codes:
                    cells[key][value] += 1
        return dict(sorted(reviewed.items())), dict(cells)


def marks(passed: Passed, labels: Labels) -> list[Mark]:
    """The codes of a fragment as labels, in the codebook's order."""
    return [
        Mark(label=label, held=Held(dimension=key[0], code=key[1], origin=passed.codes[key]))
        for label in labels
        if (key := (label.dimension.id, label.code.id)) in passed.codes
    ]


def fold(text: str) -> str:
    """Without accents and capitals: `crèche` is found by `creche`."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)).casefold()


def hits(text: str, words: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words that were looked for."""
    wanted = [fold(word) for word in words.split()]
    pieces, at = [], 0
    for match in WORD.finditer(text):
        if any(word in fold(match.group()) for word in wanted):
            pieces += [(text[at : match.start()], False), (match.group(), True)]
            at = match.end()
    return [*pieces, (text[at:], False)]


def label_of(key: str, labels: Labels) -> Label | None:
    """The look of `dimension.code`."""
    found = _key(key)
    return labels.of(*found) if found else None


def _key(named: str) -> Key | None:
    dimension, dot, code = named.partition(".")
    return (dimension, code) if dot else None


def _codes(rows: Iterable[Mapping[str, object]], coder: str) -> tuple[Codes, Codes]:
    """Per fragment: this coder's own codes, and those of others that count."""
    own, others = defaultdict[str, dict[Key, str]](dict), defaultdict[str, dict[Key, str]](dict)
    for row in rows:
        place = own if row["coder"] == coder else others if row["final"] else None
        if place is not None:
            place[str(row["fragment"])][str(row["dimension"]), str(row["code"])] = str(row["origin"])
    return own, others


def finished_by(store: Store, interviews: Iterable[Interview], coder: str) -> tuple[set[str], set[str]]:
    """The interviews that a coder is at work on, and the fragments that he finished there."""
    begun = {interview.id for interview in interviews if coder in interview.progress or interview.waits_for_two}
    return begun, {verdict.fragment_id for each in begun for verdict in store.verdicts(each, coder) if verdict.reviewed}


def _passed(row: Mapping[str, object], codes: Mapping[Key, str], *, reviewed: bool) -> Passed:
    return Passed(
        id=str(row["fragment"]),
        interview=str(row["interview"]),
        anchor=f"{row['start']}-{row['end']}",
        turn=int(str(row["turn"])),
        speaker=str(row["speaker"]),
        text=str(row["text"]),
        folded=fold(str(row["text"])),
        reviewed=reviewed,
        codes=codes,
    )
