"""The routers of all pages of the desk."""

from pipeline.review.pages.adjudicate import routes as adjudicate
from pipeline.review.pages.codebook import routes as codebook
from pipeline.review.pages.coding import routes as coding
from pipeline.review.pages.compare import routes as compare
from pipeline.review.pages.crosstab import routes as crosstab
from pipeline.review.pages.history import routes as history
from pipeline.review.pages.interviews import routes as interviews
from pipeline.review.pages.manage import double_coding, interview_columns, orphans, projects, removal, speakers
from pipeline.review.pages.manage import routes as manage
from pipeline.review.pages.meaning import routes as meaning
from pipeline.review.pages.memos import routes as memos
from pipeline.review.pages.queue import routes as queue
from pipeline.review.pages.quotes import routes as quotes
from pipeline.review.pages.search import routes as search
from pipeline.review.pages.sign_in import routes as sign_in

PAGES = (
    sign_in,
    interviews,
    coding,
    memos,
    quotes,
    queue,
    search,
    meaning,
    crosstab,
    codebook,
    history,
    manage,
    orphans,
    projects,
    interview_columns,
    speakers,
    removal,
    compare,
    adjudicate,
    double_coding,
)
ROUTERS = tuple(page.router for page in PAGES)
