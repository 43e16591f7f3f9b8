"""Import of another program's project: read it first, show what it holds and what finds a place, then store it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import TYPE_CHECKING, Annotated, BinaryIO

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from pipeline.errors import DrempelError
from pipeline.review.language import N_
from pipeline.review.pages.manage.jobs import IMPORT, Jobs
from pipeline.review.pages.manage.texts import IMPORTED
from pipeline.review.pages.manage.uploads import fit_name
from pipeline.review.rendering import render
from pipeline.review.session import require_csrf_token, session_of
from pipeline.settings import Study

if TYPE_CHECKING:
    from pipeline.records import Report
    from pipeline.steps.api import ImportOptions

router = APIRouter(prefix="/manage/projects")

STAGED = ".project-"
"""Prefix of the folders in which a project waits for its coder's word."""

MOST_NAMED = 200
"""Problems of a report that are shown; the command line lists all."""

SUFFIXES = (".qdpx", ".qde", ".zip", ".sqlite3", ".rqda", ".requal", ".json", ".xmi", ".tsv", ".csv")

GONE = N_("This project is no longer here. Give it once more.")

_BUSY = N_("A step is running. Store the project when it is done.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A project that was read and not stored yet, with the report of its dry run."""

    key: str
    coder: str
    path: Path
    options: ImportOptions
    report: Report


class Arrivals:
    """The projects that wait, one for each coder; nobody sees that of another."""

    def __init__(self, study: Study) -> None:
        self._study, self._waiting, self._lock = study, dict[str, Arrival](), Lock()
        for left in study.inbox.parent.glob(f"{STAGED}*"):
            shutil.rmtree(left, ignore_errors=True)

    def of(self, coder: str) -> Arrival | None:
        """What waits for this coder."""
        return self._waiting.get(coder)

    def read(self, coder: str, name: str, contents: BinaryIO, options: ImportOptions) -> Arrival:
        """Keep the file and read it, in the place of what waited for this coder.

        Raises:
            DrempelError: it cannot be read; says why. The file is gone then.
        """
        from pipeline.steps import api

        data = self._study.inbox.parent
        data.mkdir(parents=True, exist_ok=True)
        path = Path(tempfile.mkdtemp(prefix=STAGED, dir=data)) / name
        try:
            with path.open("wb") as file:
                shutil.copyfileobj(contents, file)
            report = api.import_project(self._study, path, replace(options, dry_run=True))
        except BaseException:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        arrival = Arrival(key=token_urlsafe(16), coder=coder, path=path, options=options, report=report)
        self._put(coder, arrival)
        return arrival

    def take(self, coder: str, key: str) -> Arrival | None:
        """Give what waits for this coder under this key, which then waits no more; its file stays."""
        with self._lock:
            arrival = self._waiting.get(coder)
            return self._waiting.pop(coder) if arrival is not None and arrival.key == key else None

    def put_back(self, arrival: Arrival) -> None:
        """Let it wait again."""
        self._put(arrival.coder, arrival)

    def store(self, arrival: Arrival) -> Report:
        """Store the project; its file goes, whatever happens."""
        from pipeline.steps import api

        try:
            return api.import_project(self._study, arrival.path, arrival.options)
        finally:
            self.remove(arrival)

    def remove(self, arrival: Arrival) -> None:
        """Remove the file."""
        shutil.rmtree(arrival.path.parent, ignore_errors=True)

    def _put(self, coder: str, arrival: Arrival) -> None:
        with self._lock:
            before = self._waiting.get(coder)
            self._waiting[coder] = arrival
        if before is not None:
            self.remove(before)


@router.get("")
def projects(request: Request) -> Response:
    """A form for a project, and the report of the one that waits for this coder."""
    return _page(request)


@router.post("/read", dependencies=[Depends(require_csrf_token)])
def read(
    request: Request,
    project: UploadFile,
    coder: Annotated[str, Form()] = "",
    one_dimension: Annotated[bool, Form()] = False,
    own_cuts: Annotated[bool, Form()] = False,
    whole_texts: Annotated[bool, Form()] = False,
) -> Response:
    """Read a project and tell what it holds; nothing of it is stored."""
    from pipeline.steps.api import ImportOptions

    options = ImportOptions(
        coder=coder.strip(), one_dimension=one_dimension, own_cuts=own_cuts, whole_texts=whole_texts
    )
    try:
        name = fit_name(project.filename or "")
        _arrivals(request).read(session_of(request).coder, name, project.file, options)
    except DrempelError as mistake:
        return _page(request, trouble=mistake.message)
    return RedirectResponse("/manage/projects", status_code=303)


@router.post("/store", dependencies=[Depends(require_csrf_token)])
def store(request: Request, key: Annotated[str, Form()] = "") -> Response:
    """Store the project that waits, in the background."""
    arrivals, coder = _arrivals(request), session_of(request).coder
    arrival = arrivals.take(coder, key)
    if arrival is None:
        return _page(request, trouble=GONE)
    jobs: Jobs = request.app.state.jobs
    if not jobs.start(IMPORT, coder, lambda: arrivals.store(arrival)):
        arrivals.put_back(arrival)
        return _page(request, trouble=_BUSY)
    return RedirectResponse("/manage", status_code=303)


@router.post("/leave", dependencies=[Depends(require_csrf_token)])
def leave(request: Request, key: Annotated[str, Form()] = "") -> Response:
    """Store nothing, and remove the file."""
    arrival = _arrivals(request).take(session_of(request).coder, key)
    if arrival is not None:
        _arrivals(request).remove(arrival)
    return RedirectResponse("/manage/projects", status_code=303)


def _page(request: Request, trouble: str = "") -> Response:
    arrival = _arrivals(request).of(session_of(request).coder)
    problems = arrival.report.problems if arrival is not None else ()
    facts = {
        "arrival": arrival,
        "counts": IMPORTED,
        "problems": problems[:MOST_NAMED],
        "more": max(0, len(problems) - MOST_NAMED),
        "suffixes": SUFFIXES,
        "trouble": trouble,
    }
    return render(request, "projects.html", facts)


def _arrivals(request: Request) -> Arrivals:
    arrivals: Arrivals = request.app.state.arrivals
    return arrivals
