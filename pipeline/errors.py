"""Every mistake that a user can make, as one family: each message names the place and the remedy.

Catch `DrempelError` only at the edge: the command line, the desk's one handler, a flow.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.messages import Message


class DrempelError(Exception):
    """A mistake that a person can mend; its text says where it is and what to do."""

    exit_code = 1
    """What the command line ends with: 1 the work failed, 2 the call was wrong."""

    @property
    def message(self) -> Message:
        """The text with its template and values, for whoever translates it; `str(error)` is the English text."""
        told = self.args[0] if self.args else ""
        return told if isinstance(told, Message) else Message(str(told))


class UnreadableTranscript(DrempelError):
    """A file that cannot become a transcript; the run sets it aside and goes on."""

    def __init__(self, path: Path, why: str, remedy: str = Message("Save it as .docx or .txt and try again.")) -> None:
        self.path, self.why, self.remedy = path, why, remedy
        super().__init__(Message("Cannot read %(file)s: %(why)s. %(remedy)s", file=path.name, why=why, remedy=remedy))


class StillWritten(UnreadableTranscript):
    """A file that changed while it was read; the run leaves it where it is, and the next one reads it whole."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            Message("it changed while it was read"),
            Message("It stays where it is; run again when it is copied or saved whole."),
        )


class ChangedTranscript(DrempelError):
    """A file whose name is known but whose contents are not those read before."""

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


class InvalidPseudonyms(DrempelError):
    """A table of replacements that cannot be read; the message never quotes it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Message(
                "%(file)s in %(folder)s: %(why)s. Mend that and run it again; nothing was taken in.",
                file=path.name,
                folder=path.parent.name,
                why=why,
            )
        )


class NotPseudonymised(DrempelError):
    """A file that waits in the inbox until somebody decided on the replacements in it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(Message("%(file)s waits in the inbox: %(why)s.", file=path.name, why=why))


class LostCodes(DrempelError):
    """A changed file in which too few of the coded passages stand to take it for the same interview."""

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
    """Two files side by side that would be the same interview."""

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
    """A file with the words of an interview that is in the study under another name."""

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
    """A codebook that does not say clearly what can be coded."""

    def __init__(self, path: Path | str, place: str, why: str) -> None:
        self.place = place
        super().__init__(
            Message("%(file)s, at %(place)s: %(why)s. Mend that line and try again.", file=path, place=place, why=why)
        )


class InvalidCodes(DrempelError):
    """Hand codes that do not fit the transcripts or the codebook; nothing of the file was stored."""

    def __init__(self, path: Path | str, problems: list[str]) -> None:
        self.problems = problems
        shown = "\n".join(f"  {problem}" for problem in problems[:10])
        more = f"\n  … and {len(problems) - 10} more" if len(problems) > 10 else ""
        super().__init__(
            f"{path}: {len(problems)} row(s) cannot be stored, so nothing of the file was stored.\n{shown}{more}"
        )


class InvalidSettings(DrempelError):
    """A settings file with an unknown key or a value that cannot be meant."""

    def __init__(self, path: Path, place: str, why: str) -> None:
        super().__init__(Message("%(file)s, at %(place)s: %(why)s.", file=path, place=place, why=why))


class NotAWorkspace(DrempelError):
    """A folder that holds no study."""

    exit_code = 2

    def __init__(self, folder: Path, missing: str) -> None:
        super().__init__(
            f"{folder} is no drempel workspace: {missing} is missing. Make one with `drempel init {folder}`."
        )


class CannotStart(DrempelError):
    """A new study that was asked for in a way that cannot be meant; nothing was made."""

    exit_code = 2

    def __init__(self, why: str) -> None:
        super().__init__(f"No workspace was made: {why}.")


class WorkspaceExists(DrempelError):
    """A folder that already holds something, where a new study was asked for."""

    exit_code = 2

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} already exists and is not empty. Choose another folder, or empty this one yourself."
        )


class FileInTheWay(DrempelError):
    """A file that is there already, where a new one was asked for."""

    exit_code = 2

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already. Choose another name, or move it away yourself.")


class DepotUnusable(DrempelError):
    """Results or models live at an address that does not do what it should."""

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
    """Too little hand coding to train on."""


class NoModel(DrempelError):
    """No trained model where one is needed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Message("No trained model in %(folder)s. Code some interviews, then run `drempel train`.", folder=folder)
        )


class NoProposal(DrempelError):
    """No proposed model where one was to be accepted."""

    def __init__(self) -> None:
        super().__init__(
            Message("No model is proposed. `drempel status` says when one is; `drempel train` makes one at once.")
        )


class UnfitModel(DrempelError):
    """A model that must not be loaded: changed, cut short, or made by other versions or another codebook."""

    def __init__(self, model: str, why: str) -> None:
        super().__init__(
            Message(
                "Model %(model)s is refused: %(why)s. Run `drempel train` to make a new one.",
                model=repr(model),
                why=why,
            )
        )


class UnknownInterview(DrempelError):
    """An interview that is not in the study."""

    def __init__(self, interview: str) -> None:
        super().__init__(
            Message(
                "Interview %(interview)s is not in the study. `drempel status` lists what is.",
                interview=repr(interview),
            )
        )


class UnknownFragment(DrempelError):
    """A fragment that is not in the study, or no longer."""

    def __init__(self, fragment: str) -> None:
        super().__init__(
            Message(
                "Fragment %(fragment)s is not in the study (any more). Reload the page or run `drempel status`.",
                fragment=repr(fragment),
            )
        )


class InvalidDecision(DrempelError):
    """A verdict that the codebook or the fragment's state does not allow."""


class StoreBusy(DrempelError):
    """Another run holds the study."""

    def __init__(self, lock: Path) -> None:
        super().__init__(
            Message(
                "Another drempel run is at work on this study (%(lock)s). Wait until it has ended and try again.",
                lock=lock,
            )
        )


class ForgottenMeanwhile(DrempelError):
    """Interviews were removed while a model learnt from them."""

    def __init__(self, interviews: int) -> None:
        super().__init__(
            Message(
                "%(count)s of the interviews that were learnt from left the study meanwhile; the model was not stored. "
                "Train again.",
                count=interviews,
            )
        )


class WatchIsOn(DrempelError):
    """`drempel watch`, or a run of Prefect, holds what must be cleared."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Prefect is at work in {folder}, and its history has to be cleared. Stop `drempel watch` (Ctrl-C, or the "
            "service), then try again. Nothing was changed."
        )


class StoreUnusable(DrempelError):
    """A store that this version cannot open."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(Message("The store %(store)s cannot be used: %(why)s.", store=where, why=why))


class ContractBroken(DrempelError):
    """A table that does not fit its published schema; nothing was written."""


class PortTaken(DrempelError):
    """The desk's address is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken, perhaps by a desk that is already open: look at http://127.0.0.1:{port}/, "
            f"or choose another with `drempel review --port {port + 1 if port < 65535 else port - 1}`."
        )


class UnfitAddress(DrempelError):
    """An address on which the desk will not listen."""

    exit_code = 2

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"The desk does not open on {address}: {why}.")


class NothingPublished(DrempelError):
    """A table that was asked for before it was published."""

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
    """A table that is never published."""

    exit_code = 2

    def __init__(self, table: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no table {table!r}; published are {', '.join(known)}.")


class UnreadableResults(DrempelError):
    """A published file that this version cannot read."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(Message("Cannot read %(file)s: %(why)s.", file=path, why=why))


class UnknownFormat(DrempelError):
    """A format that results are not exported in."""

    exit_code = 2

    def __init__(self, form: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no export as {form!r}; there is {', '.join(known)}.")


class UnreadableProject(DrempelError):
    """A project of another program that cannot be read; nothing of it was stored."""

    def __init__(self, path: Path, why: str, remedy: str = "Export it again and try once more.") -> None:
        self.path, self.why, self.remedy = path, why, remedy
        super().__init__(f"Cannot read the project {path.name}: {why}. {remedy}")


class UndecidedOffsets(DrempelError):
    """A project whose offsets fit no known unit well enough; nothing of it was stored."""

    def __init__(self, place: str, unit: str, fitting: int, total: int) -> None:
        self.fitting, self.total = fitting, total
        share = fitting / total if total else 0.0
        super().__init__(
            f"{place}: it cannot be decided what its offsets count. Read as {unit}, which fits best, {fitting} of "
            f"{total} stretches ({share:.0%}) are the stored words or begin and end at the edge of a word. Check that "
            "the texts in the project are those that were coded, and export it again."
        )
