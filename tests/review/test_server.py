"""The desk is opened on this machine alone, as a program of its own, and says where."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from pipeline.errors import PortTaken
from pipeline.review import serve

START = "import sys; from pathlib import Path; from pipeline.settings import open_study; "
START += "from pipeline.review import serve; "
START += "serve(open_study(Path(sys.argv[1])), port=int(sys.argv[2]), open_browser=False)"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def test_a_taken_port_is_named_with_what_to_do(study):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} is taken.*--port {port + 1}"):
            serve(study, port=port, open_browser=False)


@pytest.mark.slow
def test_the_desk_says_its_address_answers_there_and_stops(study, store):
    port = free_port()
    command = [sys.executable, "-u", "-c", START, str(study.folder), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as desk:
        told = desk.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)[0]
        with urllib.request.urlopen(address) as answer:
            assert "drempel" in answer.read().decode()
        desk.send_signal(signal.SIGINT)
        out, err = desk.communicate(timeout=60)
    assert str(port) in address
    assert "GET" not in out + err
    assert "Traceback" not in err
