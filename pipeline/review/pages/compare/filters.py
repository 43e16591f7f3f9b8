"""Which disagreements are looked at and judged: the part of an address that several pages share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Query, Request

from pipeline.review.context import review_context
from pipeline.review.pages.compare.comparison import Difference
from pipeline.review.session import visitor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceFilter:
    """Which disagreements are judged: of whom, and in what; and whether with names."""

    coders: str
    dimension: str
    code: str
    names: bool

    def query(self, *, names: bool | None = None) -> str:
        """The same as the end of an address."""
        named = self.names if names is None else names
        told = {"coders": self.coders, "dimension": self.dimension, "code": self.code}
        return urlencode({**told, "names": "on" if named else "off"})


def docket_of(
    coders: Annotated[str, Query()] = "",
    dimension: Annotated[str, Query()] = "",
    code: Annotated[str, Query()] = "",
    names: Annotated[str, Query()] = "on",
) -> DifferenceFilter:
    """The docket in an address."""
    return DifferenceFilter(coders=coders, dimension=dimension, code=code, names=names != "off")


Dockets = Annotated[DifferenceFilter, Depends(docket_of)]


def disagreements(request: Request, docket: DifferenceFilter) -> list[Difference]:
    """The disagreements on the docket that the visitor may see, in the order of the interviews."""
    desk = review_context(request)
    if docket.dimension not in desk.codebook.dimension_ids or "" in docket.coders.split(", "):
        raise HTTPException(404)
    veil = desk.veil(visitor_of(request).coder)
    comparison, _ = desk.comparing.now()
    found = comparison.differences(docket.coders, docket.dimension, docket.code) if comparison else []
    return [each for each in found if not veil.hides(each.interview, each.fragment)]
