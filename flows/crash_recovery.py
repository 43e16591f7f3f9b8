"""Repair Prefect's database after a killed process, before anything new is served."""

from __future__ import annotations

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


async def close_crashed_runs(client: PrefectClient) -> int:
    """Mark unfinished runs as crashed and return their number. The caller holds the lock, so nothing runs."""
    unfinished = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=UNFINISHED)))
    closed = 0
    while left := await client.read_flow_runs(flow_run_filter=unfinished, limit=100):
        for each in left:
            await client.set_flow_run_state(each.id, Crashed(message="The process was killed."), force=True)
        closed += len(left)
    return closed


async def free_slots(client: PrefectClient) -> None:
    """Release the concurrency slots of killed runs; their leases ended with the server."""
    for limit in await client.read_global_concurrency_limits(limit=100):
        if limit.active_slots:
            none_taken = GlobalConcurrencyLimitUpdate(active_slots=0)
            await client.update_global_concurrency_limit(str(limit.id), none_taken)
