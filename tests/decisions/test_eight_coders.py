"""Eight coders at once, each a process of its own: no verdict is lost, none doubled, nobody is told of a lock."""

import multiprocessing

import pytest

from pipeline.decisions import Store
from tests.decisions.invented import add, end, say, suggest, transcript

CODERS = 8
CODES = ("housing", "mobility", "health")

# A forked process starts at once; the store is opened in it, not taken along.
processes = multiprocessing.get_context("fork")


def code(url, coder, start, answers):
    with Store.open(url) as store:
        ids = [each.id for each in store.transcripts.fragments("int_01")]
        start.wait()
        for code in CODES:
            for fragment in ids:
                [number] = store.ledger.record([say("added", fragment, "barrier", code, coder=coder)])
                answers.put((number, coder, fragment, code))
    answers.close()
    answers.join_thread()
    end()


@pytest.mark.slow
def test_verdicts_of_eight_processes_at_once_are_all_there_once(url):
    with Store.open(url) as store:
        add(store, transcript())
        suggest(store, {("barrier", "housing")})
    start, answers = processes.Barrier(CODERS), processes.Queue()
    coders = [processes.Process(target=code, args=(url, f"coder{number}", start, answers)) for number in range(CODERS)]
    for each in coders:
        each.start()
    answered = [answers.get(timeout=120) for _ in range(CODERS * len(CODES) * 5)]
    for each in coders:
        each.join(timeout=60)
        assert each.exitcode == 0
    with Store.open(url) as store:
        stored = [
            (row["number"], row["coder"], row["fragment"], row["code"]) for row in store.exports.rows("decisions")
        ]
        assert stored == sorted(answered)
        assert sum(len(each.codes) for each in store.ledger.verdicts("int_01")) == len(answered)
        assert store.maintenance.check() == []
