"""The sentences in which mistakes are told elsewhere, as forms that the desk recognises and can translate."""

from __future__ import annotations

import re
from functools import cache

from pipeline.review.language import N_, Translations
from pipeline.review.pages.manage.journal import LINES
from pipeline.review.pages.manage.texts import COUNTS

SENTENCES = (
    N_("Cannot read %(file)s: %(why)s. %(remedy)s"),
    N_(
        "%(file)s: interview %(interview)s is already in the study with other contents, and codes rest on "
        "them; nothing was changed. Give the new file another name to add it as an interview of its own."
    ),
    N_("%(file)s in %(folder)s: %(why)s. Mend that and run it again; nothing was taken in."),
    N_("%(file)s waits in the inbox: %(why)s. Run `drempel pseudonymise`."),
    N_("%(file)s waits in the inbox: %(why)s."),
    N_(
        "%(file)s: interview %(interview)s has other contents now, and of its %(judged)s fragments with codes "
        "%(lost)s stand in it no more; nothing was changed. If it is another interview, give it another name. "
        "If it is the same one, %(command)s takes it in, and lists those codes as orphans."
    ),
    N_(
        "%(file)s: %(other)s beside it is interview %(interview)s already. Keep one of the two, or give this "
        "one another name."
    ),
    N_("%(file)s, at %(place)s: %(why)s. Mend that line and try again."),
    N_("No trained model in %(folder)s. Code some interviews, then run `drempel train`."),
    N_(
        "Model %(model)s is refused: %(why)s. Run `drempel train` to make a new one. Until then the "
        "boundaries that come with drempel cut."
    ),
    N_("Model %(model)s is refused: %(why)s. Run `drempel train` to make a new one."),
    N_("Interview %(interview)s is not in the study. `drempel status` lists what is."),
    N_("Fragment %(fragment)s is not in the study (any more). Reload the page or run `drempel status`."),
    N_("Another drempel run is at work on this study (%(lock)s). Wait until it has ended and try again."),
    N_("The store %(store)s cannot be used: %(why)s."),
    N_("%(url)s: %(why)s. What is there stays as it was; mend that, or `url` in drempel.toml, and run it again."),
    N_("No fragment was coded or reviewed yet. Code an interview by hand, then train again."),
    N_("%(count)s fragments were reviewed, but none carries a code. Give codes to some, then train again."),
    N_(
        "Only %(count)s hand-cut fragments fall on sentence ends, and boundaries need at least %(least)s. Cut "
        "more interviews by hand, or leave `unit` to the shipped rules."
    ),
    N_("dimension %(dimension)s is not in the codebook; it has %(known)s"),
    N_("code %(code)s is not in dimension %(dimension)s; it has %(known)s"),
    N_("A coder needs a name."),
    N_("There is no coder %(coder)s."),
    N_("Nothing was recorded for %(fragment)s: %(why)s."),
    N_("Codebook %(stamp)s is not known to the store, so nothing was recorded. Close the desk and open it again."),
    N_("%(coder)s has not finished %(fragment)s, so that verdict cannot be the final one."),
    N_("Memo %(number)s was rewritten meanwhile, or is not there. Reload the page."),
    N_("Entry %(number)s is not one of %(coder)s; only one's own verdicts can be undone."),
    N_("Entry %(number)s is undone already. Reload the page."),
    N_("Entry %(number)s cannot be undone: %(why)s. Undo what was said later first."),
    N_("%(first)s and %(second)s are not in the same turn, so they cannot be cut together."),
    N_("Between %(first)s and %(second)s lies another fragment. Merge with the nearest first."),
    N_("A fragment without words cannot be made. Choose another place for the boundary."),
    N_("The fragments cannot be cut back: something was said of them since. Undo that first."),
    N_("The choice cannot be taken back: somebody chose anew since."),
    N_("The choice cannot be made again: somebody chose anew since."),
    N_("The fragments cannot be cut again: something was said of them since."),
    N_(
        "The columns of %(interview)s were changed by somebody else meanwhile, so nothing was stored. Look at "
        "them anew."
    ),
    N_(
        "%(name)s is no file name that drempel can keep. Give the file a name of at most 120 characters that does "
        "not begin with a dot."
    ),
    N_("%(name)s is in the inbox already. Give the new file another name."),
    N_("No model is proposed. `drempel status` says when one is; `drempel train` makes one at once."),
    N_("There is no table %(table)s in %(folder)s yet. Run `drempel publish` in the workspace first."),
    N_("Cannot read %(file)s: %(why)s."),
    N_("%(file)s, at %(place)s: %(why)s."),
    N_("Nothing was published: unknown tables %(unknown)s, missing tables %(missing)s."),
    N_("%(table)s, row %(row)s: missing %(columns)s, not in the contract %(others)s."),
    N_("%(table)s, row %(row)s, column %(column)s: %(why)s."),
    N_("%(table)s, rows %(first)s-%(last)s, column %(column)s: no %(kind)s."),
    N_("%(table)s has %(rows)s rows, a sheet holds %(most)s: export CSV instead."),
    N_("%(interview)s is unlike the interviews the model learnt from: %(why)s. Read its suggestions with care."),
    N_("%(count)s batch(es) were done here instead of by a worker: %(why)s"),
)
"""Longer forms stand before shorter ones that they would be taken for."""

REASONS = (
    N_("it holds no text but other bytes"),
    N_("it mixes UTF-8 with another encoding (first at byte %(byte)s)"),
    N_("byte %(byte)s is no %(encoding)s text"),
    N_("it is a link to another file"),
    N_("it cannot be used now (%(error)s)"),
    N_("a file is gone that it names"),
    N_("the Python package that knows %(kind)s: is missing; install it beside drempel"),
    N_("there is no such file"),
    N_("the file is empty"),
    N_("it is larger than %(limit)s MB"),
    N_("it unpacks to far more than an interview holds"),
    N_("it is locked with a password"),
    N_("its XML declares entities of its own, which no transcript needs"),
    N_("it may not be read (%(why)s)"),
    N_("its contents are %(kind)s"),
    N_("a file without suffix"),
    N_("a zip, such as a Word document"),
    N_("a PDF"),
    N_("rich text"),
    N_("an old or locked Office document"),
    N_("a picture"),
    N_("a sound recording"),
    N_("it is no Word document, or it is damaged"),
    N_("it is no Excel workbook, or it is damaged"),
    N_("it is no SubRip file, or a number or time in it is missing"),
    N_("it is no WebVTT: the first line must be WEBVTT"),
    N_("it is no TextGrid, or it is cut short"),
    N_("it is no %(kind)s, or it is damaged"),
    N_("it is damaged, or no %(kind)s (%(error)s while reading)"),
    N_("it is damaged"),
    N_("it is no OpenDocument text"),
    N_("it is an OpenDocument file of another kind"),
    N_("it is XML of another kind than ELAN's"),
    N_("it is no JSON of Whisper, WhisperX or Amberscript: it has no list of segments"),
    N_("it is no JSON"),
    N_("it is no rich text"),
    N_("its rows cannot be told apart"),
    N_("it changed while it was read"),
    N_("there are no words in it"),
    N_("it is a table of hand codes, not an interview"),
    N_("no column with the words was found"),
    N_("no turn of a respondent was found in it"),
    N_("there is no table with a header in it"),
    N_("row %(row)s names %(interview)s a second time"),
    N_("no reader for %(kind)s; known are %(suffixes)s"),
    N_("its reader %(reader)s cannot be loaded (%(error)s)"),
    N_("a PDF does not keep who says what"),
    N_("this older kind of document is not read"),
    N_("this kind of document is not read"),
    N_("this kind of table is not read"),
    N_("it is a sound recording"),
    N_("it is a film"),
    N_("in row %(row)s the column `confirm` is neither yes nor no"),
    N_("row %(row)s is confirmed, but what is found or its replacement is empty"),
    N_("the column %(column)s is missing"),
    N_("it is no UTF-8 text; save it as “CSV UTF-8”"),
    N_("%(count)s proposed replacement(s) in data/pseudonyms/key.csv need yes or no"),
    N_("this study requires pseudonyms (drempel.toml), and nothing was proposed for the file as it is now"),
    N_("its card cannot be read"),
    N_("%(file)s is missing"),
    N_("%(file)s is a link to a place outside %(folder)s"),
    N_("%(file)s is not the file that was stored (its SHA-256 differs)"),
    N_("other versions made it (%(which)s)"),
    N_("the codebook has changed since (%(which)s)"),
    N_("another version of drempel wrote it"),
    N_("Save it as .docx or .txt and try again."),
    N_("Open it in the program that made it and save it as UTF-8 text (.txt) or as .docx."),
    N_("It stays where it is; run again when it is copied or saved whole."),
    N_("Put the file itself here."),
    N_("Check the name and the folder."),
    N_("Export or copy it again."),
    N_("Remove pictures or recordings from it, or split it in two."),
    N_("Save it again without a password."),
    N_("Check its permissions."),
    N_("Give it the suffix it belongs to, or export it again."),
    N_("Save or copy it again."),
    N_("Give it a header row with `interview` as first column, and one row per interview."),
    N_("Leave one of the rows out."),
    N_("Mend or remove the package it is from."),
    N_("Import it with %(command)s."),
    N_("Call the columns `spreker` and `tekst`, or name yours under [transcripts.columns] in drempel.toml."),
    N_("Label the turns, for example `I:` and `R:`, or name the labels in `roles` of codebook.yaml."),
    N_("Save it as .odt or .docx."),
    N_("Save it as .xlsx."),
    N_("Save it as .xlsx or .csv."),
    N_("Export the transcript as .docx, .vtt or .srt."),
    N_("Export the transcript as .docx or .txt from where it was made."),
    N_("Export it again."),
    N_("Save it in ELAN as .eaf."),
    N_("it is no ELAN file, or it is damaged"),
    N_("Save it again in ELAN."),
    N_("Save it again in Praat."),
    N_("Transcribe it first and export the transcript as .docx, .vtt or .txt."),
    N_("Open it and save it as .docx or .txt."),
    N_(
        "%(share)s of its words were never heard before (usual: up to %(usual)s) and the model is sure of "
        "other things than usual there"
    ),
    N_("%(share)s of its words were never heard before (usual: up to %(usual)s)"),
    N_("the model is sure of other things than usual there"),
    N_("code %(code)s is not suggested for this fragment (any more); reload the page and look again"),
    N_("code %(code)s cannot take its own place; accept it instead"),
    N_("code %(code)s holds already"),
    N_("code %(code)s does not hold here"),
    N_("dimension %(dimension)s has room for one code, and %(code)s holds; remove it first"),
    N_("two codes would hold in dimension %(dimension)s, which has room for one"),
    N_("%(count)s suggestion(s) still wait for an answer; accept, change or reject them first"),
    N_("the fragment is finished already"),
    N_("the fragment is not finished"),
    N_("the fragment is finished, and a suggestion would be without an answer"),
    N_("an entry is undone by its number, not recorded"),
    N_("another program has held it for %(seconds)s seconds; close what else has it open and try again"),
    N_("another program has held it for %(seconds)s seconds; see what else writes to it and try again"),
    N_("it may not be written; give yourself permission to write the file and its folder"),
    N_("the disk is full; make room and try again (nothing that was saved is lost)"),
    N_("the server's disk is full; make room and try again (nothing that was saved is lost)"),
    N_("the disk refuses; check the disk and its free room, then try again"),
    N_("the file is no drempel store; move it away, or put a backup in its place"),
    N_("the file is damaged; put a backup in its place"),
    N_("its file cannot be opened; check that the folder exists and is yours"),
    N_("the database server refuses the name or the password; check `store` in drempel.toml"),
    N_("the database server does not know this name; check `store` in drempel.toml"),
    N_("its server must know Unicode (built with ICU) and the database have the encoding UTF8"),
    N_("the database does not exist; let its administrator make it"),
    N_("you may not make tables in it; let its administrator make you the owner of the database"),
    N_("the database server has no room for one more connection; close what else uses it and try again"),
    N_("no machine of this name is found; check `store` in drempel.toml, and the network"),
    N_("the database server broke off; once it runs again, try again"),
    N_("the database server does not answer; check that it runs and that the address is right"),
    N_("somebody reads from it, so its log cannot be emptied; close the desk and try again"),
    N_("this is no address of a database; check `store` in drempel.toml"),
    N_("the driver %(package)s is missing; install that Python package beside drempel"),
    N_("the database holds something else than a drempel store; choose another one"),
    N_("a newer drempel made it; install that version, or put back a backup made by this one"),
    N_("a server's database is copied by its own tools; use pg_dump"),
    N_("the file"),
    N_("the top"),
    N_("line %(line)s"),
    N_("cannot be read (%(error)s)"),
    N_("is no YAML (%(error)s)"),
    N_("it is no TOML (%(error)s)"),
    N_("the codebook shares no code with the starter study, so nothing can be learnt from it; write false"),
    N_("no interview has a column %(column)s; there are %(columns)s"),
    N_("%(cron)s is no cron line; weekdays at five is '0 5 * * 1-5'"),
    N_("it is damaged or no Parquet file. Publish again: `drempel publish`"),
    N_("it is damaged or no Parquet file"),
    N_("Publish again: `drempel publish`."),
    N_("its schema version is %(version)s, this drempel knows up to %(known)s"),
    N_("Update drempel."),
    N_("it tells no schema version, so drempel did not write it"),
    N_("its schema version is %(version)s, this drempel knows up to %(known)s. Update drempel"),
    N_("is empty, and may not be"),
    N_("is not %(wanted)s but of type %(kind)s"),
    N_("is none of %(known)s"),
    N_("a number from 0 to 1"),
    N_("a time with a time zone"),
    N_("true or false"),
    N_("a mapping of text to text"),
    N_("it took too long, or no worker is left"),
    N_("no worker is left"),
    N_("%(error)s; this drempel must be on the scheduler and the workers, whose logs say more"),
)

_PLACE = re.compile(r"%\((\w+)\)s")

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|0\.\d+")

_DUTCH_MARKS = str.maketrans(",.", ".,")


def retold(told: str, words: Translations) -> str:
    """The sentence in this language, its parts too; as it is when nobody foresaw it.

    What a step or a room tells reaches the desk as text, also from other processes, so it is known by its form.
    """
    known = words.gettext(told)
    if known != told or words.language == "en":
        return known
    return _by_its_form(told, words) or told


def _by_its_form(told: str, words: Translations) -> str:
    for form, pattern in _patterns():
        found = pattern.fullmatch(told)
        if found:
            return words.gettext(form) % {
                name: _part(COUNTS.get(part, part) if name == "counted" else part, words)
                for name, part in found.groupdict().items()
            }
    return ""


def _part(part: str, words: Translations) -> str:
    """What stands in a sentence's place: a number, a list of things told in one form, a reason, or a name."""
    if _NUMBER.fullmatch(part):
        return part.translate(_DUTCH_MARKS)
    first, *others = (_by_its_form(each, words) for each in part.split(", "))
    return ", ".join((first, *others)) if others and all((first, *others)) else retold(part, words)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (form, re.compile(_expression(form), re.DOTALL))
        for form in (*SENTENCES, *REASONS, *LINES)
        if _PLACE.search(form)
    ]


def _expression(form: str) -> str:
    """The form with something at each place: as little as fits."""
    *parts, last = _PLACE.split(form)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return "".join(f"{re.escape(words)}(?P<{name}>.+?)" for words, name in pairs) + re.escape(last)
