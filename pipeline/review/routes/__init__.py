"""The desk's addresses, a file for each theme."""

from pipeline.review.routes import across, comparing, interviews, manage, people, undoing, verdicts

ROUTERS = (
    people.router,
    interviews.router,
    verdicts.router,
    undoing.router,
    across.router,
    manage.router,
    comparing.router,
)
