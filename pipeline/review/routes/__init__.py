"""The desk's addresses, a file for each theme."""

from pipeline.review.routes import across, comparing, interviews, manage, orphans, people, reshaping, undoing, verdicts

ROUTERS = (
    people.router,
    interviews.router,
    verdicts.router,
    reshaping.router,
    undoing.router,
    across.router,
    manage.router,
    orphans.router,
    comparing.router,
)
