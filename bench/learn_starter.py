"""Learn the boundary weights that ship with drempel from its starter study: `python -m bench.learn_starter`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.starter_study import hand_cuts
from pipeline.fragments import boundaries, learn_boundaries

WEIGHTS = Path(boundaries.__file__).parent / "starter.json"
_LEAST = 0.01  # a smaller weight changes no cut


def main() -> None:
    """Write the weights, a key a line."""
    model = learn_boundaries(hand_cuts())
    plain = {"words": model.words, "gaps": model.gaps, "wholes": model.wholes}
    tables = ",\n".join(f'"{name}": {{\n{_table(rows)}\n}}' for name, rows in plain.items())
    tail = f'"learnt_from": {json.dumps(dict(model.learnt_from))},\n"format": {model.format}'
    WEIGHTS.write_text(f"{{\n{tables},\n{tail}\n}}\n", encoding="utf-8")


def _table(rows: Mapping[str, Sequence[float]]) -> str:
    return ",\n".join(_lines(rows))


def _lines(rows: Mapping[str, Sequence[float]]) -> Iterator[str]:
    for key, weights in rows.items():
        rounded = [round(weight, 2) if abs(weight) >= _LEAST else 0 for weight in weights]
        while rounded and not rounded[-1]:
            rounded.pop()
        if rounded:
            yield f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(rounded, separators=(',', ':'))}"


if __name__ == "__main__":
    main()
