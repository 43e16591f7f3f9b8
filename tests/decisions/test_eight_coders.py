"""Eight coders at once, each a process of its own: no verdict is lost, none doubled, nobody is told of a lock."""

import subprocess
import sys

from pipeline.decisions import Store
from tests.decisions.invented import add, suggest, transcript

CODERS = 8
EACH = 12

CODE = """
import sys
from pipeline.decisions import Store
from tests.decisions.invented import say

url, coder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store.open(url) as store:
    ids = [each.id for each in store.fragments("int_01")]
    sys.stdin.readline()
    for turn in range(count):
        fragment = ids[turn % len(ids)]
        code = ("housing", "mobility", "health")[turn // len(ids)]
        [number] = store.record([say("added", fragment, "barrier", code, coder=coder)])
        print(number, fragment, code, flush=True)
"""


def test_verdicts_of_eight_processes_at_once_are_all_there_once(url, store):
    add(store, transcript())
    suggest(store, {("barrier", "housing")})
    coders = [
        subprocess.Popen(
            [sys.executable, "-c", CODE, url, f"coder{number}", str(EACH)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(CODERS)
    ]
    for each in coders:
        each.stdin.write("go\n")
        each.stdin.flush()
    answered = {}
    for number, each in enumerate(coders):
        said, complaint = each.communicate(timeout=200)
        assert (each.returncode, complaint) == (0, "")
        for line in said.splitlines():
            entry, fragment, code = line.split()
            answered[int(entry)] = (f"coder{number}", fragment, code)
    assert len(answered) == CODERS * EACH
    stored = {row["number"]: (row["coder"], row["fragment"], row["code"]) for row in store.rows("decisions")}
    assert stored == answered
    with Store.open(url) as again:
        assert sum(len(each.codes) for each in again.verdicts("int_01")) == CODERS * EACH
