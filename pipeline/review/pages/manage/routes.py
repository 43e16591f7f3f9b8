"""Routes of the manage page: upload transcripts, start steps, download results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Request, UploadFile
from fastapi.responses import FileResponse, RedirectResponse, Response

from pipeline.records import sha256_of
from pipeline.review.context import review_context
from pipeline.review.language import N_
from pipeline.review.pages.manage.downloads import (
    CODEBOOKS,
    downloadable,
    downloadable_exports,
    export_without,
    parquet_without,
)
from pipeline.review.pages.manage.jobs import EXPORTS, IMPORT, LABELS, REMOVE, STEPS, Jobs
from pipeline.review.pages.manage.journal import parts_of
from pipeline.review.pages.manage.texts import COUNTS, DOING, IMPORTED, REMOVED, basis_of
from pipeline.review.pages.manage.uploads import Upload, store_uploads
from pipeline.review.rendering import render
from pipeline.review.session import require_csrf_token, session_of
from pipeline.steps.watch import watch_status

router = APIRouter(prefix="/manage")

COMING = {
    "run": N_("Next: going over the inbox"),
    "proposal of a model": N_("Next: a model may be proposed"),
    "publishing": N_("Next: publishing what was reviewed"),
}
"""What the journal of a watch calls the things to come."""
PARQUET = "application/vnd.apache.parquet"
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".parquet": PARQUET,
    ".qdpx": "application/zip",
    ".qdc": "application/xml",
    ".sqlite3": "application/vnd.sqlite3",
}


@router.get("")
def manage(request: Request) -> Response:
    """What is in the inbox, the steps, how the last ones went, and the results."""
    return _page(request, [])


@router.post("/inbox", dependencies=[Depends(require_csrf_token)])
def bring(request: Request, files: list[UploadFile]) -> Response:
    """Take transcripts into the inbox, with a verdict on each."""
    from pipeline.transcripts import LARGEST

    # One byte more than is allowed is enough to be refused for it.
    given = ((file.filename or "", file.file.read(LARGEST + 1)) for file in files)
    store = review_context(request).store
    brought = store_uploads(
        review_context(request).study,
        given,
        lambda path: store.transcripts.has_version(path.stem, sha256_of(path.read_bytes())),
    )
    return _page(request, brought)


@router.post("/steps", dependencies=[Depends(require_csrf_token)])
def start(request: Request, step: Annotated[str, Form()] = "") -> Response:
    """Begin a step; one that cannot begin, because another is going on, leaves things as they are."""
    _jobs(request).start(step, session_of(request).coder)
    return RedirectResponse("/manage", status_code=303)


@router.post("/proposal", dependencies=[Depends(require_csrf_token)])
def use_proposal(request: Request) -> Response:
    """Take the proposed model into use, unless a step is running; a model that is no longer proposed is reported."""
    _jobs(request).start("accept", session_of(request).coder)
    return RedirectResponse("/manage", status_code=303)


@router.get("/exports/{name}")
def fetch_export(request: Request, name: str) -> Response:
    """A workbook or a CSV file that was made of the results, without what this coder may not know yet."""
    context, withheld = review_context(request), _withheld(request)
    path = {each.name: each for each in downloadable_exports(context.study, withheld)}.get(name)
    if path is None:
        raise HTTPException(404)
    if not withheld or name in CODEBOOKS:
        return FileResponse(path, filename=name, media_type=MEDIA_TYPES[path.suffix])
    contents = export_without(context.study, path, withheld, made_at=context.clock())
    return _attachment(contents, name, MEDIA_TYPES[path.suffix])


def _withheld(request: Request) -> set[str]:
    """The interviews that are left out of what this coder downloads."""
    return review_context(request).store.coders.withheld_interviews(session_of(request).coder)


def _attachment(contents: bytes, name: str, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(contents, media_type=media_type, headers={"Content-Disposition": disposition})


@router.get("/results/{name}")
def fetch(request: Request, name: str) -> Response:
    """A published table as a file, without what this coder may not know yet."""
    study, withheld = review_context(request).study, _withheld(request)
    if name not in {path.name for path in downloadable(study, withheld)}:
        raise HTTPException(404)
    if not withheld:
        return FileResponse(study.results / name, filename=name, media_type=PARQUET)
    return _attachment(parquet_without(study, Path(name).stem, withheld), name, PARQUET)


def _page(request: Request, brought: list[Upload]) -> Response:
    # Loaded only now: no other page needs what reads transcripts and models.
    from pipeline import suggestions
    from pipeline.transcripts import SUFFIXES

    study, store, jobs = review_context(request).study, review_context(request).store, _jobs(request)
    withheld = _withheld(request)
    watch = watch_status(study)
    inbox = sorted(path.name for path in study.inbox.glob("*") if path.is_file() and not path.name.startswith("."))
    facts = {
        "basis": basis_of(study.models, sum(each.reviewed for each in store.transcripts.interviews())),
        "brought": brought,
        "inbox": inbox,
        "orphans": store.transcripts.orphan_count(),
        "suffixes": SUFFIXES,
        "steps": STEPS,
        "makes": EXPORTS,
        "labels": LABELS,
        "counts": COUNTS,
        "counted": {IMPORT: IMPORTED, REMOVE: REMOVED},
        "doing": DOING,
        "exports": _with_sizes(downloadable_exports(study, withheld), withheld),
        "runs": jobs.shown_to(session_of(request).coder),
        "running": jobs.running,
        "watch": watch,
        "journal": [parts_of(line, watch.messages.get(line)) for line in watch.lines],
        "coming": {COMING.get(what, what): when for what, when in watch.next.items()},
        "proposal": suggestions.proposal(study.models),
        "tables": _with_sizes(downloadable(study, withheld), withheld),
        "withheld": sorted(withheld),
    }
    return render(request, "manage.html", facts)


def _with_sizes(paths: list[Path], withheld: set[str]) -> list[tuple[str, int | None]]:
    """Names with sizes in bytes; where rows are left out, the size of the whole would tell how many."""
    return [(path.name, None if withheld else path.stat().st_size) for path in paths]


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs
