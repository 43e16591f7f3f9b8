"""Install pinned packages in a temporary virtual environment, run a script there and compare what it prints."""

# ruff: noqa: T201
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from textwrap import dedent


def show(packages: list[str], script: str, expected: str) -> None:
    """Run `script` with `packages` installed, print its output, and exit with 1 if that is not `expected`."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", *packages], check=True)
        command = [scripts / "python", "-c", dedent(script)]
        run = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    print(*packages)
    print(run.stdout)
    if run.stdout.split() != dedent(expected).split():
        sys.exit(f"The output has changed. It was:\n{dedent(expected)}")
    print("The finding holds.")
