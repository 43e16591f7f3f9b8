"""The filter of differences in the address: which coders, dimension and code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Query, Request

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.review.context import review_context
from pipeline.review.pages.compare.background import comparison_of
from pipeline.review.session import session_of

if TYPE_CHECKING:
    from pipeline.review.pages.compare.comparison import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceFilter:
    """Which differences are shown: between whom, in which dimension and code, and whether with names."""

    coders: tuple[str, ...]
    dimension: str
    code: str
    names: bool

    def query(self, *, names: bool | None = None) -> str:
        """The same as the end of an address."""
        named = self.names if names is None else names
        told = {"coders": list(self.coders), "dimension": self.dimension, "code": self.code}
        return urlencode({**told, "names": "on" if named else "off"}, doseq=True)


def difference_filter_of(
    coders: Annotated[list[str], Query()] = [],  # noqa: B006  # FastAPI copies it
    dimension: Annotated[str, Query()] = "",
    code: Annotated[str, Query()] = "",
    names: Annotated[str, Query()] = "on",
) -> DifferenceFilter:
    """The filter in an address."""
    return DifferenceFilter(coders=tuple(coders), dimension=dimension, code=code, names=names != "off")


AskedDifferences = Annotated[DifferenceFilter, Depends(difference_filter_of)]


def disagreements(request: Request, difference_filter: DifferenceFilter) -> list[Difference]:
    """The differences within the filter that the visitor may see, in the order of the interviews."""
    desk = review_context(request)
    if (
        difference_filter.dimension not in desk.codebook.dimension_ids
        or not all(difference_filter.coders)
        or not difference_filter.coders
    ):
        raise HTTPException(404)
    visibility = desk.visibility(session_of(request).coder)
    comparison = comparison_of(request).now().comparison
    found = (
        comparison.differences(difference_filter.coders, difference_filter.dimension, difference_filter.code)
        if comparison
        else []
    )
    return [each for each in found if not visibility.hides(each.interview, each.fragment)]


def filter_for(store: Store, codebook: Codebook, fragment: str) -> DifferenceFilter | None:
    """The filter under which a fragment is decided: who finished it, and the first dimension in which they differ."""
    finished = [each for each in store.adjudication.verdicts_on(fragment) if each.reviewed]
    for dimension in codebook:
        given = {frozenset(held.code for held in each.codes if held.dimension == dimension.id) for each in finished}
        if len(given) > 1:
            coders = tuple(sorted(each.coder for each in finished))
            return DifferenceFilter(coders=coders, dimension=dimension.id, code="", names=True)
    return None
