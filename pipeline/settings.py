"""A study on disk: its folders, settings (`drempel.toml`) and codebook."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from pipeline.codebook import Codebook, load_codebook
from pipeline.depot import Depot
from pipeline.errors import InvalidSettings, NotAdopted, NotAWorkspace
from pipeline.messages import Message
from pipeline.private_files import make_private
from pipeline.sections import (
    ENCODER,
    FragmentSettings,
    PlaceSettings,
    ReviewSettings,
    RunSettings,
    ScheduleSettings,
    Section,
    SuggestionSettings,
    TranscriptSettings,
)
from pipeline.workspace_place import is_at_home, settle, workspace_id

SETTINGS_FILE = "drempel.toml"
CODEBOOK_FILE = "codebook.yaml"


class Settings(Section):
    """All settings of `drempel.toml`; every key has a default, an unknown key is refused."""

    store: str = ""
    seed: int = 0
    transcripts: TranscriptSettings = TranscriptSettings()
    fragments: FragmentSettings = FragmentSettings()
    suggestions: SuggestionSettings = SuggestionSettings()
    review: ReviewSettings = ReviewSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    runs: RunSettings = RunSettings()
    results: PlaceSettings = PlaceSettings()
    models: PlaceSettings = PlaceSettings()


class Study:
    """One workspace: its folders, settings and codebook. Opening it reads nothing of the interviews."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook; raises InvalidCodebook."""
        return load_codebook(self.folder / CODEBOOK_FILE)

    def read_codebook_again(self) -> Codebook:
        """Read the codebook anew, where its file was written meanwhile; raises InvalidCodebook."""
        self.__dict__.pop("codebook", None)
        return self.codebook

    def use_codebook(self, codebook: Codebook) -> None:
        """Go on with this codebook, where the file cannot be used."""
        self.__dict__["codebook"] = codebook

    @property
    def inbox(self) -> Path:
        """The folder for new transcripts."""
        return self.folder / "data" / "inbox"

    @property
    def rejected(self) -> Path:
        """The folder for files that cannot be read, each with its `.why.txt`."""
        return self.folder / "data" / "rejected"

    @property
    def pseudonyms(self) -> Path:
        """The folder of the pseudonym key: outside results and exports, ignored by version control."""
        return self.folder / "data" / "pseudonyms"

    @property
    def table_columns(self) -> dict[str, str]:
        """The column headers of transcripts in tables that differ from the default."""
        # Pydantic reports keys as literals; users know them as names.
        return {str(part): header for part, header in self.settings.transcripts.columns.items()}

    @property
    def results(self) -> Path:
        """The folder of the published Parquet tables."""
        return self.folder / "data" / "results"

    @property
    def models(self) -> Path:
        """The folder of trained models, with a folder each."""
        return self.folder / "models"

    @property
    def vectors(self) -> Path:
        """Where what the encoder made of each text is kept."""
        return self.folder / "data" / "vectors"

    @property
    def depots(self) -> list[Depot]:
        """The folders whose contents are stored at a remote address."""
        places = ((self.results, self.settings.results.url), (self.models, self.settings.models.url))
        return [Depot(url, folder, workspace_id(self.folder)) for folder, url in places if url]

    @property
    def addresses(self) -> list[str]:
        """The addresses outside the workspace that the settings name: of the store, the results and the models."""
        return [each for each in (self.settings.store, self.settings.results.url, self.settings.models.url) if each]

    @property
    def encoder(self) -> str | None:
        """The encoder that the settings name, None for none; a folder may be relative to the workspace."""
        asked = self.settings.suggestions.encoder
        named = ENCODER.fullmatch(asked)
        if named is None:
            return None if asked == "none" else asked
        kind, where = named.groups()
        return f"{kind}:{self.folder / where if (self.folder / where).is_dir() else where}"

    @property
    def store_url(self) -> str:
        """The SQLAlchemy URL of the store: SQLite in the workspace unless the settings say otherwise."""
        return self.settings.store or f"sqlite:///{self.folder / 'data' / 'study.sqlite'}"

    @property
    def store_file(self) -> Path | None:
        """The file of a store in SQLite; None for one on a server."""
        kind, _, path = self.store_url.partition(":///")
        return Path(path.partition("?")[0]) if kind.startswith("sqlite") and path else None

    @property
    def store_owner(self) -> str | None:
        """The id of this workspace where the store lies at an address of its own; None for the store within."""
        return workspace_id(self.folder) if self.settings.store else None

    @property
    def lock(self) -> Path:
        """The lock file that excludes a second run on this study."""
        return self.folder / "data" / ".lock"


def open_study(folder: Path) -> Study:
    """Open the study in a folder; from then on this process makes files for their owner alone.

    Raises:
        NotAWorkspace: the folder lacks `drempel.toml` or `codebook.yaml`.
        InvalidSettings: `drempel.toml` has an unknown key or an invalid value.
        NotAdopted: the settings name addresses outside the workspace, which was copied or moved here.
    """
    folder = folder.resolve()
    for name in (SETTINGS_FILE, CODEBOOK_FILE):
        if not (folder / name).is_file():
            raise NotAWorkspace(folder, name)
    make_private()
    study = Study(folder, _read_settings(folder / SETTINGS_FILE))
    if study.addresses and not is_at_home(folder):
        raise NotAdopted(folder)
    return study


def adopt(folder: Path) -> Study:
    """Let the workspace in this folder use the addresses in its settings, though it was copied or moved here.

    Where the store, results or models of a study lie at an address already, the workspace takes on the id of that
    study.

    Raises:
        DepotUnusable: an address does not answer.
        StoreUnusable: the store does not.
    """
    study = Study(folder.resolve(), _read_settings(folder / SETTINGS_FILE))
    owners = [owner for depot in study.depots if (owner := depot.owner()) is not None]
    if study.settings.store:
        _adopt_store(study.settings.store, study.folder, owners)
    else:
        settle(study.folder, owners[0] if owners else None)
    return open_study(folder)


def _adopt_store(url: str, folder: Path, owners: Sequence[str]) -> None:
    from pipeline.decisions import Store

    with Store.open(url) as store:
        known = owners[0] if owners else store.maintenance.owner()
        store.maintenance.give_to(settle(folder, known))


def _read_settings(path: Path) -> Settings:
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        why = Message("it is not valid TOML (%(error)s)", error=error)
        raise InvalidSettings(path, Message("the file"), why) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or Message("the top")
        raise InvalidSettings(path, place, first["msg"]) from error
