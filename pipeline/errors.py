"""All errors of users, as subclasses of `DrempelError`: each message names the place and the remedy.

Catch `DrempelError` only at the edge: the command line, the desk's one handler, a flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.messages import Message


class DrempelError(Exception):
    """An error that a person can fix; its text says where it is and what to do."""

    exit_code = 1
    """Exit code of the command line: 1 for a failure, 2 for a wrong call."""

    @property
    def message(self) -> Message:
        """The text with its template and values, for translation; `str(error)` is the English text."""
        told = self.args[0] if self.args else ""
        return told if isinstance(told, Message) else Message(str(told))


class UnreadableTranscript(DrempelError):
    """A file is no readable transcript; the run sets it aside and goes on."""

    def __init__(self, path: Path, why: str, remedy: str = Message("Save it as .docx or .txt and try again.")) -> None:
        self.path, self.why, self.remedy = path, why, remedy
        super().__init__(Message("Cannot read %(file)s: %(why)s. %(remedy)s", file=path.name, why=why, remedy=remedy))


class StillWritten(UnreadableTranscript):
    """A file changed while it was read; the run leaves it where it is, and the next one reads it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            Message("it changed while it was read"),
            Message("It stays where it is; run again when it is copied or saved whole."),
        )


class ChangedTranscript(DrempelError):
    """A file has a known name but other contents than before."""

    def __init__(self, path: Path, interview: str) -> None:
        self.path, self.interview = path, interview
        super().__init__(
            Message(
                "%(file)s: interview %(interview)s is already in the study with other contents, and codes rest on "
                "them; nothing was changed. Give the new file another name to add it as an interview of its own.",
                file=path.name,
                interview=repr(interview),
            )
        )


class NotAdopted(DrempelError):
    """A workspace whose settings name addresses outside it was copied or moved here."""

    exit_code = 2

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Message(
                "The workspace %(folder)s was copied, restored or moved here, and its drempel.toml names addresses "
                "outside it, where another copy may write. If this is the only copy now, run `drempel --adopt status` "
                "once. Else remove `store` and `url` from drempel.toml.",
                folder=folder.name,
            )
        )


class InvalidPseudonyms(DrempelError):
    """A table of replacements cannot be read; the message never quotes it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Message(
                "%(file)s in %(folder)s: %(why)s. Fix that and run it again; nothing was taken in.",
                file=path.name,
                folder=path.parent.name,
                why=why,
            )
        )


class NotPseudonymised(DrempelError):
    """A file waits in the inbox until somebody has decided on the replacements in it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(Message("%(file)s waits in the inbox: %(why)s.", file=path.name, why=why))


class LostCodes(DrempelError):
    """A changed file contains too few of the coded passages to be the same interview."""

    def __init__(self, interview: str, source: str, lost: int, judged: int) -> None:
        self.interview = interview
        super().__init__(
            Message(
                "%(file)s: interview %(interview)s has other contents now, and of its %(judged)s fragments with codes "
                "%(lost)s stand in it no more; nothing was changed. If it is another interview, give it another name. "
                "If it is the same one, %(command)s takes it in, and lists those codes as orphans.",
                file=source,
                interview=repr(interview),
                judged=judged,
                lost=lost,
                command=f"`drempel ingest --accept-changes data/rejected/{source}`",
            )
        )


class TwoFiles(DrempelError):
    """Two files would be the same interview."""

    def __init__(self, path: Path, other: Path) -> None:
        super().__init__(
            Message(
                "%(file)s: %(other)s beside it is interview %(interview)s already. Keep one of the two, or give this "
                "one another name.",
                file=path.name,
                other=other.name,
                interview=repr(path.stem),
            )
        )


class KnownUnderAnotherName(DrempelError):
    """A file has the words of an interview that is in the study under another name."""

    def __init__(self, path: Path, interview: str) -> None:
        super().__init__(
            Message(
                "%(file)s: its words are those of interview %(interview)s, which is in the study already. If the file "
                "was renamed, give it the name %(interview)s again; if it is another interview, see whether the right "
                "file was exported.",
                file=path.name,
                interview=repr(interview),
            )
        )


class InvalidCodebook(DrempelError):
    """A codebook is invalid."""

    exit_code = 2

    def __init__(self, path: Path | str, place: str, why: str) -> None:
        self.place = place
        super().__init__(
            Message("%(file)s, at %(place)s: %(why)s. Fix that line and try again.", file=path, place=place, why=why)
        )


class InvalidChange(DrempelError):
    """A change of the codebook cannot be made; nothing was changed."""

    exit_code = 2


class CodebookDiffers(DrempelError):
    """`codebook.yaml` lacks codes that verdicts rest on; `found` says of each what, and how to go on."""

    def __init__(self, found: Sequence[str]) -> None:
        self.found = tuple(found)
        super().__init__(
            Message(
                "codebook.yaml was changed by hand, and codes that are used are gone from it: %(found)s. Or put them "
                "back. Nothing was done.",
                found=list(found),
            )
        )


class InvalidCodes(DrempelError):
    """Hand codes do not fit the transcripts or the codebook; nothing of the file was stored."""

    def __init__(self, path: Path | str, problems: list[str]) -> None:
        self.problems = problems
        shown = "\n".join(f"  {problem}" for problem in problems)
        rows = "1 row" if len(problems) == 1 else f"{len(problems)} rows"
        super().__init__(f"{path}: {rows} cannot be stored, so nothing of the file was stored.\n{shown}")


class InvalidSettings(DrempelError):
    """A settings file has an unknown key or an invalid value."""

    def __init__(self, path: Path, place: str, why: str) -> None:
        super().__init__(Message("%(file)s, at %(place)s: %(why)s.", file=path, place=place, why=why))


class NotAWorkspace(DrempelError):
    """A folder contains no study."""

    exit_code = 2

    def __init__(self, folder: Path, missing: str) -> None:
        super().__init__(
            f"{folder} is no drempel workspace: {missing} is missing. Make one with `drempel init {folder}`."
        )


class CannotStart(DrempelError):
    """The options for a new study are invalid; nothing was made."""

    exit_code = 2

    def __init__(self, why: str) -> None:
        super().__init__(f"No workspace was made: {why}.")


class WorkspaceExists(DrempelError):
    """A folder for a new study is not empty."""

    exit_code = 2

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} already exists and is not empty. Choose another folder, or empty this one yourself."
        )


class FileInTheWay(DrempelError):
    """A file to be written exists."""

    exit_code = 2

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already. Choose another name, or move it away yourself.")


class DepotUnusable(DrempelError):
    """The remote address of results or models cannot be used."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            Message(
                "%(url)s: %(why)s. What is there stays as it was; mend that, or `url` in drempel.toml, and run it "
                "again.",
                url=url,
                why=why,
            )
        )


class NothingToLearn(DrempelError):
    """There are too few hand codes to train on."""


class NoModel(DrempelError):
    """There is no trained model."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Message("No trained model in %(folder)s. Code some interviews, then run `drempel train`.", folder=folder)
        )


class NoProposal(DrempelError):
    """There is no proposed model to accept."""

    def __init__(self) -> None:
        super().__init__(
            Message("No model is proposed. `drempel status` says when one is; `drempel train` makes one at once.")
        )


class UnfitModel(DrempelError):
    """A model must not be loaded: changed, incomplete, or made by another version or codebook."""

    def __init__(self, model: str, why: str) -> None:
        super().__init__(
            Message(
                "Model %(model)s is refused: %(why)s. Run `drempel train` to make a new one.",
                model=repr(model),
                why=why,
            )
        )


class UnknownInterview(DrempelError):
    """An interview is not in the study."""

    def __init__(self, interview: str) -> None:
        super().__init__(
            Message(
                "Interview %(interview)s is not in the study. `drempel status` lists what is.",
                interview=repr(interview),
            )
        )


class UnknownFragment(DrempelError):
    """A fragment is not in the study, or no longer."""

    def __init__(self, fragment: str) -> None:
        super().__init__(
            Message(
                "Fragment %(fragment)s is not in the study (any more). Reload the page or run `drempel status`.",
                fragment=repr(fragment),
            )
        )


class InvalidDecision(DrempelError):
    """The codebook or the state of the fragment does not allow a verdict."""


class StoreBusy(DrempelError):
    """Another run holds the study's lock."""

    def __init__(self, lock: Path) -> None:
        super().__init__(
            Message(
                "Another drempel run is at work on this study (%(lock)s). Wait until it has ended and try again.",
                lock=lock,
            )
        )


class ForgottenMeanwhile(DrempelError):
    """Interviews were removed while a model was trained on them."""

    def __init__(self, interviews: int) -> None:
        super().__init__(
            Message(
                "%(count)s of the interviews that were learnt from left the study meanwhile; the model was not stored. "
                "Train again.",
                count=interviews,
            )
        )


class WatchIsOn(DrempelError):
    """`drempel watch`, or a run of Prefect, uses what must be removed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Prefect is at work in {folder}, and its history has to be cleared. Stop `drempel watch` (Ctrl-C, or the "
            "service), then try again. Nothing was changed."
        )


class StoreUnusable(DrempelError):
    """This version cannot open the store."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(Message("The store %(store)s cannot be used: %(why)s.", store=where, why=why))


class ContractBroken(DrempelError):
    """A table does not fit its published schema; nothing was written."""


class PortTaken(DrempelError):
    """The desk's port is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken, perhaps by a desk that is already open: look at http://127.0.0.1:{port}/, "
            f"or choose another with `drempel review --port {port + 1 if port < 65535 else port - 1}`."
        )


class UnfitAddress(DrempelError):
    """The desk does not listen on this address."""

    exit_code = 2

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"The desk does not open on {address}: {why}.")


class NothingPublished(DrempelError):
    """A table has not been published yet."""

    def __init__(self, folder: Path | str, table: str) -> None:
        self.folder, self.table = folder, table
        super().__init__(
            Message(
                "There is no table %(table)s in %(folder)s yet. Run `drempel publish` in the workspace first.",
                table=repr(table),
                folder=folder,
            )
        )


class UnknownTable(DrempelError):
    """A table is never published."""

    exit_code = 2

    def __init__(self, table: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no table {table!r}; published are {', '.join(known)}.")


class UnreadableResults(DrempelError):
    """This version cannot read a published file."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(Message("Cannot read %(file)s: %(why)s.", file=path, why=why))


class UnknownFormat(DrempelError):
    """Results cannot be exported in this format."""

    exit_code = 2

    def __init__(self, form: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no export as {form!r}; there is {', '.join(known)}.")


class UnknownColumn(DrempelError):
    """A table was asked for by an interview column that there is not."""

    exit_code = 2

    def __init__(self, column: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Message("There is no column %(column)s; there is %(known)s.", column=repr(column), known=", ".join(known))
        )


class UnreadableProject(DrempelError):
    """A project of another program cannot be read; nothing of it was stored."""

    def __init__(self, path: Path, why: str, remedy: str = "") -> None:
        self.path, self.why, self.remedy = path, why, remedy or Message("Export it again and try once more.")
        super().__init__(
            Message(
                "Cannot read the project %(file)s: %(why)s. %(remedy)s", file=path.name, why=why, remedy=self.remedy
            )
        )


class UndecidedOffsets(DrempelError):
    """The offsets of a project fit no known unit well enough; nothing of it was stored."""

    def __init__(self, place: str, unit: str, fitting: int, total: int) -> None:
        self.fitting, self.total = fitting, total
        share = fitting / total if total else 0.0
        super().__init__(
            Message(
                "%(place)s: it cannot be decided what its offsets count. Read as %(unit)s, which fits best, "
                "%(fitting)s of %(total)s stretches (%(share)s) are the stored words or begin and end at the edge of a "
                "word. Check that the texts in the project are those that were coded, and export it again.",
                place=place,
                unit=unit,
                fitting=fitting,
                total=total,
                share=f"{share:.0%}",
            )
        )
