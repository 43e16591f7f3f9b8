"""The flows, one per verb: which steps, in which batches; each ends in one report, shown as an artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Any, ParamSpec

from prefect import Flow, flow

from flows import tasks
from flows.artifacts import BY_HAND, keep, tell_failure
from flows.cluster.client import READING, SCORING, Half, helping
from pipeline import steps
from pipeline.records import Report

P = ParamSpec("P")


def _verb(name: str, run_name: str) -> Callable[[Callable[P, Report]], Flow[P, Report]]:
    """A flow without retries of its own (its tasks have them), and without results on disk."""

    def made(work: Callable[P, Report]) -> Flow[P, Report]:
        configured = flow(name=name, flow_run_name=run_name, retries=0, persist_result=False, on_failure=[tell_failure])
        return configured(work)

    return made


@_verb("ingest", "read new interviews, {asked}")
def ingest(workspace: str, asked: str = BY_HAND) -> Report:
    """Read what is new in the inbox and cut it into fragments."""
    return keep(_take_in(workspace), workspace, asked)


@_verb("train", "learn from what people coded, {asked}")
def train(workspace: str, asked: str = BY_HAND) -> Report:
    """Train a model on what people coded, evaluate it by interview, and store it."""
    return keep(tasks.learn(workspace), workspace, asked)


@_verb("publish", "publish what was reviewed, {asked}")
def publish(workspace: str, asked: str = BY_HAND) -> Report:
    """Write the Parquet tables of what was reviewed."""
    return keep(tasks.publish_results(workspace), workspace, asked)


@_verb("propose", "propose a model, {asked}")
def propose(workspace: str, asked: str = BY_HAND) -> Report:
    """Train a model on what people coded, and propose it if it beats the current one on the same interviews."""
    return keep(tasks.propose_model(workspace), workspace, asked)


@_verb("run", "read, suggest and publish, {asked}")
def run(workspace: str, asked: str = BY_HAND) -> Report:
    """Take in the inbox, suggest codes where there is a model, publish what was reviewed."""
    done: list[Report] = []
    try:
        for part in (_take_in, _suggest, tasks.publish_results):
            done.append(part(workspace))
    except BaseException:
        # What was read or set aside before it failed is told too: the next run will not tell it again.
        if done:
            keep(steps.combine("run", done), workspace, asked)
        raise
    return keep(steps.combine("run", done), workspace, asked)


VERBS: dict[str, Flow[..., Report]] = {
    "ingest": ingest,
    "train": train,
    "propose": propose,
    "publish": publish,
    "run": run,
}
"""What can be run by name."""


def _take_in(workspace: str) -> Report:
    new, known = tasks.find_new_files(workspace)
    passed_over = Report(step="ingest", counts={"known": known})
    return steps.merge([_in_batches(tasks.take_in, workspace, new, READING), passed_over])


def _suggest(workspace: str) -> Report:
    return _in_batches(tasks.suggest_codes, workspace, tasks.find_unsuggested(workspace), SCORING)


def _in_batches(work: Callable[..., Report], workspace: str, todo: Sequence[str], half: Half) -> Report:
    """The report of all batches, one after the other: the store takes one writer at a time anyway.

    Where the study has a cluster, its workers are ahead with the half of the work that needs no store.
    """
    batches = list(_batches(todo))
    if not todo:
        return work(workspace, *batches[0])
    with helping(workspace) as cluster:
        ahead = cluster.ahead(half, [names for names, *_ in batches]) if cluster else repeat(None)
        done = [work(workspace, *batch, handed) for batch, handed in zip(batches, ahead, strict=False)]
        missed = Report(step=done[0].step, problems=cluster.problems() if cluster else ())
    return steps.merge([*done, missed])


def _batches(todo: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Each batch with the numbers of its first and last and of all; one empty batch where there is nothing to do."""
    for start in range(0, max(len(todo), 1), tasks.BATCH):
        batch = list(todo[start : start + tasks.BATCH])
        yield batch, start + 1, start + len(batch), len(todo)
