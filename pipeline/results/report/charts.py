"""Draw the report's charts as SVG with matplotlib: readable in grey, the same bytes for the same numbers."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import cycle
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "drempel",
    "font.size": 9,
    "font.family": "sans-serif",
}
_INK = "#222222"
# Lightness falls in even steps and each step has its own hatch, so that a black-and-white print is readable.
_FILLS = (("#f2f2f2", ""), ("#bdbdbd", "///"), ("#6b6b6b", ""), ("#ffffff", "..."), ("#2b2b2b", ""), ("#dddddd", "xx"))

_LINES = (("-", "o"), ("--", "s"), ("-.", "^"), (":", "D"))


def heat_map(numbers: pd.DataFrame, *, percent: bool = False) -> str:
    """Draw a table of numbers as a heat map, darker for more; empty where there is no number."""
    with mpl.rc_context(_STYLE):
        figure, axes = _sheet(width=1.8 + 0.75 * numbers.shape[1], height=0.9 + 0.32 * numbers.shape[0])
        values = numbers.to_numpy(dtype=float)
        most = float(np.nanmax(values)) if np.isfinite(values).any() else 1.0
        axes.imshow(values, cmap="Greys", vmin=0, vmax=1.3 * most or 1.0, aspect="auto")
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                words = f"{value:.0%}" if percent else f"{value:g}"
                axes.text(column, row, words, ha="center", va="center", color="white" if value > 0.7 * most else _INK)
        axes.set_xticks(range(numbers.shape[1]), [str(name) for name in numbers.columns], rotation=40, ha="left")
        axes.set_yticks(range(numbers.shape[0]), [str(name) for name in numbers.index])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        return _svg(figure)


def stacked_bars(numbers: pd.DataFrame) -> str:
    """Draw a bar per row, divided into the columns' shares, with the numbers in it."""
    with mpl.rc_context(_STYLE):
        figure, axes = _sheet(width=7.2, height=1.0 + 0.36 * numbers.shape[0])
        total = numbers.sum(axis=1).replace(0, 1)
        left = np.zeros(len(numbers))
        for position, column in enumerate(numbers.columns):
            colour, hatch = _FILLS[position % len(_FILLS)]
            share = (numbers[column] / total).to_numpy(dtype=float)
            bars = axes.barh(
                range(len(numbers)), share, left=left, color=colour, hatch=hatch, edgecolor=_INK, linewidth=0.6,
                label=str(column),
            )  # fmt: skip
            _number(axes, bars.patches, numbers[column])
            left += share
        axes.set_yticks(range(len(numbers)), [str(name) for name in numbers.index])
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False)
        return _svg(figure)


def intervals(names: Sequence[str], values: pd.DataFrame, *, marks: Sequence[float] = (), percent: bool = False) -> str:
    """Draw a dot per name with its interval as a line (`value`, `low`, `high`); dotted lines at `marks`."""
    with mpl.rc_context(_STYLE):
        figure, axes = _sheet(width=7.2, height=0.7 + 0.26 * len(names))
        rows = np.arange(len(names))
        for mark in marks:
            axes.axvline(mark, color="#999999", linestyle=":", linewidth=1)
        axes.hlines(rows, values["low"], values["high"], color=_INK, linewidth=1.4)
        axes.plot(values["value"], rows, "o", color="white", markeredgecolor=_INK, markersize=5.5)
        axes.set_yticks(rows, list(names))
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
        if percent:
            axes.set_xlim(left=0)  # bars of shares start at 0
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        return _svg(figure)


def learning_curve(interviews: Sequence[int], f1: Sequence[float], promised: float | None, more: int) -> str:
    """Draw F1 on unseen interviews by number of training interviews, and the extrapolation as an open dot, dashed."""
    with mpl.rc_context(_STYLE):
        figure, axes = _sheet(width=6.0, height=3.0)
        axes.plot(interviews, f1, "o-", color=_INK, markersize=4)
        if promised is not None:
            further = [max(interviews), max(interviews) + more]
            axes.plot(further, [f1[int(np.argmax(interviews))], promised], "--", color=_INK)
            axes.plot(further[1:], [promised], "o", color="white", markeredgecolor=_INK)
        axes.set_ylim(bottom=0)
        axes.set_ylabel("F1")
        axes.set_xlabel("interviews")
        return _svg(figure)


def reliability_curves(curves: Mapping[str, Sequence[Sequence[float]]], *, said: str, held: str) -> str:
    """Draw a reliability curve per name, by tenths (said, held, share of cells); the diagonal is dotted."""
    with mpl.rc_context(_STYLE):
        figure, axes = _sheet(width=5.0, height=4.0)
        axes.plot([0, 1], [0, 1], ":", color="#999999", linewidth=1)
        for (name, tenths), (dash, mark) in zip(curves.items(), cycle(_LINES), strict=False):
            points = np.array(tenths)
            axes.plot(
                points[:, 0], points[:, 1], dash, marker=mark, color=_INK, markerfacecolor="white", markersize=4.5,
                linewidth=1, label=name,
            )  # fmt: skip
        axes.set_xlabel(said)
        axes.set_ylabel(held)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.legend(loc="upper left", frameon=False)
        return _svg(figure)


def _number(axes: Axes, patches: Sequence[mpl.patches.Rectangle], counts: pd.Series[int]) -> None:
    for patch, count in zip(patches, counts, strict=True):
        if patch.get_width() > 0.04:
            where = patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
            axes.text(*where, str(count), ha="center", va="center", color=_INK, bbox=box)


def _sheet(*, width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(min(width, 11.0), height), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    """Encode the figure as a data URL, so that ids of two figures on one page cannot clash."""
    drawn = BytesIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"
