"""The store at 150,000 fragments in 300 interviews: queries of the desk and a verdict, against a limit of 100 ms."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import pandas as pd
from rich.console import Console

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.records import Action, Decision, Fragment, Role, Transcript, Turn, sha256_of

INTERVIEWS, FRAGMENTS = 300, 500
CODERS = 8
LIMIT_MEDIAN, LIMIT_P95 = 100.0, 300.0
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CODES = {"view": 3, "barrier": 9, "approach": 4, "factor": 2}
ROLES = ("jobcoach", "trajectbegeleider", "maatschappelijk werker")
WORDS = ["de", "huur", "is", "te", "duur", "en", "bus", "rijdt", "niet", "want", "zij", "wacht", "op", "een", "plaats"]


show = partial(Console(highlight=False, soft_wrap=True).print, markup=False)


def run() -> None:
    """Fill a store, run the queries of the desk, and print the distribution."""
    interviews = int(os.environ.get("DREMPEL_BENCH_INTERVIEWS", INTERVIEWS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.sqlite"
        with Store.open(f"sqlite:///{path}") as store:
            show(f"store of {interviews} interviews, {interviews * FRAGMENTS:,} fragments")
            began = time.perf_counter()
            fill(store, interviews)
            show(f"filled in {time.perf_counter() - began:.0f} s; {path.stat().st_size / 2**20:.0f} MiB")
            for name, ask in _questions(store, interviews).items():
                _measure(name, ask)
        _at_once(f"sqlite:///{path}", name_of(1))
        with Store.open(f"sqlite:///{path}") as store:
            began = time.perf_counter()
            found = store.maintenance.check()
            show(f"check of everything: {time.perf_counter() - began:.1f} s, {len(found)} differences")


def _at_once(url: str, interview: str) -> None:
    """The worst case: eight coders, each in a process of its own, give 500 verdicts each without a pause."""
    processes = multiprocessing.get_context("fork")
    start, answers = processes.Barrier(CODERS), processes.Queue()
    coders = [
        processes.Process(target=_code_without_pause, args=(url, interview, f"coder {number}", start, answers))
        for number in range(CODERS)
    ]
    began = time.perf_counter()
    for each in coders:
        each.start()
    took = [each for _ in coders for each in answers.get()]
    for each in coders:
        each.join()
    show(
        f"{CODERS} coders at once, {len(took):,} verdicts: {time.perf_counter() - began:.0f} s, each median "
        f"{median(took):.0f} ms, p95 {quantiles(took, n=20)[-1]:.0f} ms, longest {max(took):.0f} ms"
    )


def _code_without_pause(
    url: str, interview: str, coder: str, start: Barrier, answers: multiprocessing.Queue[list[float]]
) -> None:
    stamp = _book().stamp
    with Store.open(url) as store:
        ids = [each.id for each in store.transcripts.fragments(interview)]
        start.wait()
        took = []
        for fragment in ids:
            began = time.perf_counter()
            store.ledger.record([_said(fragment, coder, Action.ADDED, stamp, "factor", "factor_1")])
            took.append((time.perf_counter() - began) * 1000)
        answers.put(took)


def _measure(name: str, ask: Callable[[int], object], times: int = 60) -> None:
    took = []
    for turn in range(times):
        began = time.perf_counter()
        ask(turn)
        took.append((time.perf_counter() - began) * 1000)
    high = quantiles(took, n=20)[-1]
    verdict = "ok" if median(took) < LIMIT_MEDIAN and high < LIMIT_P95 else "TOO SLOW"
    show(f"{name:42} median {median(took):7.1f} ms   p95 {high:7.1f} ms   {verdict}")


def _questions(store: Store, interviews: int) -> dict[str, Callable[[int], object]]:
    names = [name_of(number) for number in range(interviews)]
    ids = {name: [each.id for each in store.transcripts.fragments(name)] for name in names[:60]}
    book = _book()

    def verdict(turn: int) -> object:
        fragment = ids[names[turn % len(ids)]][turn]
        return store.ledger.record([_said(fragment, "ann", Action.ADDED, book.stamp, "barrier", "barrier_8")])

    return {
        "list of interviews": lambda turn: store.transcripts.interviews(),
        "transcript": lambda turn: store.transcripts.get(names[turn % interviews]),
        "fragments of an interview": lambda turn: store.transcripts.fragments(names[turn % interviews]),
        "shown suggestions of an interview": lambda turn: store.suggestions.all(
            names[turn % interviews], only_shown=True
        ),
        "all suggestions of an interview": lambda turn: store.suggestions.all(names[turn % interviews]),
        "verdicts of a coder in an interview": lambda turn: store.ledger.verdicts(names[turn % interviews], "ann"),
        "verdicts of all in an interview": lambda turn: store.ledger.verdicts(names[turn % interviews]),
        "history of a fragment": lambda turn: store.ledger.history(ids[names[turn % len(ids)]][0]),
        "a verdict": verdict,
        "undo": lambda turn: store.ledger.undo_last("ann", decided_at=NOON),
        "redo": lambda turn: store.ledger.redo_last("ann", decided_at=NOON),
    }


def fill(store: Store, interviews: int, *, first: int = 0) -> None:
    """Fill a store: suggestions for every fragment, two thirds of the interviews finished, a tenth by two coders."""
    book, chance = _book(), np.random.default_rng(4 + first)
    store.ledger.keep_codebook(book)
    for number in range(first, interviews):
        spoken, cut = _interview(number, chance)
        store.transcripts.add(spoken, cut, blind_share=0.15, seed=1, cut_by="bench", ingested_at=NOON)
        ids = [each.id for each in cut]
        store.suggestions.save(spoken.id, "m1", _suggestions(ids, chance), suggested_at=NOON)
        coders = ("ann", "bo")[: 2 if number % 10 == 0 else 1] if number % 3 else ()
        for coder in coders:
            store.ledger.record(_verdicts(ids, coder, book.stamp, chance))


def write_codebook(path: Path) -> None:
    """Write the codebook of the study that `fill` makes."""
    path.write_text(_book().model_dump_json(), encoding="utf-8")


def name_of(number: int) -> str:
    """The id of an interview by its number."""
    return f"int_{number:03}"


def _book() -> Codebook:
    dimensions = [
        {
            "id": name,
            "label": name,
            "values": "one" if name == "view" else "many",
            "codes": [{"id": f"{name}_{code}", "label": f"{name} {code}"} for code in range(count)],
        }
        for name, count in CODES.items()
    ]
    return Codebook.model_validate({"study": "bench", "version": "1", "dimensions": dimensions})


def _interview(number: int, chance: np.random.Generator) -> tuple[Transcript, list[Fragment]]:
    text, turns, cut = "", [], []
    for index in range(FRAGMENTS // 5):
        start = len(text) + 3
        text += "R: "
        for _ in range(5):
            rare = f"zeldzaam{chance.integers(20)}" if chance.random() < 0.01 else "en"
            words = " ".join([*chance.choice(WORDS, 23), rare]) + ". "
            begins, text = len(text), text + words
            cut.append((index, begins, len(text) - 1))
        turns.append(Turn(index=index, speaker="R", role=Role.RESPONDENT, start=start, end=len(text) - 1))
        text += "\n"
    spoken = Transcript(
        id=name_of(number),
        text=text,
        sha256=sha256_of(text.encode()),
        source=f"{name_of(number)}.txt",
        format="txt",
        turns=tuple(turns),
        roles_from="labels",
        metadata={"role": ROLES[number % len(ROLES)], "organisation": f"organisation {number % 12}"},
    )
    return spoken, [
        Fragment(
            transcript_id=spoken.id,
            turn=index,
            speaker="R",
            role=Role.RESPONDENT,
            start=start,
            end=end,
            text=text[start:end],
            boundary="rules",
        )
        for index, start, end in cut
    ]


def _suggestions(ids: list[str], chance: np.random.Generator) -> pd.DataFrame:
    rows = []
    for fragment in ids:
        for dimension, count in CODES.items():
            for rank, probability in enumerate(sorted(chance.random(count), reverse=True), start=1):
                rows.append((fragment, dimension, f"{dimension}_{rank - 1}", probability, rank, rank == 1))
    return pd.DataFrame(rows, columns=["fragment_id", "dimension", "code", "probability", "rank", "suggested"])


def _verdicts(ids: list[str], coder: str, stamp: str, chance: np.random.Generator) -> list[Decision]:
    found = []
    for fragment in ids:
        found.append(_said(fragment, coder, Action.ADDED, stamp, "barrier", f"barrier_{chance.integers(1, 8)}"))
        found.append(_said(fragment, coder, Action.REVIEWED, stamp))
    return found


def _said(
    fragment: str, coder: str, action: Action, stamp: str, dimension: str | None = None, code: str | None = None
) -> Decision:
    return Decision(
        fragment_id=fragment,
        coder=coder,
        action=action,
        decided_at=NOON,
        codebook=stamp,
        dimension=dimension,
        code=code,
    )
