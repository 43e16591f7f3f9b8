"""Room 4: the store of transcripts, fragments, suggestions and verdicts. The ledger is append-only."""

from typing import TYPE_CHECKING

from pipeline.lazy import lazy_names

if TYPE_CHECKING:
    from pipeline.decisions.boundaries.history import BoundaryChange
    from pipeline.decisions.coders.double_coding import DoubleCodingChange
    from pipeline.decisions.exports.published_rows import Snapshot
    from pipeline.decisions.imports.hand_codes_file import read_hand_codes
    from pipeline.decisions.ledger.adjudication import Adjudication
    from pipeline.decisions.notes.quotes import Quote
    from pipeline.decisions.queries.fragment_states import FragmentDetail, FragmentState, HeldCode, ShownSuggestion
    from pipeline.decisions.queries.frequencies import ExampleFragment, InterviewFrequencies
    from pipeline.decisions.queries.queues import QueueTotals
    from pipeline.decisions.queries.search import SearchHit, SearchPage, SearchQuery
    from pipeline.decisions.queries.similar import OpenSuggestion
    from pipeline.decisions.records import (
        CodebookVersion,
        Coder,
        Entry,
        ImportedProject,
        Interview,
        Memo,
        Progress,
        Replacement,
        StoredFragment,
        Stretch,
        Suggestion,
        Topic,
        Verdict,
        VerdictCode,
    )
    from pipeline.decisions.store import Store
    from pipeline.decisions.suggestions import DriftMark
    from pipeline.decisions.undo import LastAct

__all__ = [
    "Adjudication",
    "BoundaryChange",
    "CodebookVersion",
    "Coder",
    "DoubleCodingChange",
    "DriftMark",
    "Entry",
    "ExampleFragment",
    "FragmentDetail",
    "FragmentState",
    "HeldCode",
    "ImportedProject",
    "Interview",
    "InterviewFrequencies",
    "LastAct",
    "Memo",
    "OpenSuggestion",
    "Progress",
    "QueueTotals",
    "Quote",
    "Replacement",
    "SearchHit",
    "SearchPage",
    "SearchQuery",
    "ShownSuggestion",
    "Snapshot",
    "Store",
    "StoredFragment",
    "Stretch",
    "Suggestion",
    "Topic",
    "Verdict",
    "VerdictCode",
    "read_hand_codes",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Adjudication": "ledger.adjudication",
        "BoundaryChange": "boundaries.history",
        "CodebookVersion": "records",
        "Coder": "records",
        "DoubleCodingChange": "coders.double_coding",
        "DriftMark": "suggestions",
        "Entry": "records",
        "ExampleFragment": "queries.frequencies",
        "FragmentDetail": "queries.fragment_states",
        "FragmentState": "queries.fragment_states",
        "HeldCode": "queries.fragment_states",
        "ImportedProject": "records",
        "Interview": "records",
        "InterviewFrequencies": "queries.frequencies",
        "LastAct": "undo",
        "Memo": "records",
        "OpenSuggestion": "queries.similar",
        "Progress": "records",
        "QueueTotals": "queries.queues",
        "Quote": "notes.quotes",
        "Replacement": "records",
        "SearchHit": "queries.search",
        "SearchPage": "queries.search",
        "SearchQuery": "queries.search",
        "ShownSuggestion": "queries.fragment_states",
        "Snapshot": "exports.published_rows",
        "Store": "store",
        "StoredFragment": "records",
        "Stretch": "records",
        "Suggestion": "records",
        "Topic": "records",
        "Verdict": "records",
        "VerdictCode": "records",
        "read_hand_codes": "imports.hand_codes_file",
    },
)
