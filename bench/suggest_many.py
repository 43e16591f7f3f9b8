"""Suggest codes for many passages in a process of its own, so that `suggest_speed` can measure its memory."""

from __future__ import annotations

import sys
from pathlib import Path

import joblib
import pyarrow as pa
import pyarrow.parquet as pq

from bench.suggest_speed import again
from pipeline.suggestions import TrainedModel
from pipeline.suggestions.registry.model_file import read_model

PEAK = "VmHWM:"


def main(folder: Path, binary: Path, count: int) -> None:
    """Print the peak memory of this process, in MB."""
    told = joblib.load(folder / "passages.joblib")
    model = TrainedModel(id=binary.parent.name, card={}, pipeline=read_model(binary, binary.parent.name))
    writer = None
    for start in range(0, count, len(told)):
        # Some interviews at a time, as a run reads them from the store.
        asked = [again(passage, start) for passage in told[: count - start]]
        for frame in model.suggest_in_batches(asked):
            table = pa.Table.from_pandas(frame, preserve_index=False)
            writer = writer or pq.ParquetWriter(folder / "suggestions.parquet", table.schema)
            writer.write_table(table)
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    held = next(line for line in status if line.startswith(PEAK))
    sys.stdout.write(f"{int(held.split()[1]) / 1024}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
