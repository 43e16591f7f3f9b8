"""The rooms joined for machines: a study and plain arguments in, a `Report` of counts and ids out.

Each step takes the study's lock, can be killed anywhere and run again, and does nothing twice.
"""

from pipeline.steps.checking import check
from pipeline.steps.evaluating import evaluate
from pipeline.steps.forgetting import forget
from pipeline.steps.handing import Handed, clear_handed
from pipeline.steps.keeping import backup
from pipeline.steps.learning import import_codes, train
from pipeline.steps.proposing import accept_proposal, propose
from pipeline.steps.pseudonymising import pseudonymise
from pipeline.steps.publishing import publish, status
from pipeline.steps.reading import hashes, read_and_cut
from pipeline.steps.reports import Progress, merge, together
from pipeline.steps.running import run, suggest_if_trained
from pipeline.steps.scoring import suggest_given
from pipeline.steps.scoring_afar import hand_out, score
from pipeline.steps.suggesting import suggest, unsuggested
from pipeline.steps.taking_in import ingest, look_in_inbox, waiting
from pipeline.steps.telling import explain, export, report
from pipeline.steps.workspace import init, starter_study

__all__ = [
    "Handed",
    "Progress",
    "accept_proposal",
    "backup",
    "check",
    "clear_handed",
    "evaluate",
    "explain",
    "export",
    "forget",
    "hand_out",
    "hashes",
    "import_codes",
    "ingest",
    "init",
    "look_in_inbox",
    "merge",
    "propose",
    "pseudonymise",
    "publish",
    "read_and_cut",
    "report",
    "run",
    "score",
    "starter_study",
    "status",
    "suggest",
    "suggest_given",
    "suggest_if_trained",
    "together",
    "train",
    "unsuggested",
    "waiting",
]
