"""Learn the boundary weights that ship with drempel from its starter study: `python -m bench.learn_starter`."""

from __future__ import annotations

from pathlib import Path

from bench.starter_study import hand_cuts
from pipeline.fragments import learn_boundaries
from pipeline.fragments.boundary_model import model

WEIGHTS = Path(model.__file__).parent / "starter.json"


def main() -> None:
    """Write the weights, one key per line."""
    learn_boundaries(hand_cuts()).save(WEIGHTS)


if __name__ == "__main__":
    main()
