"""Speed and memory: words per second of processor time compared with spaCy in the same run, and memory over many words.

Every pipeline is new and its vocabulary empty, as in a run that reads a folder. Text is read twice; the second reading,
when spaCy has cached nearly every word, is reported apart.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterable, Iterator

import spacy
from rich.console import Console
from rich.table import Table

from bench import peers
from bench.starter_study import hand_cuts
from pipeline.fragments import cut, sentences, spacy_pipeline
from pipeline.records import Role, Transcript, Turn

MILLION = 1_000_000
MOST_WORDS = int(os.environ.get("DREMPEL_BENCH_WORDS", 10 * MILLION))
HOSTILE = (".", ". ", "… ", '"', "'", "''", '." ', "(", ". (", " ", "a", "a.", "A. ", ".\n", "\r\n", "woord ")


def run() -> None:
    """Print the measurements."""
    console = Console()
    transcripts = [transcript for transcript, _ in hand_cuts()]
    _beside_spacy(console, transcripts)
    _hostile(console)
    _memory(console)


def _beside_spacy(console: Console, transcripts: list[Transcript]) -> None:
    turns = [each.words_of(turn) for each in transcripts for turn in each.turns if turn.role is Role.RESPONDENT]
    words = sum(len(turn.split()) for turn in turns)
    splitters, _ = peers.installed()
    bare = spacy.blank("nl").tokenizer
    spacy_pipeline.reset()
    cut(_one_turn("Ja. Nee."))  # load the weights and build the pipeline, like the others
    spacys, bare_one = "spaCy blank + sentencizer", "spaCy tokenizer"
    ways: dict[str, tuple[Callable[[], object], str]] = {
        name: (lambda split=split: [split(turn) for turn in turns], spacys) for name, split in splitters.items()
    }
    ways[bare_one] = (lambda: [bare(turn) for turn in turns], bare_one)
    ways["drempel, whole cut with tokens"] = (lambda: [cut(each) for each in transcripts], bare_one)
    took = {name: (_seconds(way), _seconds(way)) for name, (way, _) in ways.items()}
    table = Table(title=f"Words a second of processor time, {words:,} words")
    for column in ("", "first reading", "second reading", "beside", "ratio, first", "ratio, second"):
        table.add_column(column, justify="right")
    for name, (first, second) in took.items():
        beside = ways[name][1]
        ratios = (f"{other / own:.2f}" for own, other in zip((first, second), took[beside], strict=True))
        table.add_row(name, f"{words / first:,.0f}", f"{words / second:,.0f}", beside, *ratios)
    console.print(table)


def _seconds(way: Callable[[], object]) -> float:
    began = time.process_time()
    way()
    return time.process_time() - began


def _hostile(console: Console) -> None:
    table = Table(title="A megabyte of one thing: seconds for sentences(), and for a cut of a tenth of it")
    for column in ("repeated", "sentences", "cut"):
        table.add_column(column, justify="right")
    for piece in HOSTILE:
        text = (piece * MILLION)[:MILLION]
        turn = _one_turn(text[: MILLION // 10])
        table.add_row(
            repr(piece),
            f"{_seconds(lambda text=text: sentences(text)):.2f}",
            f"{_seconds(lambda turn=turn: cut(turn)):.2f}",
        )
    console.print(table)


def _one_turn(text: str, name: str = "hostile") -> Transcript:
    turn = Turn(index=0, speaker="R", role=Role.RESPONDENT, start=0, end=len(text))
    return Transcript(id=name, text=text, sha256="", source="", format="txt", turns=(turn,), roles_from="labels")


def _memory(console: Console) -> None:
    """Words with new names all the time, because new words fill spaCy's vocabulary."""
    peaks, read = {}, 0
    for words, transcript in _ever_new():
        sum(1 for _ in cut(transcript))
        read += words
        peaks[read // MILLION] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if read >= MOST_WORDS:
            break
    first = peaks.get(1, min(peaks.values()))
    console.print(f"Peak memory: {first:,.0f} MiB at 1 million words, {peaks[max(peaks)]:,.0f} MiB at {read:,} words.")


def _ever_new() -> Iterable[tuple[int, Transcript]]:
    number = 0

    def story() -> Iterator[str]:
        nonlocal number
        for _ in range(400):
            number += 1
            yield f"Bij klant{number} was het de opvang, want de crèche{number % 977} ging toe. Hij bleef thuis."

    while True:
        text = " ".join(story())
        yield len(text.split()), _one_turn(text)


if __name__ == "__main__":
    run()
