"""`python -m bench [NAME…]`: run the named benchmarks, or all of them; each prints its own table."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = (
    "cutting",
    "suggesting",
    "ablation",
    "storing",
    "desk",
    "estimating",
    "running",
    "telling",
    "start",
    "reading",
    "refresh",
)


def main(names: list[str]) -> int:
    """Run the benchmarks; returns 2 if a name is unknown."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(f"No benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.\n")
        return 2
    for name in names or BENCHMARKS:
        import_module(f"bench.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
