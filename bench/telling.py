"""Peak memory of each verb that processes a whole study, on a study of few interviews and one of many.

Half of the interviews are reviewed, some by two coders; the others have suggestions only. Each verb runs in a process
of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from functools import partial
from pathlib import Path

from bench.running import WORDS, learnt_study, made_study, show
from pipeline.decisions import Store
from pipeline.records import Action, Decision
from pipeline.settings import Study
from pipeline.steps import api as steps
from pipeline.steps.shared.study_lock import now

SIZES = (20, 200)
MAY_GROW = 0.15
"""Limit of the extra memory for the larger study, which is ten times the size."""
VERBS = (
    ("publish",),
    ("check", "--only-look"),
    ("evaluate",),
    ("report",),
    ("export", "csv"),
    ("export", "xlsx"),
    ("export", "qdpx"),
    ("status",),
)


def run() -> None:
    """Make both studies, run every verb on them, and print the peak memory."""
    sizes = [int(each) for each in os.environ.get("DREMPEL_BENCH_DOCUMENTS", "").split(",") if each] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        learnt = learnt_study(Path(folder) / "learnt")
        studies = [reviewed(made_study(Path(folder) / f"of{size}", learnt, size)) for size in sizes]
        show(f"peak memory of studies of {', '.join(map(str, sizes))} interviews of {WORDS:,} words")
        for verb in VERBS:
            took = [peak(study.folder, *verb) for study in studies]
            grown = took[-1] / took[0] - 1
            verdict = "ok" if grown <= MAY_GROW else "TOO MUCH"
            show(f"  {' '.join(verb):20} {'  '.join(f'{each:6.0f} MB' for each in took)}   {grown:+.0%}   {verdict}")


def reviewed(study: Study) -> Study:
    """Ingest and suggest; one coder reviews half of the interviews, another a twentieth too."""
    steps.ingest(study)
    steps.suggest(study)
    with Store.open(study.store_url) as store:
        store.ledger.keep_codebook(study.codebook)
        for number, interview in enumerate(store.transcripts.interviews()):
            for coder in ("ann", "bo")[: 2 if number % 20 == 0 else (number + 1) % 2]:
                _review(store, study, interview.id, coder)
    steps.publish(study)
    return study


def _review(store: Store, study: Study, interview: str, coder: str) -> None:
    """Accept every suggestion, and give every blind fragment two codes."""
    offered = defaultdict(list)
    for each in store.suggestions.all(interview, only_shown=True):
        offered[each.fragment_id].append(each)
    said = []
    for stored in store.transcripts.fragments(interview):
        say = partial(Decision, fragment_id=stored.id, coder=coder, decided_at=now(), codebook=study.codebook.stamp)
        for each in [] if stored.blind else offered[stored.id]:
            seen = {"probability": each.probability, "rank": each.rank, "model": each.model, "blind": False}
            said.append(say(action=Action.ACCEPTED, dimension=each.dimension, code=each.code, **seen))
        for each in study.codebook.dimensions[:2] if stored.blind else ():
            said.append(say(action=Action.ADDED, dimension=each.id, code=each.code_ids[0]))
        said.append(say(action=Action.REVIEWED, blind=stored.blind))
    store.ledger.record(said)


def peak(folder: Path, *verb: str) -> float:
    """The peak memory of a verb, in MB."""
    call = [sys.executable, "-m", "bench.telling", str(folder), *verb]
    told = subprocess.run(call, capture_output=True, text=True, check=False).stderr.splitlines()
    found: dict[str, float] = json.loads(told[-1])
    return found["peak"]


def once(folder: str, verb: list[str]) -> None:
    """Run a verb as on the command line, and print its peak memory on standard error."""
    from pipeline.cli import app

    app(["-C", folder, *verb, "--json"], standalone_mode=False)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    [line] = [each for each in status.splitlines() if each.startswith("VmHWM")]
    sys.stderr.write(json.dumps({"peak": int(line.split()[1]) / 1024}) + "\n")


if __name__ == "__main__":
    once(sys.argv[1], sys.argv[2:])
