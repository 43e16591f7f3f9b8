"""The desk's addresses, a file for each theme."""

from pipeline.review.routes import interviews, people, verdicts

ROUTERS = (people.router, interviews.router, verdicts.router)
