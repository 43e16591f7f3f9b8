"""Eight coders give verdicts over HTTP while the desk is killed again and again: every answered verdict is there, once.

With `DREMPEL_KILLS` as many kills among 4,000 verdicts; by default two among 80.
"""

import http.client
import os
import random
import re
import socket
import threading
import time
from collections import Counter
from itertools import islice, product
from urllib.parse import quote, urlencode

import pytest

from pipeline.decisions import Store
from pipeline.review.access_keys import give_key
from pipeline.settings import open_study
from tests.faults.killing import forker
from tests.review.invented_study import NOON, add, begin, transcript_of

LONG = "DREMPEL_KILLS" in os.environ
KILLS = int(os.environ.get("DREMPEL_KILLS", "2"))
CODERS, EACH = 8, 500 if LONG else 10
FRAGMENTS = 40
PATIENCE = 120


class Coder(threading.Thread):
    """A browser that goes on until its verdicts are answered, whatever becomes of the desk meanwhile."""

    def __init__(self, port, name, key, verdicts):
        super().__init__(name=name)
        self.port, self.key, self.verdicts = port, key, verdicts
        self.cookie, self.token = "", ""
        self.answered, self.strange = [], []

    def run(self):
        self.read("/who")
        self.post("/who", coder=self.name, key=self.key)
        self.read("/interviews/long")
        for anchor, dimension, code in self.verdicts:
            address = f"/interviews/{quote('long')}/fragments/{anchor}"
            status = self.post(address, verdict=f"give {dimension} {code}")
            if status == 200:
                self.answered.append((self.name, f"long:{anchor}", dimension, code))
            else:
                self.strange.append(status)

    def read(self, address):
        page = self.ask("GET", address, "")[1]
        self.token = re.search(r'name="csrf" value="([^"]+)"', page)[1]

    def post(self, address, **fields):
        return self.ask("POST", address, urlencode({"csrf": self.token, **fields}))[0]

    def ask(self, method, address, body):
        """The answer; where the desk died before it came, nobody knows what became of it: then it is asked again."""
        given_up = time.monotonic() + PATIENCE
        while time.monotonic() < given_up:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", "X-Desk": "1"}
                line.request(method, address, body, headers)
                answer = line.getresponse()
                page = answer.read().decode()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            finally:
                line.close()
            self.cookie = (answer.headers["set-cookie"] or self.cookie).partition(";")[0]
            return answer.status, page
        raise TimeoutError(f"no desk answered within {PATIENCE} seconds")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def furnish(folder, port):
    """A study with a long interview, and the keys of eight coders."""
    begin(folder)
    (folder / "drempel.toml").write_text(f'[review]\nlanguage = "en"\nport = {port}\n', encoding="utf-8")
    study = open_study(folder)
    talk = (("I", "Ja?"), ("R", "".join(f"Dit is zin {number}." for number in range(FRAGMENTS))))
    with Store.open(study.store_url) as store:
        store.ledger.keep_codebook(study.codebook)
        add(store, transcript_of("long", talk))
        names = [f"coder{number}" for number in range(CODERS)]
        return study, {name: give_key(store, name, since=NOON) for name in names}


def verdicts_of(study):
    """Codes to give, as many as each coder gives: only in dimensions where one does not take another's place."""
    with Store.open(study.store_url) as store:
        anchors = [each.id.partition(":")[2] for each in store.transcripts.fragments("long")]
    codes = [(each.id, code) for each in study.codebook if not each.single for code in each.code_ids]
    return [(anchor, *code) for anchor, code in islice(product(anchors, codes), EACH)]


def answers_of(coders):
    return sum(len(coder.answered) for coder in coders)


@pytest.mark.slow
def test_every_answered_verdict_of_eight_coders_survives_kills_of_the_desk(tmp_path):
    port, chance = free_port(), random.Random(8)
    study, keys = furnish(tmp_path, port)
    verdicts = verdicts_of(study)
    coders = [Coder(port, name, key, chance.sample(verdicts, EACH)) for name, key in keys.items()]
    # Killed after so many answers, and a pause that only draws the moment.
    moments = sorted(chance.sample(range(1, CODERS * EACH * 3 // 4), KILLS))
    with forker() as forking:
        desk = forking.start("review", study.folder)
        for coder in coders:
            coder.start()
        for moment in moments:
            while answers_of(coders) < moment and any(coder.is_alive() for coder in coders):
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.05))
            assert forking.kill(desk) == -9
            desk = forking.start("review", study.folder)
        for coder in coders:
            coder.join()
        forking.kill(desk)
    assert [coder.strange for coder in coders] == [[]] * CODERS
    answered = [verdict for coder in coders for verdict in coder.answered]
    assert len(answered) == CODERS * EACH
    with Store.open(study.store_url) as store:
        said = Counter(
            (row["coder"], row["fragment"], row["dimension"], row["code"]) for row in store.exports.rows("decisions")
        )
        assert said == Counter(answered), "lost, or said twice"
        assert store.maintenance.check() == []
