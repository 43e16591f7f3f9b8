"""Room 5: publish reviewed codes as Parquet tables, and compute the figures about them.

This package imports little. The figures have modules of their own: `agreement`, `prevalence`, `certification`,
`drift`, `audit`, `spreadsheets`, `exchange`, and `report` (which imports matplotlib).
"""

from typing import TYPE_CHECKING

from pipeline.lazy import lazy_names

if TYPE_CHECKING:
    from pipeline.results.codebook_table import codebook_rows
    from pipeline.results.dictionary import data_dictionary
    from pipeline.results.integrity import faults
    from pipeline.results.publication import publish, row_counts_if_current
    from pipeline.results.reader import TableParts, as_rows, frames, read
    from pipeline.results.schema import SCHEMA_VERSION, TABLES

__all__ = [
    "SCHEMA_VERSION",
    "TABLES",
    "TableParts",
    "as_rows",
    "codebook_rows",
    "data_dictionary",
    "faults",
    "frames",
    "publish",
    "read",
    "row_counts_if_current",
]

__getattr__ = lazy_names(
    __name__,
    {
        "SCHEMA_VERSION": "schema",
        "TABLES": "schema",
        "TableParts": "reader",
        "as_rows": "reader",
        "codebook_rows": "codebook_table",
        "data_dictionary": "dictionary",
        "faults": "integrity",
        "frames": "reader",
        "publish": "publication",
        "read": "reader",
        "row_counts_if_current": "publication",
    },
)
