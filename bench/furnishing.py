"""Test data for the desk benchmark: memos, quotes, disagreements, files to download. Made once in a kept study."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.browsing import Browser
from bench.storing import NOON, name_of
from pipeline.decisions import Quote, Store, Topic
from pipeline.settings import Study

CODER = "ann"
TOGETHER = 10
"""Number of fragments on which a suggestion is accepted in one action."""
DISPUTES = "coders=ann&coders=bo&dimension=barrier"
_DISPUTED = re.compile(r'/adjudicate/([^?"]+)\?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Interviews with the ids of their fragments, and fragments with a suggestion, for use in requests.

    `words` are the offsets of the second word of each fragment; `offered` is a code, and fragments on which it is
    suggested and has no verdict yet.
    """

    names: list[str]
    places: dict[str, list[str]]
    words: dict[str, int]
    offered: list[tuple[str, list[str]]]


def furnish(store: Store, study: Study, interviews: int) -> None:
    """Make memos, quotes and files, unless they exist."""
    if not store.notes.memos():
        for number in range(interviews):
            name = name_of(number)
            store.notes.write_memo("Om over na te denken.", Topic(interview=name), coder=CODER, at=NOON)
            stored = store.transcripts.fragments(name)[number % 7]
            store.notes.write_memo("Twijfel.", Topic(interview=name, fragment_id=stored.id), coder="bo", at=NOON)
            _release(store, stored.id, stored.fragment.text)
    (study.folder / "data" / "exports").mkdir(exist_ok=True)
    (study.folder / "data" / "exports" / "codes.xlsx").write_bytes(b"0" * 200_000)
    study.results.mkdir(exist_ok=True)
    pd.DataFrame({"value": range(1000)}).to_parquet(study.results / "agreement.parquet")


def _release(store: Store, fragment: str, text: str) -> None:
    interview = fragment.rpartition(":")[0]
    told = {"dimension": "barrier", "code": "barrier_1", "coder": CODER, "at": NOON, "text": text}
    store.notes.release_quote(Quote(fragment_id=fragment, interview=interview, **told))


def survey(store: Store, interviews: int, times: int) -> Ground:
    """Draw some interviews, with the data that requests need."""
    drawn = [int(each) for each in np.random.default_rng(1).permutation(interviews)]
    names = [name_of(each) for each in drawn[:times]]
    stored = {name: store.transcripts.fragments(name) for name in names}
    untouched = [name_of(each) for each in drawn if each % 3 == 0][:4]
    every = [each for here in stored.values() for each in here]
    return Ground(
        names=names,
        places={name: [each.id for each in here] for name, here in stored.items()},
        words={each.id: each.fragment.start + each.fragment.text.index(" ") + 1 for each in every},
        offered=[offer for name in untouched for offer in _offered(store, name)][:times],
    )


def _offered(store: Store, name: str) -> Iterator[tuple[str, list[str]]]:
    by_code = defaultdict[str, list[str]](list)
    for each in store.queries.fragment_states(name, CODER):
        if each.open:
            by_code[f"{each.open[0].dimension}.{each.open[0].code}"].append(each.fragment.id)
    for code, here in by_code.items():
        yield from ((code, here[at : at + TOGETHER]) for at in range(0, len(here) - TOGETHER, TOGETHER))


def disputed(browser: Browser) -> list[str]:
    """The fragments on the first page of differences between two coders, once the comparison is ready."""
    found: list[str] = []
    while not found:
        found = _DISPUTED.findall(browser.get(f"/compare/differences?{DISPUTES}").decode())
    return list(dict.fromkeys(found))
