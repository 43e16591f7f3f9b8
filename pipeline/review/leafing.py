"""Long lists a page at a time."""

from __future__ import annotations

MOST_PAGES = 10_000


def first_on(page: int, size: int) -> int:
    """Where in the list a page begins; what an address asks is only taken for what a page can be."""
    return (min(max(page, 1), MOST_PAGES) - 1) * size


def pager(first: int, total: int, size: int, address: str) -> dict[str, object]:
    """What `partials/pager.html` draws: which page of how many; `address` lacks only the number of the page."""
    return {"page": first // size + 1, "pages": -(-total // size), "here_but": address}
