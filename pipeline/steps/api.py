"""All steps by name, for programs that run several of them."""

from pipeline.steps.backup import backup
from pipeline.steps.check import check
from pipeline.steps.evaluate import evaluate
from pipeline.steps.explain import explain
from pipeline.steps.export import export
from pipeline.steps.forget.forget import forget
from pipeline.steps.import_codes import import_codes
from pipeline.steps.import_project import import_project
from pipeline.steps.ingest import ingest, look_in_inbox, waiting
from pipeline.steps.init import init
from pipeline.steps.preview import preview
from pipeline.steps.propose import accept_proposal, propose
from pipeline.steps.pseudonymise import pseudonymise
from pipeline.steps.publish import publish
from pipeline.steps.refresh import refresh
from pipeline.steps.remote.handover import Handover, clear_handed
from pipeline.steps.remote.reading import hashes, read_and_cut
from pipeline.steps.remote.scoring import hand_out, score
from pipeline.steps.report import report
from pipeline.steps.run import run, suggest_if_trained
from pipeline.steps.shared.imports.plan import Options as ImportOptions
from pipeline.steps.shared.reports import Progress, combine, merge
from pipeline.steps.shared.starter_examples import starter_study
from pipeline.steps.status import status
from pipeline.steps.suggest import suggest, suggest_for_file, unsuggested
from pipeline.steps.train import train

__all__ = [
    "Handover",
    "ImportOptions",
    "Progress",
    "accept_proposal",
    "backup",
    "check",
    "clear_handed",
    "combine",
    "evaluate",
    "explain",
    "export",
    "forget",
    "hand_out",
    "hashes",
    "import_codes",
    "import_project",
    "ingest",
    "init",
    "look_in_inbox",
    "merge",
    "preview",
    "propose",
    "pseudonymise",
    "publish",
    "read_and_cut",
    "refresh",
    "report",
    "run",
    "score",
    "starter_study",
    "status",
    "suggest",
    "suggest_for_file",
    "suggest_if_trained",
    "train",
    "unsuggested",
    "waiting",
]
