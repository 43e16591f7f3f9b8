"""Render templates: the Jinja environment with its filters, pages and partial pages, redirects and pagination."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from pipeline.review.pages.coding.view import Mark

from pipeline.review.language import LANGUAGES, Language, day_in, probability_in_words, wording
from pipeline.review.session import session_cookies_of, session_of

MOST_PAGES = 10_000


def page_offset(page: int, size: int) -> int:
    """Where in the list a page begins; what an address asks is only taken for what a page can be."""
    return (min(max(page, 1), MOST_PAGES) - 1) * size


def pager(first: int, total: int, size: int, address: str) -> dict[str, object]:
    """What `partials/pager.html` draws: which page of how many; `address` lacks only the number of the page."""
    return {"page": first // size + 1, "pages": -(-total // size), "here_but": address}


TEMPLATES = Path(__file__).parent / "templates"

SWAP = "x-desk"
"""The header by which the desk's own script asks for the changed pieces of a page instead of all of it."""


@cache
def environment(language: Language) -> Environment:
    """The templates in one language."""
    drawn = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        # A page includes hundreds of pieces: to ask for each whether its file changed takes longer than drawing it.
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = wording(language)
    drawn.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    drawn.filters["number"] = lru_cache(maxsize=10_000)(lambda value: format_decimal(value, locale=language))
    told = cache(lambda value: format_decimal(value, format="0.00", locale=language))
    drawn.filters["chance"] = lambda value: told(round(value, 2))
    # Nothing that a model says is sure, also when rounding would make it so.
    drawn.filters["probability"] = lambda value: drawn.filters["chance"](min(value, 0.99))
    drawn.filters["chance_words"] = lambda value: words.gettext(probability_in_words(value))
    drawn.filters["share"] = lambda value: format_percent(value, format="0 %", locale=language)
    drawn.filters["when"] = lambda value: _when(value, language)
    drawn.filters["day"] = lambda told: day_in(language, told)
    drawn.filters["say"] = words.say
    drawn.filters["address"] = address_of
    drawn.filters["inlang"] = lambda text: text.in_language(language)
    drawn.filters["drawn"] = _marks_of(drawn, language)
    return drawn


def _marks_of(drawn: Environment, language: Language) -> Callable[[Iterable[Mark]], Markup]:
    """Draws codes at a fragment: a page holds thousands that look alike, so each look is drawn once."""
    looks: dict[tuple[object, ...], str] = {}

    def draw(mark: Mark) -> str:
        label, offer = mark.label, None if mark.held else mark.offer
        words = label.dimension.label.in_language(language), label.code.label.in_language(language)
        # To two decimals, as it is told: there are at most a hundred looks of a code.
        look = (
            label.tone,
            label.shape,
            label.code.retired,
            *words,
            None if offer is None else round(offer.probability, 2),
        )
        if look not in looks:
            looks[look] = drawn.get_template("partials/mark.html").render(mark=mark)
        return looks[look]

    return lambda marks: Markup("".join(map(draw, marks)))


def render(request: Request, template: str, facts: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
    """A page for whoever asked, in their language, with the token that its forms bring back."""
    visitor = session_of(request)
    body = (
        environment(visitor.language)
        .get_template(template)
        .render(
            visitor=visitor,
            csrf=session_cookies_of(request).token(visitor),
            study=request.app.state.desk.title,
            pseudonyms=request.app.state.desk.pseudonyms,
            codebook_trouble=request.app.state.desk.trouble,
            draft_owner=f"{session_cookies_of(request).name}|{visitor.coder}",
            here=_here(request),
            languages=LANGUAGES,
            **facts,
        )
    )
    response = HTMLResponse(body, status_code=status)
    if getattr(request.state, "write_cookie", False):
        session_cookies_of(request).write(response, visitor)
    return response


def turned_away(request: Request, facts: Mapping[str, object], *, status: int) -> HTMLResponse:
    """A page for whoever is not let in: it is about no study, and gives away no token."""
    visitor, _ = session_cookies_of(request).read(request)
    template = "partials/trouble.html" if is_partial_request(request) else "refused.html"
    drawn = environment(visitor.language).get_template(template)
    return HTMLResponse(drawn.render(visitor=visitor, **facts), status_code=status)


def is_partial_request(request: Request) -> bool:
    """Whether the desk's script asks, and takes pieces instead of a page."""
    return SWAP in request.headers


def address_of(fragment: str, queue: str = "") -> str:
    """Where a fragment is read and coded, in the queue that is gone through."""
    interview, _, anchor = fragment.rpartition(":")
    through = f"&queue={quote(queue)}" if queue else ""
    return f"/interviews/{quote(interview)}?at={anchor}{through}#f-{anchor}"


def redirect_to_fragment(request: Request, fragment: str, queue: str = "") -> Response:
    """Send whoever asked to the page of a fragment, drawn anew from the top; the desk's script goes there itself."""
    if is_partial_request(request):
        return Response(status_code=204, headers={"x-desk-go": address_of(fragment, queue)})
    return RedirectResponse(address_of(fragment, queue), status_code=303)


def _here(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}" if request.method == "GET" else "/"


def _when(value: datetime, language: Language) -> str:
    return format_datetime(value.astimezone(), format="d MMM yyyy, HH:mm", locale=language)
