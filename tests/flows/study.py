"""What the flow tests do with a study: drop files, look at what was published."""

import shutil
from pathlib import Path

import pandas as pd

from pipeline import results
from pipeline.settings import Study

NEW = ("int_23.docx", "int_28.txt", "int_31.vtt")
TABLES = ("transcripts", "fragments", "codes", "suggestions", "decisions")


def drop(study: Study, starter: Path, names: tuple[str, ...] = NEW) -> Study:
    """The study, with shipped interviews in its inbox."""
    for name in names:
        folder = starter / ("new" if name in NEW else "interviews")
        shutil.copy(folder / name, study.inbox)
    return study


def published(study: Study) -> dict[str, pd.DataFrame]:
    """Every table, without the moments at which things were done."""
    frames = {table: results.read(study.folder, table) for table in TABLES}
    return {name: frame[[each for each in frame if not each.endswith("_at")]] for name, frame in frames.items()}


def assert_same(one: Study, other: Study) -> None:
    """Both studies publish the same tables."""
    there = published(other)
    for name, frame in published(one).items():
        pd.testing.assert_frame_equal(frame, there[name], obj=name)


def assert_wordless(home: Path, study: Study) -> None:
    """No stretch of what people said, six words long, stands in any file under that folder."""
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert kept, "there is nothing to look in"
    for text in results.read(study.folder, "fragments")["text"]:
        words = text.split()
        if len(words) >= 6:
            assert " ".join(words[:6]).encode() not in kept
            assert " ".join(words[-6:]).encode() not in kept
