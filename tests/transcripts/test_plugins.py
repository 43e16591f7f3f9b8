"""An installed package adds a reader by an entry point; it cannot take the place of drempel's own."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript
from pipeline.transcripts.registry import suffixes


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a package as pip does: its module and a dist-info beside it, on the path."""

    def install(name: str, code: str, points: str) -> None:
        site = tmp_path / f"site-{name}"
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"{name}.py").write_text(textwrap.dedent(code), encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[drempel.readers]\n{points}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))

    return install


def test_a_package_adds_a_reader_as_the_docs_tell(installed, said):
    told = (Path(__file__).parents[2] / "docs" / "transcripts.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", told, flags=re.DOTALL)
    (points,) = re.findall(r'```toml\n\[project.entry-points."drempel.readers"\]\n(.*?)```', told, flags=re.DOTALL)
    installed("bars_reader", code, points.replace('"', ""))
    assert ".bars" in suffixes()
    assert said("a.BARS", "I|Hoe gaat het?\nR|Goed.") == [("I", "Hoe gaat het?"), ("R", "Goed.")]


def test_what_drempel_reads_itself_is_not_replaced(installed, said):
    installed("greedy_reader", "def read(path, contents): raise RuntimeError", "txt = greedy_reader:read")
    assert suffixes().count(".txt") == 1
    assert said("a.txt", "I: Hoe?\nR: Goed.") == [("I", "Hoe?"), ("R", "Goed.")]


def test_a_package_that_cannot_be_loaded_is_named(installed, written):
    installed("broken_reader", "import no_such_module_at_all", "brk = broken_reader:read")
    with pytest.raises(UnreadableTranscript, match="broken_reader:read cannot be loaded"):
        transcripts.read(written("a.brk", "x"))


def test_a_reader_that_fails_sets_the_file_aside_without_quoting_it(installed, written):
    installed("loud_reader", "def read(path, contents): raise KeyError(contents.decode())", "loud = loud_reader:read")
    with pytest.raises(UnreadableTranscript, match="KeyError") as refusal:
        transcripts.read(written("a.loud", "het geheim van Rino"))
    assert "geheim" not in str(refusal.value)
