"""Words per second of reading transcripts, beside an earlier build in the same run: 30 interviews, and 30,000 words.

`DREMPEL_BEFORE` names a folder with the source of the earlier build, for example a worktree of commit 2e06dd2. Each
build reads the same files in its own process, in turn; the fastest of its rounds counts, in processor time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.running import show
from pipeline import transcripts
from tests.transcripts.forms import FORMS

ROUNDS = 6
LEAST = 0.9
"""The share of the earlier build's words per second that reading must keep."""

LONG = 30_000
MEASURED = (
    "text", "text, time in square brackets", "text, name and time above, as Otter", "Word, paragraphs", "Word, a table",
    "LibreOffice, paragraphs", "rich text by WordPad", "WebVTT by Zoom", "SubRip", "CSV", "WhisperX", "ELAN, layers",
    "Praat, long, UTF-8",
)  # fmt: skip
READ = """
import json, sys, time
from pathlib import Path
from pipeline.transcripts import read
for line in sys.stdin:
    began = time.process_time()
    for path in json.loads(line):
        read(Path(path))
    print(time.process_time() - began, flush=True)
"""


def run() -> None:
    """Write the files, let both builds read them in turn, and print words per second and the ratio."""
    here, before = str(Path.cwd()), os.environ.get("DREMPEL_BEFORE", "")
    with tempfile.TemporaryDirectory() as folder:
        readers = {build: _reader(build) for build in filter(None, (here, before))}
        show("words per second of processor time; the earlier build; ratio (limit .9)")
        for form, files, words in _written(Path(folder)):
            took: dict[str, list[float]] = {build: [] for build in readers}
            for _ in range(ROUNDS):
                for build, reader in readers.items():
                    took[build].append(_seconds(reader, files))
            _print(form, words, min(took[here]), min(took[before]) if before else None)
        for reader in readers.values():
            reader.kill()
            reader.wait()


def _print(form: str, words: int, mine: float, earlier: float | None) -> None:
    line = f"  {form:48} {words / mine:10,.0f}"
    if earlier is not None:
        ratio = earlier / mine
        line += f" {words / earlier:10,.0f}   {ratio:4.2f} {'' if ratio >= LEAST else 'TOO SLOW'}"
    show(line)


def _reader(build: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": build}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", READ], cwd=build, env=environment, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def _seconds(reader: subprocess.Popen[str], files: list[str]) -> float:
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(json.dumps(files) + "\n")
    reader.stdin.flush()
    return float(reader.stdout.readline())


def _written(folder: Path) -> list[tuple[str, list[str], int]]:
    """The forms with their files and words: the interviews of the starter study, and one long talk made of them."""
    talks = []
    for path in sorted(Path("data/starter/interviews").glob("*.txt")):
        told = transcripts.read(path)
        talks.append([(turn.speaker, " ".join(told.words_of(turn).split())) for turn in told.turns])
    every = [turn for talk in talks for turn in talk]
    long: list[tuple[str, str]] = []
    while sum(len(words.split()) for _, words in long) < LONG:
        long.extend(every[len(long) % len(every) :][:50])
    found = []
    for form in MEASURED:
        suffix, write = FORMS[form]
        for size, some in (("interviews", talks), ("long", [long])):
            files = []
            for number, talk in enumerate(some):
                path = folder / f"{form}_{size}_{number}{suffix}".replace(" ", "_").replace(",", "")
                path.write_bytes(write(talk))
                files.append(str(path))
            words = sum(len(words.split()) for talk in some for _, words in talk)
            found.append((f"{form} ({size})", files, words))
    return found
