"""Read transcripts in a process of their own, with a limit on time and memory: a file that costs too much is refused.

The process is started for the first file and reads all that follow. It is ended when a file takes too long, and
started again for the next one.
"""

from __future__ import annotations

import atexit
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

from pipeline.codebook import Codebook
from pipeline.errors import StillWritten, UnreadableTranscript
from pipeline.messages import Message
from pipeline.records import Transcript
from pipeline.transcripts.metadata import read_metadata
from pipeline.transcripts.reader import NOTHING, read_with_report
from pipeline.transcripts.report import ReadingReport

SECONDS = 60.0
"""Time for one file; an interview is read in a fraction of a second."""

SECONDS_PER_MEGABYTE = 5.0
"""Time that is added for each megabyte of the file."""

MEMORY = 4 * 1024**3
"""Bytes of address space of the process, where the system can hold it to them."""

_START = "import sys; sys.path[:] = {path!r}; from pipeline.transcripts.reading_process import serve; serve()"

_REMEDY = Message("Open it in the program that made it and save it again as .docx or .txt.")


def read_within_limits(
    path: Path,
    *,
    codebook: Codebook | None = None,
    metadata: Mapping[str, str] = NOTHING,
    columns: Mapping[str, str] = NOTHING,
) -> tuple[Transcript, ReadingReport]:
    """The interview in a file and the account of how it was read, as `read_with_report` gives them.

    Raises:
        UnreadableTranscript: it cannot be read, or reading it takes too much time or memory.
    """
    asked = {"codebook": codebook, "metadata": dict(metadata), "columns": dict(columns)}
    found: tuple[Transcript, ReadingReport] = _PROCESS.read("transcript", path.absolute(), asked)
    return found


def read_metadata_within_limits(path: Path) -> dict[str, dict[str, str]]:
    """The columns of each interview in a table, as `read_metadata` gives them.

    A text table is read here: what it costs grows with its size alone, which is limited.

    Raises:
        UnreadableTranscript: it cannot be read, or reading it takes too much time or memory.
    """
    if path.suffix.lower() != ".xlsx":
        return read_metadata(path)
    found: dict[str, dict[str, str]] = _PROCESS.read("metadata", path.absolute(), {})
    return found


class _Process:
    """The process that reads, one file at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, kind: str, path: Path, options: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as the kind says
        """What the reader of this kind returns; raises UnreadableTranscript."""
        with self._lock:
            answer = self._ask(path, (kind, path, options))
        if isinstance(answer, tuple) and answer[0] == "read":
            return answer[1]
        raise _refusal(path, answer)

    def _ask(self, path: Path, asked: object) -> Any:  # noqa: ANN401  # what the process answers
        child = self._started()
        too_long: list[bool] = []

        def end() -> None:
            too_long.append(True)
            child.kill()

        timer = Timer(_limit(path), end)
        timer.daemon = True
        timer.start()
        answer = None
        try:
            _send(child.stdin, asked)
            answer = _receive(child.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return "too long" if too_long else "ended"
        finally:
            timer.cancel()
            if answer is None or too_long:  # an answer that comes later belongs to no other file
                self.close()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, ready to read."""
        if self._child is None or self._child.poll() is not None:
            self.close()
            call = [sys.executable, "-c", _START.format(path=sys.path)]
            # What a library writes may quote the file: it goes nowhere.
            self._child = subprocess.Popen(
                call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            _receive(self._child.stdout)  # the time of the start is nobody's file's
        return self._child

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


def _limit(path: Path) -> float:
    try:
        return SECONDS + SECONDS_PER_MEGABYTE * path.stat().st_size / 1024**2
    except OSError:  # the reader says what is wrong with it
        return SECONDS


def _refusal(path: Path, answer: object) -> UnreadableTranscript:
    match answer:
        case ("written",):
            return StillWritten(path)
        case ("refused", str() as why, str() as remedy):
            return UnreadableTranscript(path, why, remedy)
        case ("failed", name):
            why = Message("it cannot be made into turns (%(error)s while reading)", error=name)
        case "too long":
            why = Message("reading it takes more than %(seconds)s seconds", seconds=round(_limit(path)))
        case _:
            why = Message("reading it takes more memory than there is, or ends the program that reads")
    return UnreadableTranscript(path, why, _REMEDY)


_READERS: Mapping[str, Callable[..., object]] = {"transcript": read_with_report, "metadata": read_metadata}

_PROCESS = _Process()


def end_process() -> None:
    """End the process that reads, if there is one; the next file starts another."""
    _PROCESS.close()


atexit.register(end_process)


def serve() -> None:
    """Answer the questions on standard input until it ends; run by the process that reads."""
    import os

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that asks ends both
    _limit_memory()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # nothing that a library prints comes among the answers
        _send(answers, "ready")
        try:
            while True:
                _send(answers, _answer(*_receive(sys.stdin.buffer)))
        except (EOFError, BrokenPipeError):
            return


def _answer(kind: str, path: Path, options: Mapping[str, Any]) -> object:
    try:
        return "read", _READERS[kind](path, **options)
    except StillWritten:
        return ("written",)
    except UnreadableTranscript as refusal:
        return "refused", refusal.why, refusal.remedy
    except Exception as error:  # whatever a file does to a reader, the run goes on with the next one
        return "failed", type(error).__name__


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):  # Windows has no such limit; macOS may refuse to set it
        return


def _send(stream: IO[bytes] | None, told: object) -> None:
    if stream is None:
        raise EOFError
    pickle.dump(told, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> Any:  # noqa: ANN401  # whatever was sent
    if stream is None:
        raise EOFError
    return pickle.load(stream)  # from this program itself
