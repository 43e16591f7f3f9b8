"""What a test run left out on this machine, and how to get it: the last lines that people read."""

from collections import Counter
from collections.abc import Iterable, Mapping

POSTGRESQL = "the store on PostgreSQL (it was tested on SQLite alone): `apt install postgresql`"
"""Said where there is no server: those tests are not even collected for it."""

SLOW = "the tests marked slow: `make test-slow`"
"""Said where they were left out on purpose."""

HOW = {
    "no Chromium": "the desk in a real browser: `apt install chromium chromium-driver`",
    "no axe-core": "the desk's accessibility by axe-core: `npm install --no-save axe-core`",
    "PostgreSQL": POSTGRESQL,
    "no systemd": "the recipes for systemd: needs a Linux with `systemd-analyze`",
    "no make": "which Python `make` takes: install make",
    "model2vec": "encoders of model2vec: `pip install model2vec tokenizers`",
    "minutes; `watch`": "the network of `watch` for minutes: `DREMPEL_KILLS=1 make test-slow`",
    "sentence_transformers": "encoders of sentence-transformers: `pip install sentence-transformers`",
}
"""By a part of the reason that a test gives: what did not run, and how to get it."""

DOES_NOT_APPLY = ("decision_function", "SCIPY_ARRAY_API", "no such sign", "tells DOS")
"""Parts of the reasons of general checks (scikit-learn's, and every sign in every encoding) that ask for nothing."""


def lines(reasons: Iterable[str], *, postgresql: bool, slow: bool = False) -> list[str]:
    """The lines that end a run, one for each part that did not run; none where everything ran.

    `slow` says that the tests with that mark were left out.
    """
    told: Counter[str] = Counter(_part(each) for each in reasons if not any(part in each for part in DOES_NOT_APPLY))
    if not postgresql:
        told.setdefault(POSTGRESQL, 0)
    if slow:
        told.setdefault(SLOW, 0)
    if not told:
        return []
    return ["Not run on this machine:", *(f"  {_number(told, part)}{part}" for part in sorted(told))]


def _part(reason: str) -> str:
    plain = reason.removeprefix("Skipped: ")
    return next((how for sign, how in HOW.items() if sign in plain), plain)


def _number(told: Mapping[str, int], part: str) -> str:
    return f"{told[part]} tests: " if told[part] > 1 else ""
