"""The store of a process that is killed at any moment: every verdict it answered is there, none is half there."""

import random
import signal
import subprocess
import sys
import time

from pipeline.decisions import Store
from tests.decisions.invented import BOOK, NOON, add, by_hand, suggest, transcript

KILLS = 6

CODE = """
import sys
from pipeline.decisions import Store
from tests.decisions.invented import NOON, say

with Store.open(sys.argv[1]) as store:
    ids = [each.id for each in store.fragments("int_01")]
    print("begun", flush=True)
    while True:
        for fragment in ids:
            numbers = store.record(
                [say("added", fragment, "barrier", "health"), say("added", fragment, "barrier", "mobility")]
            )
            print(*numbers, flush=True)
            print(*store.undo_last("ann", decided_at=NOON), flush=True)
"""


def test_every_answered_verdict_survives_a_kill_at_any_moment(tmp_path):
    url = f"sqlite:///{tmp_path / 'study.sqlite'}"
    with Store.open(url) as store:
        add(store)
        suggest(store, {("barrier", "housing")})
    chance = random.Random(4)
    answered = []
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", CODE, url], stdout=subprocess.PIPE, text=True) as coder:
            assert coder.stdout.readline() == "begun\n"
            time.sleep(chance.uniform(0.02, 0.4))
            coder.send_signal(signal.SIGKILL)
            # The last line may be cut short: then it was not answered.
            answered += [line for line in coder.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        with Store.open(url) as store:
            assert store.check() == []
            entries = list(store.rows("decisions"))
            numbers = {row["number"] for row in entries}
            assert {int(each) for line in answered for each in line.split()} <= numbers
            # Two codes are said together: a kill never leaves one of them.
            assert len([row for row in entries if row["action"] == "added"]) % 2 == 0
            assert numbers == set(range(1, len(numbers) + 1))
    assert answered


def long_interview():
    return transcript(said=tuple(("R", f"Zin nummer {number}.") for number in range(300)))


def take_in(url):
    spoken = long_interview()
    rows = [by_hand(spoken, turn.start, turn.end, barrier=("housing",)) for turn in spoken.turns]
    with Store.open(url) as store:
        store.import_codes(rows, BOOK, source="codes.csv", decided_at=NOON)


def test_an_import_that_is_killed_is_not_there_and_can_be_done_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'study.sqlite'}"
    code = (
        "import sys\nfrom tests.faults.test_store_kill import take_in\nprint('begun', flush=True)\n"
        "take_in(sys.argv[1])\nprint('done', flush=True)\n"
    )
    with Store.open(url) as store:
        add(store, long_interview())
    for patience in (0.0, 0.02, 0.06, 0.12):
        with subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE, text=True) as importer:
            assert importer.stdout.readline() == "begun\n"
            time.sleep(patience)
            importer.send_signal(signal.SIGKILL)
            finished = "done" in importer.stdout.read()
        with Store.open(url) as store:
            assert store.check() == []
            assert store.interviews()[0].reviewed in ((300,) if finished else (0, 300))
    take_in(url)
    with Store.open(url) as store:
        assert store.interviews()[0].reviewed == 300
        assert len(list(store.rows("decisions"))) == 2 * 300
