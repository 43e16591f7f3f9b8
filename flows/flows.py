"""Prefect flows, one per verb: which steps, in which batches. Each ends in one report, shown as an artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Any, ParamSpec

from prefect import Flow, flow

from flows import tasks
from flows.artifacts import BY_HAND, keep, tell_failure
from flows.cluster.client import READING, SCORING, Half, helping
from pipeline.records import Report
from pipeline.steps import api as steps

P = ParamSpec("P")


def _verb(name: str, run_name: str) -> Callable[[Callable[P, Report]], Flow[P, Report]]:
    """Decorate a function as a flow without retries (its tasks have them) and without results on disk."""

    def made(work: Callable[P, Report]) -> Flow[P, Report]:
        configured = flow(name=name, flow_run_name=run_name, retries=0, persist_result=False, on_failure=[tell_failure])
        return configured(work)

    return made


@_verb("ingest", "read new interviews, {asked}")
def ingest(workspace: str, asked: str = BY_HAND) -> Report:
    """Read new files in the inbox and cut them into fragments."""
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
    """Read the inbox, suggest codes if there is a model, and publish what was reviewed."""
    done: list[Report] = []
    try:
        for part in (_take_in, _suggest, tasks.publish_results):
            done.append(part(workspace))
    except BaseException:
        # Also report what was read or set aside before the failure: the next run will not report it again.
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
"""The flows by name."""


def _take_in(workspace: str) -> Report:
    new, known = tasks.find_new_files(workspace)
    passed_over = Report(step="ingest", counts={"known": known})
    return steps.merge([_in_batches(tasks.take_in, workspace, new, READING), passed_over])


def _suggest(workspace: str) -> Report:
    return _in_batches(tasks.suggest_codes, workspace, tasks.find_unsuggested(workspace), SCORING)


def _in_batches(work: Callable[..., Report], workspace: str, todo: Sequence[str], half: Half) -> Report:
    """Run all batches one after the other and merge their reports; the store takes one writer at a time.

    If the study has a cluster, its workers do the part of the work that needs no store ahead of time.
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
    """Each batch with the number of its first and last item and the total; one empty batch if there is no work."""
    for start in range(0, max(len(todo), 1), tasks.BATCH):
        batch = list(todo[start : start + tasks.BATCH])
        yield batch, start + 1, start + len(batch), len(todo)
