"""Sentences on the codebook: its tree, its history, and what a change did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.messages import Message
from pipeline.records import Report


def of_show(report: Report) -> list[str]:
    """The tree, a line per code."""
    details: Any = report.details
    lines: list[str] = [f"{details['study']}, version {details['version']} ({details['stamp']})"]
    for dimension in details["dimensions"]:
        lines.append(f"{dimension['id']}: {dimension['label']['nl']} ({dimension['values']})")
        lines += [_code(code) for code in dimension["codes"]]
    return lines


def _code(code: Mapping[str, Any]) -> str:
    label = code["label"]["nl"]
    retired = ", retired" if code.get("retired") else ""
    own, whole = code["verdicts"], code["verdicts_with_children"]
    counted = f"{own:,}" if own == whole else f"{own:,}, with sub-codes {whole:,}"
    return f"  {'  ' * code['level']}{code['id']}: {label} ({counted}{retired})"


def of_history(report: Report) -> list[str]:
    """A line per version, and one per change."""
    versions: Any = report.details["versions"]
    lines = []
    for version in versions:
        who = version["coder"] or ("edited by hand" if version["version"] > 1 else "the first")
        why = f": {version['why']}" if version["why"] else ""
        lines.append(f"{version['version']}  {version['at'][:16].replace('T', ' ')}  {who}{why}")
        if version["restores"]:
            lines.append(f"   brings version {version['restores']} back")
        lines += [f"   {told_change(change)}" for change in version["changes"]]
        lines += [f"     {line}" for each in version["wording"] for line in _wording(each)]
    return lines or ["No version is recorded yet; the next verb records the first."]


def _wording(each: Mapping[str, Any]) -> Iterator[str]:
    place = ".".join(filter(None, (each["dimension"], each["code"], each["field"])))
    yield f"{place}: {each['before']} → {each['after']}"


_SENTENCES = {
    "rename": "%(code)s is called %(into)s now",
    "merge": "%(code)s was merged into %(into)s",
    "retire": "%(code)s is retired",
    "restore": "%(code)s is offered again",
    "add": "%(code)s is new",
    "remove": "%(code)s was taken out, which nobody used",
    "edit": "%(code)s: %(fields)s changed",
    "order": "%(code)s: the order of the codes changed",
}


def told_change(change: Mapping[str, Any]) -> str:
    """One change in words."""
    about = ".".join(filter(None, (change.get("dimension", ""), change.get("code", "")))) or "the codebook"
    fields = ", ".join(change.get("fields", ()))
    return _SENTENCES[change["kind"]] % {"code": about, "into": change.get("into", ""), "fields": fields}


def of_change(report: Report) -> list[str]:
    """What a verb did, and what to run next."""
    details: Any = report.details
    lines: list[str] = [f"Version {details['version']} of the codebook:"]
    lines += [f"  {told_change(change)}" for change in details["changes"]] or ["  as it was"]
    codes_changed = {change["kind"] for change in details["changes"]} - {"edit", "order"}
    if codes_changed:
        lines.append(
            Message(
                "Verdicts follow. Next: `drempel train` (a model of before does not fit these codes), `drempel "
                "suggest`, `drempel publish`."
            )
        )
    return lines


def of_export(report: Report) -> list[str]:
    """Where the codebook was written."""
    files: Any = report.details["files"]
    return [f"Written: {files[0]}, {report.counts['codes']:,} codes."]


def of_check(report: Report) -> list[str]:
    """What the next verb would take in."""
    changes: Any = report.details["changes"]
    if report.problems:
        return []
    if not changes:
        return ["codebook.yaml is the last version."]
    return ["The next verb records a version of these changes:", *(f"  {told_change(each)}" for each in changes)]
