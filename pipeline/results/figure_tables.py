"""The tables of figures: what follows from the others, with intervals and on how much each rests."""

from __future__ import annotations

from pipeline.results.columns import Table, category, integer, share, text
from pipeline.results.columns import number as decimal

_DIMENSION = category("dimension", "The dimension's id in the codebook.")
_CODE = category("code", "The code's id in the codebook.")

AGREEMENT = Table(
    name="agreement",
    row="one measure of agreement of some coders, on one code or a whole dimension",
    columns=(
        category(
            "kind",
            "Between people, or between a person and the model: only on what was coded blind, in interviews that the "
            "model did not learn from.",
            "human-human",
            "human-model",
        ),
        category("coders", "Who is compared; more than two names: all of them together."),
        _DIMENSION,
        category("code", "The code's id; empty text stands for the whole dimension."),
        category(
            "measure",
            "Share of coder pairs that agree; Cohen's kappa; Krippendorff's alpha, nominal; alpha with MASI between "
            "sets of codes; Gwet's AC1; Krippendorff's alpha for differently cut text.",
            "percent",
            "kappa",
            "alpha",
            "masi_alpha",
            "ac1",
            "unitizing_alpha",
        ),
        decimal("value", "The figure; empty where there is too little to say something.", optional=True),
        decimal("low", "Lower end of the interval, from drawing interviews again.", optional=True),
        decimal("high", "Upper end of the interval.", optional=True),
        share("confidence", "The confidence of the interval."),
        integer("fragments", "How many fragments at least two of the coders finished (unitizing: units)."),
        integer("interviews", "How many interviews those are from."),
        integer("given", "On how many of the fragments any of the coders gave the code."),
        text("models", "The models compared with; empty text between people."),
        text("note", "Why there is no figure or no interval, or how rough it is; empty text otherwise."),
    ),
)

PREVALENCE = Table(
    name="prevalence",
    row="one estimate of how often a code occurs, in all interviews or in a group of them",
    columns=(
        category("by", "The interviews' column that makes the groups; empty text: all interviews."),
        category("group", "The value of that column; empty text: all interviews."),
        _DIMENSION,
        _CODE,
        category("of", "What the share is of.", "fragments", "words"),
        category(
            "estimate",
            "`machine`: what the model would show, as if never wrong (for comparison only); `reviewed`: what people "
            "read blind or coded by hand, weighted by the sampling probabilities; `corrected`: the model's scores, "
            "corrected by what people read. Rest claims on `corrected` or `reviewed`.",
            "machine",
            "reviewed",
            "corrected",
        ),
        share("share", "The estimated share; empty where there is too little to say something.", optional=True),
        share("low", "Lower end of the interval, which counts interviews, not fragments.", optional=True),
        share("high", "Upper end of the interval.", optional=True),
        share("confidence", "The confidence of the interval."),
        integer("fragments", "How many fragments the group has."),
        integer("interviews", "How many interviews the group has."),
        integer("read_fragments", "How many fragments people read blind or coded by hand, and the estimate rests on."),
        integer("read_interviews", "How many interviews those are from."),
        integer("given", "How many of the fragments read have the code."),
        share("power", "How much the model's scores count in the estimate, from not at all to fully.", optional=True),
        text("note", "Why there is no estimate or no interval; empty text otherwise."),
    ),
)

CERTIFICATES = Table(
    name="certificates",
    row="a code that the current model may, or may not yet, be trusted with alone (schema version 2)",
    columns=(
        category("certificate", "The certificate's id; empty where there is none.", optional=True),
        category("model", "The model whose suggestions are judged."),
        category("codebook", "The codebook's version and stamp."),
        _DIMENSION,
        _CODE,
        share("threshold", "The lowest probability from which the code may be accepted.", optional=True),
        share("bound", "The share of wrong codes among the accepted that the team bears."),
        share("confidence", "The confidence with which the share of wrong codes stays under the bound."),
        integer("fragments", "How many blind fragments had at least that probability.", optional=True),
        integer("interviews", "How many interviews those are from.", optional=True),
        integer("errors", "On how many of them people did not give the code.", optional=True),
        share("upper", "The upper limit of the share of wrong codes.", optional=True),
        integer(
            "needs", "About how many more blind verdicts a certificate would take, where that helps.", optional=True
        ),
        text("note", "Why there is no certificate; empty text otherwise."),
    ),
)

FIGURES = (AGREEMENT, PREVALENCE, CERTIFICATES)
"""In the order in which they are published."""
