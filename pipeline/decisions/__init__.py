"""Room 4: the store of transcripts, fragments, suggestions and verdicts. The ledger is append-only."""

from pipeline.decisions.adding_up import Counted, Sample
from pipeline.decisions.alike import Alike
from pipeline.decisions.asking import Snapshot
from pipeline.decisions.closeup import Closeup
from pipeline.decisions.cuts import Cut
from pipeline.decisions.hand_codes import read_hand_codes
from pipeline.decisions.hits import Question
from pipeline.decisions.laying_out import Held, Laid, Offer
from pipeline.decisions.marked import Quote, Unlike
from pipeline.decisions.queueing import Waiting
from pipeline.decisions.retrieving import Found, Page
from pipeline.decisions.rulings import Ruling
from pipeline.decisions.store import Store
from pipeline.decisions.undoing import Deed
from pipeline.decisions.views import (
    Coder,
    Entry,
    HeldCode,
    Hit,
    Interview,
    Memo,
    Progress,
    Replacement,
    StoredFragment,
    Suggestion,
    Topic,
    Verdict,
)

__all__ = [
    "Alike",
    "Closeup",
    "Coder",
    "Counted",
    "Cut",
    "Deed",
    "Entry",
    "Found",
    "Held",
    "HeldCode",
    "Hit",
    "Interview",
    "Laid",
    "Memo",
    "Offer",
    "Page",
    "Progress",
    "Question",
    "Quote",
    "Replacement",
    "Ruling",
    "Sample",
    "Snapshot",
    "Store",
    "StoredFragment",
    "Suggestion",
    "Topic",
    "Unlike",
    "Verdict",
    "Waiting",
    "read_hand_codes",
]
