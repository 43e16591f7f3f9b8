"""The verb `preview`: read transcripts without storing anything."""

from __future__ import annotations

import json as encoder
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import console, notices

SHOWN = 6
"""The number of turns to print of a file."""

WIDEST = 100
"""The number of characters to print of a turn."""


@app.command(epilog="Example: `drempel preview data/inbox/int_40.docx`")
def preview(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The transcripts to read.")],
    json: Json = False,
) -> None:
    """Read transcripts without storing them: speakers, roles, the first turns, and what to check.

    With --json: every turn of each file, one object per line.
    """
    from pipeline.steps.preview import preview as previewed

    study = study_of(context)
    for file in files:
        account = previewed(study, file)
        if json:
            sys.stdout.write(encoder.dumps({"file": file.name, **account}, ensure_ascii=False) + "\n")
        else:
            _print(file, account)


def _print(file: Path, account: dict[str, Any]) -> None:
    if "refused" in account:
        notices.print(f"! {account['refused']}", soft_wrap=True, markup=False)
        return
    marked = f"speakers stand {account['layout']}" if account["layout"] else "no labels"
    console.print(
        f"{file.name}: {len(account['turns'])} turns, {account['words_in_turns']} words, {marked}", markup=False
    )
    for who in account["speakers"]:
        line = (
            f"  {who['speaker']}: {who['role']} (from: {who['role_from']}), {who['turns']} turns, {who['words']} words"
        )
        console.print(line, soft_wrap=True, markup=False)
    for apart in account["set_apart"]:
        line = f"  set apart as {apart['kind']}: line {apart['first_line']}, {apart['words']} words"
        console.print(line, soft_wrap=True, markup=False)
    _print_turns(account["turns"][:SHOWN])
    if "proposed" in account:
        asks = [turn for turn in account["proposed"]["turns"] if turn["role"] == "interviewer"]
        told = f"  proposed: {len(asks)} turns look like the interviewer's, such as these. To take them for the"
        console.print(
            f'{told} interviewer\'s, set nameless = "proposed" under [transcripts] in drempel.toml.',
            soft_wrap=True,
            markup=False,
        )
        _print_turns(asks[:SHOWN])
    for problem in account["problems"]:
        notices.print(f"! {problem}", soft_wrap=True, markup=False)


def _print_turns(turns: list[dict[str, Any]]) -> None:
    for turn in turns:
        words = " ".join(turn["text"].split())
        shown = words if len(words) <= WIDEST else words[:WIDEST] + "…"
        console.print(f"  {turn['speaker']}: {shown}", soft_wrap=True, markup=False)
