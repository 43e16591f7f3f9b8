"""Describe the report of each step in sentences, for the terminal and the journal of a watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.cli.output.boundaries import current_boundaries, trained_boundaries
from pipeline.cli.output.codebook import of_change, of_export, of_history, of_show
from pipeline.cli.output.codebook import of_check as of_codebook_check
from pipeline.cli.output.schedule import of_accept, of_propose, of_schedule
from pipeline.messages import Figure, Message
from pipeline.records import Report

Count = int | float


SHOWN_PLACES = 4
"""The number of places to show per file; `--json` has all."""


def in_sentences(report: Report) -> list[str]:
    """Return the lines that describe a report; a step without sentences of its own shows its counts."""
    return SENTENCES.get(report.step, _plainly)(report)


def _plainly(report: Report) -> list[str]:
    counts = ", ".join(f"{name.replace('_', ' ')} {_number(count)}" for name, count in report.counts.items())
    return [f"{report.step}: {counts or 'done'}"]


def _number(count: Count) -> str:
    return f"{count:,.0f}" if float(count).is_integer() else f"{count:.3f}"


def _of_ingest(report: Report) -> list[str]:
    counts = report.counts
    lines: list[str] = [
        Message(
            "%(read)s interviews read (%(words)s words, %(fragments)s fragments), %(known)s known already, "
            "%(rejected)s set aside.",
            read=counts["read"],
            words=Figure(counts["words"]),
            fragments=Figure(counts["fragments"]),
            known=counts["known"],
            rejected=counts["rejected"],
        )
    ]
    if counts.get("covered"):
        lines.append(
            Message(
                "%(count)s names and numbers were replaced before anything was stored.", count=Figure(counts["covered"])
            )
        )
    lines += [line for file in files_of(report) for line in of_file(file)]
    lines += _of_changes(report)
    guessed = report.details.get("roles_guessed")
    if isinstance(guessed, list) and guessed:
        lines.append(
            Message(
                "Who interviews and who answers was guessed in: %(interviews)s. Look at one before you code.",
                interviews=", ".join(guessed),
            )
        )
    if counts["rejected"]:
        lines.append(Message("What was set aside lies in data/rejected/, each file beside the reason (.why.txt)."))
    return lines


def files_of(report: Report) -> list[dict[str, Any]]:
    """Return the reading accounts of the files of an ingest."""
    files = report.details.get("files")
    return files if isinstance(files, list) else []


def of_file(file: Mapping[str, Any]) -> list[str]:
    """Describe how one file was read: speakers, turns, words in and outside turns, parts set apart, what to check."""
    speakers = "; ".join(
        f"{each['role']} ({each['role_from']}) {each['turns']} turns, {each['words']:,} words"
        for each in file.get("speakers", [])
    )
    lines = [f"  {file['interview']}: {speakers}."]
    for key, what in (("in_no_turn", "in no turn"), ("set_apart", "set apart")):
        parts = [f"{each['kind']}, line {each['first_line']}: {each['words']} words" for each in file.get(key, [])]
        if parts:
            more = f" and {len(parts) - SHOWN_PLACES} more" if len(parts) > SHOWN_PLACES else ""
            lines.append(f"    {what}: {'; '.join(parts[:SHOWN_PLACES])}{more}.")
    if file.get("replaced"):
        lines.append(f"    {file['replaced']:,} names and numbers were replaced.")
    return [*lines, *(f"    ! {notice}" for notice in file.get("notices", []))]


def _of_changes(report: Report) -> list[str]:
    changed, orphans = report.counts.get("changed", 0), report.details.get("orphans")
    lines: list[str] = []
    if changed:
        lines.append(Message("%(count)s changed: codes went along where their words still stand.", count=changed))
    if isinstance(orphans, list) and orphans:
        shown = ", ".join(orphans[:20]) + (f" and {len(orphans) - 20} more" if len(orphans) > 20 else "")
        lines.append(
            Message(
                "Orphans, whose words stand there no more: %(fragments)s. The desk lists them under Manage.",
                fragments=shown,
            )
        )
    return lines


def _of_pseudonymise(report: Report) -> list[str]:
    counts = report.counts
    return [
        f"{counts['proposed']:,} replacements proposed in {counts['files']} files; {counts['undecided']:,} wait for a "
        "yes or a no in the column `confirm` of",
        str(report.details["table"]),
        "Nothing is replaced yet; `drempel ingest` applies the rows that are confirmed there. Read the files "
        "too: no search finds everything.",
    ]


def _of_train(report: Report) -> list[str]:
    counts = report.counts
    return [
        f"Model {report.details['model']} learnt from {counts['examples']:,} fragments "
        f"of {counts['interviews']} interviews.",
        *_remark(report),
        *trained_boundaries(report),
    ]


def _of_suggest(report: Report) -> list[str]:
    counts = report.counts
    output = report.details.get("output")
    where = Message("; written to %(file)s", file=output) if output else ""
    return [
        Message(
            "%(fragments)s fragments looked at, %(codes)s codes suggested%(where)s.",
            fragments=Figure(counts.get("fragments", 0)),
            codes=Figure(counts.get("suggested", 0)),
            where=where,
        ),
        *_remark(report),
    ]


def _remark(report: Report) -> list[str]:
    """Describe what the model was trained on beside the team's own codes, if anything."""
    remark = report.details.get("remark")
    return [remark if isinstance(remark, Message) else str(remark)] if remark else []


def _of_status(report: Report) -> list[str]:
    model = report.details.get("model")
    return [
        *_plainly(report),
        *([f"model {model}", *_remark(report)] if model else ["no model yet"]),
        *current_boundaries(report),
        *of_schedule(report),
    ]


def _of_publish(report: Report) -> list[str]:
    if not report.details.get("written", True):
        return [
            Message("Nothing changed since the tables in %(folder)s were published.", folder=report.details["results"])
        ]
    tables = [
        Message("%(counted)s (%(rows)s rows)", counted=TABLES.get(name, name), rows=Figure(rows))
        for name, rows in report.counts.items()
    ]
    return [Message("Published in %(folder)s: %(tables)s", folder=report.details["results"], tables=tables)]


TABLES: Mapping[str, Message] = {
    "transcripts": Message("transcripts"),
    "fragments": Message("fragments"),
    "codes": Message("codes"),
    "suggestions": Message("suggestions"),
    "decisions": Message("decisions"),
    "agreement": Message("agreement"),
    "prevalence": Message("prevalence"),
    "certificates": Message("certificates"),
}
"""The names of the published tables, for translation."""


def _of_init(report: Report) -> list[str]:
    return [
        f"A workspace for “{report.details['title']}” is ready in {report.details['workspace']} (codebook "
        f"{report.details['codebook']}). Its codebook.yaml says what can be coded.",
        "Next: drop transcripts in its data/inbox, then `drempel -C "
        f"{report.details['workspace']} ingest`, and `review` to code the first ones by hand.",
    ]


def _of_run(report: Report) -> list[str]:
    return [
        line
        for step in ("ingest", "suggest", "publish")
        if step in report.details
        for line in in_sentences(_part(report, step))
    ]


def _of_check(report: Report) -> list[str]:
    repaired = report.details["repaired"]
    assert isinstance(repaired, list)
    if not report.counts["found"]:
        return ["Store, models and results are complete and consistent."]
    return [*(f"Repaired: {each}" for each in repaired), f"{report.counts['left']} left for you to check."]


def _of_backup(report: Report) -> list[str]:
    counts = report.counts
    size = f"{counts['bytes'] / 1024**2:.1f} MB"
    return [f"{counts['interviews']} interviews, {counts['files']} files ({size}) in {report.details['file']}"]


def _of_evaluate(report: Report) -> list[str]:
    card = report.details.get("suggestions")
    if not isinstance(card, Mapping):
        return []
    return [
        f"Model {card['id']}, learnt on {card['trained_at'][:10]} from {report.counts['interviews']} interviews; "
        f"it finds {report.counts['doubtful']} hand codes unlikely (`drempel evaluate --doubtful` lists them).",
        *([str(card["remark"])] if card.get("remark") else []),
    ]


def _of_forget(report: Report) -> list[str]:
    counts = {"fragments": 0, "entries": 0, "memos": 0, "quotes": 0, "tables": 0, **report.counts}
    return [
        f"Interview {report.details['interview']} is forgotten.",
        f"  in the folders: {counts['files']} files and {counts['rows']} rows of tables removed",
        f"  in the store:   {counts['fragments']} fragments without words, {counts['memos']} memos removed, quotes in "
        f"{counts['quotes']} others blacked out; {counts['entries']} entries stay, without words or name",
        f"  models:         {counts['models']} that learnt from it removed",
        f"  results:        {counts['tables']} tables published anew; {counts['derived']} reports and exports removed",
        f"  history:        {counts['runs']} files about earlier runs removed",
        f"  still to do:    {counts['backups']} backups to destroy, {counts['left']} files to look at, "
        f"{counts['unsearched']} that cannot be searched",
        f"This without the name is kept in {report.details['certificate']}",
    ]


def _of_import(report: Report) -> list[str]:
    counts, stored = report.counts, report.details.get("stored")
    lines = [
        f"{report.details['format']}: {counts['texts']} texts, {counts['codes']} codes, {counts['coders']} coders, "
        f"{counts['codings']:,} codings, {counts['memos']} memos. Offsets: {report.details['unit']}.",
        f"{counts['placed']:,} codings have a place on fragments, {counts['unplaced']:,} have none.",
    ]
    if not isinstance(stored, Mapping) or not stored:
        return [*lines, "Nothing was stored: this was a dry run."]
    lines.append(
        f"Stored: {stored['interviews']} interviews, {stored['rows']:,} coded fragments ({stored['known']:,} known "
        f"already), {stored['codes']:,} codes, {stored['memos']} memos."
    )
    if stored["new_codes"]:
        lines.append(
            f"{len(stored['new_codes'])} codes are new in codebook.yaml: {', '.join(stored['new_codes'][:20])}"
        )
    return lines


def _part(report: Report, step: str) -> Report:
    counts = {key.removeprefix(f"{step}."): n for key, n in report.counts.items() if key.startswith(f"{step}.")}
    details = report.details[step]
    return Report(step=step, counts=counts, details=details if isinstance(details, Mapping) else {})


SENTENCES: Mapping[str, Callable[[Report], list[str]]] = {
    "demo": lambda report: [],  # the demo prints tables of its own
    "about": lambda report: [f"{name} {which}" for name, which in report.details.items()],
    "init": _of_init,
    "import": _of_import,
    "ingest": _of_ingest,
    "pseudonymise": _of_pseudonymise,
    "train": _of_train,
    "status": _of_status,
    "suggest": _of_suggest,
    "publish": _of_publish,
    "propose": of_propose,
    "accept": of_accept,
    "run": _of_run,
    "check": _of_check,
    "evaluate": _of_evaluate,
    "backup": _of_backup,
    "forget": _of_forget,
    "codebook show": of_show,
    "codebook history": of_history,
    "codebook check": of_codebook_check,
    "codebook export": of_export,
    **{f"codebook {verb}": of_change for verb in ("rename", "merge", "retire", "restore", "add", "import")},
}
