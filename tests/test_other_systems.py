"""What Windows does otherwise is kept in mind; here as far as it shows on any system."""

import fcntl
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import PortTaken
from pipeline.results import publication
from pipeline.review import server

ROOT = Path(__file__).parents[1]


def test_tables_are_made_durable_through_a_descriptor_that_may_write(tmp_path, monkeypatch):
    """Windows refuses to flush a file that is open for reading alone."""
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    flushed = []

    def flush(descriptor):
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        flushed.append("folder" if folder else fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE)

    monkeypatch.setattr(publication.os, "fsync", flush)
    publication._make_durable(tmp_path)
    assert flushed == [os.O_RDWR, "folder"]


def test_where_a_port_can_be_had_alone_it_is(monkeypatch):
    """On Windows, SO_REUSEADDR lets a second program listen at the same port."""
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_KEEPALIVE, raising=False)
    with server._listen("127.0.0.1", 0) as door:
        assert door.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert not door.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
        with pytest.raises(PortTaken):
            server._listen("127.0.0.1", door.getsockname()[1])


def test_what_goes_through_a_pipe_is_utf_8_whatever_the_code_page(tmp_path):
    told = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    call = [sys.executable, "-m", "pipeline", "init", str(tmp_path / "study"), "--title", "Łódź ✓", "--json"]
    ended = subprocess.run(call, env=told, capture_output=True, check=False, cwd=ROOT)
    assert ended.returncode == 0, ended.stderr
    assert "Łódź ✓" in ended.stdout.decode("utf-8")


@pytest.mark.slow
def test_every_text_file_is_opened_with_its_encoding(tmp_path):
    """Without one, Windows reads and writes its old code page."""
    told = {**os.environ, "PYTHONWARNDEFAULTENCODING": "1"}
    program = (
        "import warnings, sys;"
        "warnings.filterwarnings('error', category=EncodingWarning, module=r'(pipeline|flows)\\.');"
        "from pathlib import Path; from pipeline.steps import api as steps; from pipeline.settings import open_study;"
        "folder = Path(sys.argv[1]); steps.init(folder); study = open_study(folder);"
        "(study.inbox / 'a.txt').write_text('I: Hoe?\\nR: Zo. En zo.\\n', encoding='utf-8');"
        "steps.ingest(study); steps.publish(study); steps.report(study); steps.backup(study); steps.check(study)"
    )
    call = [sys.executable, "-c", program, str(tmp_path / "study")]
    ended = subprocess.run(call, env=told, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ended.returncode == 0, ended.stderr[-1500:]


def test_windows_gets_time_zones():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "\"tzdata; sys_platform == 'win32'\"" in project
