"""Where the tables are gathered, and what several of them have."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData

metadata = MetaData()


def count(name: str) -> Column[int]:
    """A number that is kept."""
    return Column(name, Integer, nullable=False, server_default="0")
