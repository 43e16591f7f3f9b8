"""The store of a process that is killed at any moment: every verdict it answered is there, none is half there."""

import multiprocessing
import os
import random
import signal

import pytest

from pipeline.decisions import Store
from tests.decisions.invented import BOOK, NOON, add, by_hand, end, say, suggest, transcript

KILLS = 20

# A forked process starts at once; the store is opened in it, not taken along.
processes = multiprocessing.get_context("fork")


def code_without_end(url, answers):
    with Store.open(url) as store:
        ids = [each.id for each in store.transcripts.fragments("int_01")]
        # Whoever comes after a kill is somebody else: the codes that the killed one gave still hold.
        coder = f"ann {os.getpid()}"
        os.write(answers, b"begun\n")
        while True:
            for fragment in ids:
                said = [say("added", fragment, "barrier", code, coder=coder) for code in ("health", "mobility")]
                for numbers in (store.ledger.record(said), store.ledger.undo_last(coder, decided_at=NOON)):
                    os.write(answers, f"{' '.join(map(str, numbers))}\n".encode())


def killed_after(answered, pause, target, url):
    """What a process answered that was killed that many answers and a pause after it began.

    The answers are waited for, however busy the machine is; the pause only draws the moment.
    """
    reading, answers = os.pipe()
    victim = processes.Process(target=target, args=(url, answers))
    victim.start()
    os.close(answers)
    with os.fdopen(reading) as lines:
        assert lines.readline() == "begun\n"
        first = [lines.readline() for _ in range(answered)]
        victim.join(timeout=pause)
        victim.kill()
        victim.join()
        assert victim.exitcode in (-signal.SIGKILL, 0)
        # The last line may be cut short: then it was not answered.
        return [line for line in (*first, *lines.read().splitlines(keepends=True)) if line.endswith("\n")]


@pytest.mark.slow
def test_every_answered_verdict_survives_a_kill_at_any_moment(tmp_path):
    url = f"sqlite:///{tmp_path / 'study.sqlite'}"
    with Store.open(url) as store:
        add(store)
        suggest(store, {("barrier", "housing")})
    chance = random.Random(4)
    answered = set()
    for _ in range(KILLS):
        lines = killed_after(chance.randint(0, 12), chance.uniform(0.0, 0.02), code_without_end, url)
        answered |= {int(each) for line in lines for each in line.split()}
        with Store.open(url) as store:
            assert store.maintenance.check() == []
            entries = list(store.exports.rows("decisions"))
        assert answered <= {row["number"] for row in entries}
        # Two codes are said together: a kill never leaves one of them.
        assert len([row for row in entries if row["action"] == "added"]) % 2 == 0
        assert [row["number"] for row in entries] == list(range(1, len(entries) + 1))
    assert answered, "every one was killed before it answered"


def long_interview():
    return transcript(said=tuple(("R", f"Zin nummer {number}.") for number in range(300)))


def take_in(url, answers):
    spoken = long_interview()
    rows = [by_hand(spoken, turn.start, turn.end, barrier=("housing",)) for turn in spoken.turns]
    with Store.open(url) as store:
        os.write(answers, b"begun\n")
        store.imports.hand_codes(rows, BOOK, source="codes.csv", decided_at=NOON)
        os.write(answers, b"done\n")
    end()


def test_an_import_that_is_killed_is_not_there_and_can_be_done_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'study.sqlite'}"
    with Store.open(url) as store:
        add(store, long_interview())
    for pause in (0.0, 0.02, 0.05, 0.1, 0.15, 0.3, None):
        done = killed_after(0, pause, take_in, url)
        with Store.open(url) as store:
            assert store.maintenance.check() == []
            assert store.transcripts.interviews()[0].reviewed in ((300,) if done else (0, 300))
    with Store.open(url) as store:
        assert store.transcripts.interviews()[0].reviewed == 300
        assert len(list(store.exports.rows("decisions"))) == 600
