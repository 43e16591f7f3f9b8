"""The desk's addresses, a file for each theme."""

from pipeline.review.routes import (
    across,
    adjudicating,
    alike,
    comparing,
    describing,
    interviews,
    manage,
    memos,
    orphans,
    people,
    queues,
    quotes,
    reshaping,
    twice,
    undoing,
    verdicts,
)

ROUTERS = (
    people.router,
    interviews.router,
    verdicts.router,
    reshaping.router,
    undoing.router,
    memos.router,
    quotes.router,
    alike.router,
    queues.router,
    across.router,
    manage.router,
    orphans.router,
    describing.router,
    comparing.router,
    adjudicating.router,
    twice.router,
)
