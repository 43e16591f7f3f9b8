"""Requests of the desk benchmark: every page that a person opens, and every verdict and change."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

from bench.browsing import Browser
from bench.furnishing import DISPUTES, Ground

Ask = Callable[[int], object]


def questions(browser: Browser, ground: Ground) -> dict[str, Ask]:
    """The requests by name; a request that changes something is followed by one that undoes it."""
    every: dict[str, Ask] = {}
    for part in (_reading, _saying, _cutting, _many, _across, _managing):
        every |= part(browser, ground)
    return every


def _card(ground: Ground, turn: int) -> str:
    interview, _, anchor = _fragment(ground, turn).rpartition(":")
    return f"/interviews/{interview}/fragments/{anchor}"


def _name(ground: Ground, turn: int) -> str:
    return ground.names[turn % len(ground.names)]


def _fragment(ground: Ground, turn: int) -> str:
    return ground.places[_name(ground, turn)][turn]


def _reading(browser: Browser, ground: Ground) -> dict[str, Ask]:
    return {
        "sign in": lambda turn: browser.get("/who"),
        "interviews": lambda turn: browser.get("/"),
        "an interview of 12,000 words": lambda turn: browser.get(f"/interviews/{_name(ground, turn)}"),
        "a card": lambda turn: browser.get(_card(ground, turn), swap=True),
        "why this suggestion": lambda turn: browser.get(f"{_card(ground, turn)}/why"),
        "words to cut at": lambda turn: browser.get(f"{_card(ground, turn)}/cut"),
        "history": lambda turn: browser.get(f"/fragments/{_fragment(ground, turn)}/history"),
    }


def _saying(browser: Browser, ground: Ground) -> dict[str, Ask]:
    def judge(verdict: str, through: str = "") -> Ask:
        return lambda turn: browser.post(_card(ground, turn), {"verdict": verdict, "shown_at": "0", "queue": through})

    return {
        "verdict: give a code": judge("give factor factor_1"),
        "verdict: no code here, on to the next": judge("none"),
        "verdict: reopen": judge("reopen"),
        "verdict in a queue, on to the next": judge("none", "uncertain"),
        "undo": _undo(browser),
        "redo": lambda turn: browser.post("/redo", {}),
        "undo again": _undo(browser),
    }


def _undo(browser: Browser) -> Ask:
    return lambda turn: browser.post("/undo", {})


def _cutting(browser: Browser, ground: Ground) -> dict[str, Ask]:
    def split(turn: int) -> object:
        # After the fragments that got verdicts, because undo would return to those.
        place = ground.places[_name(ground, turn)][100 + turn]
        interview, _, anchor = place.rpartition(":")
        address = f"/interviews/{interview}/fragments/{anchor}/cut"
        return browser.post(address, {"cut": f"split {ground.words[place]}"})

    return {
        "split a fragment": split,
        "undo a split": _undo(browser),
        "redo a split": lambda turn: browser.post("/redo", {}),
        "undo a split again": _undo(browser),
    }


def _many(browser: Browser, ground: Ground) -> dict[str, Ask]:
    def alike(turn: int) -> object:
        code, fragments = ground.offered[turn]
        return browser.get(f"/alike/{quote(fragments[0])}?code={code}")

    def accept(turn: int) -> object:
        code, fragments = ground.offered[turn]
        return browser.post(f"/alike/{quote(fragments[0])}", {"code": code, "fragments": fragments})

    return {
        "others like this": alike,
        "accept ten at once": accept,
        "undo ten at once": _undo(browser),
    }


def _across(browser: Browser, ground: Ground) -> dict[str, Ask]:
    def find(**asked: str) -> Ask:
        return lambda turn: browser.get(
            f"/find?{urlencode({name: value.format(turn % 7 + 1) for name, value in asked.items()})}"
        )

    code, other = "barrier.barrier_{}", "factor.factor_1"
    return {
        "find by code": find(code=code),
        "find by code, page 40": find(code=code, page="40"),
        "find by code and not another": find(code=code, without=other),
        "find by code in some interviews": find(code=code, about="role=jobcoach"),
        "find a word": find(words="zeldzaam{}"),
        "find a word that is everywhere": find(words="huur"),
        "find a word where a code is": find(words="zeldzaam{}", code=code),
        "table": lambda turn: browser.get("/table"),
        "codebook": lambda turn: browser.get("/codebook"),
        "memos": lambda turn: browser.get("/memos"),
        "memos with a word": lambda turn: browser.get("/memos?words=twijfel"),
        "quotes": lambda turn: browser.get("/quotes"),
        "quote a fragment": lambda turn: browser.get(f"/quotes?fragment={quote(_fragment(ground, turn))}"),
        "queues": lambda turn: browser.get("/queue"),
        "queue: least sure, first": lambda turn: browser.get("/queue/uncertain"),
        "queue: by code, first": lambda turn: browser.get(f"/queue/{quote('code:barrier.barrier_0')}"),
        "queue: at random, first": lambda turn: browser.get("/queue/random"),
        "queue: where coders differ, first": lambda turn: browser.get("/queue/differing"),
    }


def judging(browser: Browser, disputes: list[str]) -> dict[str, Ask]:
    """Requests of the adjudication of fragments that coders coded differently."""

    def case(turn: int) -> str:
        return f"/adjudicate/{disputes[turn % len(disputes)]}?{DISPUTES}"

    return {
        "compare": lambda turn: browser.get("/compare"),
        "differences": lambda turn: browser.get(f"/compare/differences?{DISPUTES}"),
        "differences, page 20": lambda turn: browser.get(f"/compare/differences?{DISPUTES}&page=20"),
        "judge: first that waits": lambda turn: browser.get(f"/adjudicate?{DISPUTES}"),
        "judge: both codings": lambda turn: browser.get(case(turn)),
        "judge: choose one": lambda turn: browser.post(case(turn), {"side": "A"}),
        "judge: take it back": lambda turn: browser.post(case(turn), {"side": ""}),
    }


def _managing(browser: Browser, ground: Ground) -> dict[str, Ask]:
    return {
        "manage": lambda turn: browser.get("/manage"),
        "columns": lambda turn: browser.get("/manage/columns"),
        "columns of one": lambda turn: browser.get(f"/manage/columns/{_name(ground, turn)}"),
        "coded twice": lambda turn: browser.get("/manage/twice"),
        "orphans": lambda turn: browser.get("/manage/orphans"),
        "fetch a table": lambda turn: browser.get("/manage/results/agreement.parquet"),
        "fetch a workbook": lambda turn: browser.get("/manage/exports/codes.xlsx"),
        "style": lambda turn: browser.get("/static/desk.css"),
    }
