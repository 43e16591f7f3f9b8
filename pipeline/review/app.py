"""Create the web application of one study: routes, sign-in check, error pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.types import Scope

from pipeline.decisions import Store
from pipeline.errors import DrempelError, UnknownFragment, UnknownInterview
from pipeline.review.access_keys import Keys, keys_of
from pipeline.review.context import Clock, ReviewContext, review_context
from pipeline.review.language import N_
from pipeline.review.middleware import LOOPBACK, Refusal, SecurityMiddleware
from pipeline.review.pages.compare.background import BackgroundComparison
from pipeline.review.pages.manage.jobs import Jobs
from pipeline.review.pages.manage.projects import Arrivals
from pipeline.review.rendering import is_partial_request, render, turned_away
from pipeline.review.routers import ROUTERS
from pipeline.review.session import SessionCookies, secret_of, session_of
from pipeline.settings import Study

_NOWHERE = (N_("There is nothing here"), N_("The address is not one of the desk's."))
_MISSPELT = (N_("This cannot be done"), N_("The form was not filled in as the desk expects."))
_REFUSED = {
    400: _MISSPELT,
    403: (N_("This page is no longer valid"), N_("Reload the page and try again.")),
}

STATIC = Path(__file__).parent / "static"
OPEN_TO_ALL = ("/who", "/preferences", "/static/")


def create_app(study: Study, *, clock: Clock, hosts: Collection[str] = LOOPBACK, keys_always: bool = False) -> FastAPI:
    """The desk of a study; `clock` tells the time of every verdict, `keys_always` that a name is never enough.

    Raises:
        StoreUnusable: the study's store cannot be opened.
        InvalidCodebook: the codebook cannot be read.
        CodebookDiffers: it lacks codes that verdicts rest on.
    """
    store = Store.open(study.store_url, workspace=study.store_owner)

    @asynccontextmanager
    async def closing(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.desk.refresh.close()
        store.close()

    app = FastAPI(title="drempel", lifespan=closing, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = ReviewContext(study, store, clock=clock)
    app.state.session_cookies = SessionCookies(secret_of(study.folder), study.settings.review.language)
    app.state.keys = Keys(store, clock=clock, always=keys_always)
    app.state.comparison = BackgroundComparison(store, app.state.desk.codebook)
    app.state.desk.after_change.append(app.state.comparison.use)
    app.state.jobs = Jobs(study=study, clock=clock)
    app.state.arrivals = Arrivals(study)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.middleware("http")(_require_sign_in)
    app.add_middleware(SecurityMiddleware, hosts=hosts, tell=_turned_away)
    app.add_exception_handler(DrempelError, _user_error)
    # An address that no route has is refused by Starlette, of whose exception FastAPI's is a child.
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misspelt)
    # A number in an address that the database has no room for.
    app.add_exception_handler(OverflowError, _too_large_number)
    return app


async def _require_sign_in(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Redirect to the sign-in page whoever has not signed in."""
    path = request.url.path
    if not path.startswith("/static/"):
        await run_in_threadpool(review_context(request).follow)
        request.state.visitor = await run_in_threadpool(keys_of(request).validated_session, session_of(request))
    if path.startswith(OPEN_TO_ALL) or session_of(request).coder:
        return await call_next(request)
    back = path if request.method == "GET" and not is_partial_request(request) else "/"
    return RedirectResponse(f"/who?back={quote(back)}", status_code=303)


def _user_error(request: Request, error: Exception) -> Response:
    """Show an error that the user can correct as a page."""
    unknown = isinstance(error, (UnknownInterview, UnknownFragment))
    told = error.message if isinstance(error, DrempelError) else str(error)
    return _problem(request, N_("This cannot be done"), told, 404 if unknown else 409)


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    title, message = _REFUSED.get(status, _NOWHERE)
    return _problem(request, title, message, status)


def _too_large_number(request: Request, error: Exception) -> Response:
    return _problem(request, *_NOWHERE, 404)


def _turned_away(scope: Scope, refusal: Refusal) -> Response:
    """Show a refusal in the language of the cookie, else of the study; no session is needed."""
    facts = {"title": refusal.title, "message": refusal.message, "stranger": refusal.status == 421}
    return turned_away(Request(scope), facts, status=refusal.status)


def _misspelt(request: Request, error: Exception) -> Response:
    return _problem(request, *_MISSPELT, 422)


def _problem(request: Request, title: str, message: str, status: int) -> Response:
    template = "partials/trouble.html" if is_partial_request(request) else "problem.html"
    return render(request, template, {"title": title, "message": message}, status=status)
