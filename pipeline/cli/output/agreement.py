"""Print agreement as tables: a line per code and pair of coders, with alpha, its interval and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.cli.output.terminal import console, table

Row = Mapping[str, Any]

TITLES = {
    "human-human": "Agreement between coders",
    "human-model": "Agreement with the model, on what was coded blind in interviews that it had not seen",
}
MEASURES = {"percent": "same", "kappa": "kappa", "alpha": "alpha", "ac1": "AC1"}
ALPHAS = ("alpha", "masi_alpha", "unitizing_alpha")
AS_BEFORE = "These count as they were before, or not at all where there was nothing before."
COLUMNS = ["", *MEASURES.values(), "alpha, 95 %", "fragments", "interviews", ""]


def show_agreement(rows: Sequence[Row]) -> None:
    """Print the rows of `agreement`, or that there are none."""
    for kind, title in TITLES.items():
        mine = [row for row in rows if row["kind"] == kind]
        for coders in dict.fromkeys(row["coders"] for row in mine):
            lines = _lines([row for row in mine if row["coders"] == coders])
            console.print()
            console.print(table(f"{title}: {coders}", COLUMNS, lines), soft_wrap=True, markup=False)
            informed = next((row["informed"] for row in mine if row["coders"] == coders and row.get("informed")), 0)
            if informed:
                console.print(f"Given after another coder's verdict was seen: {informed}. {AS_BEFORE}", soft_wrap=True)
    if not rows:
        console.print("No agreement to tell: no two coders, and no coder and the model, have fragments in common.")


def show_certificates(rows: Sequence[Row]) -> None:
    """Print the codes that are certified for auto-accept, and what the others need."""
    if not rows:
        return
    bound = rows[0]["bound"]
    lines = [[f"{row['dimension']}: {row['code']}", *_certified(row)] for row in rows]
    console.print()
    title = f"Codes that may be accepted without a person, at most {bound:.0%} of them wrong"
    console.print(
        table(title, ["code", "from probability", "more blind verdicts, about"], lines), soft_wrap=True, markup=False
    )


def _certified(row: Row) -> list[object]:
    if row["threshold"] is not None:
        return [f"{row['threshold']:g}", ""]
    return ["–", "would not help" if row["needs"] is None else row["needs"]]


def _lines(rows: Sequence[Row]) -> list[list[object]]:
    places: dict[str, dict[str, Row]] = {}
    for row in rows:
        cut = " (units)" if row["measure"] == "unitizing_alpha" else ""
        place = ": ".join(filter(None, [row["dimension"], row["code"]])) or "where units lie"
        places.setdefault(place + cut, {})["alpha" if row["measure"] in ALPHAS else row["measure"]] = row
    return [_line(place, by_measure) for place, by_measure in places.items()]


def _line(place: str, by_measure: Mapping[str, Row]) -> list[object]:
    main = by_measure["alpha"]
    interval = f"{main['low']:.2f}-{main['high']:.2f}" if main["low"] is not None else ""
    figures = [_figure(by_measure.get(measure)) for measure in MEASURES]
    return [place, *figures, interval, main["fragments"], main["interviews"], main["note"].partition(":")[0]]


def _figure(row: Row | None) -> str:
    return "–" if row is None or row["value"] is None else f"{row['value']:.2f}"
