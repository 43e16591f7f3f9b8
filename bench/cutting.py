"""Segmentation benchmarks: sentences, meaning units, speed and memory, each compared with other tools."""

from __future__ import annotations

from bench import cut_parallel, cut_sentences, cut_speed, cut_units


def run() -> None:
    """Print all tables."""
    cut_sentences.run()
    cut_units.run()
    cut_speed.run()
    cut_parallel.run()


if __name__ == "__main__":
    run()
