"""Read verdicts from published tables: which coder finished which fragment, and with which codes.

Every function takes `tables`: frames by table name, as `read` returns them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from pipeline.records import Action

Tables = Mapping[str, pd.DataFrame]
CLOSING = (Action.REVIEWED, Action.REOPENED)
"""The actions that finish or reopen a fragment, the only ones that are used here."""
NO_CODES: frozenset[str] = frozenset()
Independent = Mapping[tuple[str, str], frozenset[tuple[str, str]] | None]
"""Verdicts by fragment and coder, as codes by dimension, from before the coder could see those of others."""


def finished(tables: Tables) -> pd.DataFrame:
    """Return a row per fragment and coder who finished it: fragment, interview, coder, blind.

    A coder finished a fragment if the last live entry of these actions is `reviewed`, not `reopened`. Blind is whether
    the first time was without a suggestion on screen. Only fragments that are still in the study count.
    """
    ledger = tables["decisions"]
    closing = ledger[ledger["live"] & ledger["action"].isin(CLOSING)].astype(
        {"fragment": "str", "interview": "str", "coder": "str", "action": "str"}
    )
    closing = closing[closing["fragment"].isin(set(tables["fragments"]["fragment"]))].sort_values("number")
    by_coder = closing.groupby(["fragment", "coder"], sort=True)
    found = by_coder.agg(interview=("interview", "first"), blind=("blind", "first"), last=("action", "last"))
    done = found[found["last"] == Action.REVIEWED].reset_index()
    return done[["fragment", "interview", "coder", "blind"]]


def finished_blind(tables: Tables) -> set[str]:
    """Return the fragments that a coder finished, the first time without a suggestion on screen."""
    done = finished(tables)
    return set(done.loc[done["blind"], "fragment"])


def without(tables: Tables, pairs: Collection[tuple[str, str]]) -> Tables:
    """Return the tables without these verdicts, by fragment and coder: those of judges, who saw other coders' codes."""
    ledger = tables["decisions"]
    if not pairs or not len(ledger):
        return tables
    given = pd.MultiIndex.from_arrays([ledger["fragment"].astype("str"), ledger["coder"].astype("str")])
    return {**tables, "decisions": ledger[~given.isin(list(pairs))]}


def as_before(tables: Tables, independent: Independent) -> Tables:
    """Return the tables with these verdicts as they were before the coder could see those of others.

    `independent` gives the codes, as (dimension, code), by fragment and coder; a verdict that is None is left out.
    """
    if not independent:
        return tables
    codes = tables["codes"]
    given = pd.MultiIndex.from_arrays([codes["fragment"].astype("str"), codes["coder"].astype("str")])
    rows = [
        {"fragment": fragment, "coder": coder, "dimension": dimension, "code": code, "final": False}
        for (fragment, coder), held in independent.items()
        for dimension, code in sorted(held or ())
    ]
    kept = codes[~given.isin(list(independent))]
    columns = ["fragment", "coder", "dimension", "code", "final"]
    before = pd.DataFrame(rows, columns=columns).astype({"final": bool})
    changed = pd.concat([kept[columns].astype({name: "str" for name in columns[:4]} | {"final": bool}), before])
    return without({**tables, "codes": changed}, [pair for pair, held in independent.items() if held is None])


def codes_by_coder(tables: Tables, dimension: str, *, final: bool = False) -> dict[tuple[str, str], frozenset[str]]:
    """Return the codes of one dimension by (fragment, coder).

    With `final`, only those of the coder whose verdict counts.
    """
    codes = tables["codes"]
    chosen = codes[(codes["dimension"] == dimension) & (codes["final"] | (not final))]
    found: dict[tuple[str, str], set[str]] = {}
    for fragment, coder, code in zip(chosen["fragment"], chosen["coder"], chosen["code"], strict=True):
        found.setdefault((str(fragment), str(coder)), set()).add(str(code))
    return {key: frozenset(value) for key, value in found.items()}


def suggested_codes(suggestions: pd.DataFrame, dimension: str) -> dict[str, frozenset[str]]:
    """Return the codes of one dimension that the model would show, by scored fragment; the set may be empty."""
    chosen = suggestions[suggestions["dimension"] == dimension]
    found: dict[str, set[str]] = {str(fragment): set() for fragment in chosen["fragment"].unique()}
    shown = chosen[chosen["suggested"]]
    for fragment, code in zip(shown["fragment"], shown["code"], strict=True):
        found[str(fragment)].add(str(code))
    return {fragment: frozenset(codes - {""}) for fragment, codes in found.items()}
