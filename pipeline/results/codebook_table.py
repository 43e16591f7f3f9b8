"""Rows of the published table `codebook`: a row per code, with labels and definitions in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pipeline.codebook import Codebook


def codebook_rows(codebook: Codebook) -> Iterator[dict[str, object]]:
    """Yield the rows of the table `codebook`, in the order of the codebook."""
    positions = count()
    for dimension in codebook:
        for code in dimension.codes:
            yield {
                "position": next(positions),
                "dimension": dimension.id,
                "dimension_label_nl": dimension.label.nl,
                "dimension_label_en": dimension.label.en,
                "values": dimension.values,
                "code": code.id,
                "parent": code.parent,
                "retired": code.retired,
                "label_nl": code.label.nl,
                "label_en": code.label.en,
                "definition_nl": code.definition.nl,
                "definition_en": code.definition.en,
                "not_when_nl": code.not_when.nl,
                "not_when_en": code.not_when.en,
                "codebook": codebook.stamp,
            }
