"""The journal of a watch in the reader's language: it is kept in English, line by line, for whoever opens the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from babel.dates import get_day_names, get_month_names

from pipeline.review.language import N_, Language

LINES = (
    N_("Watching %(inbox)s; what happens is kept in %(journal)s. Ctrl-C stops."),
    N_("Stopped."),
    N_("%(count)s run(s) of a killed process marked as crashed; what is left of them is done anew."),
    N_("The run failed: %(why)s"),
    N_("The propose failed: %(why)s"),
    N_("The publish failed: %(why)s"),
    N_("The run found nothing new."),
    N_("The publish found nothing new."),
    N_(
        "%(read)s interviews read (%(words)s words, %(fragments)s fragments), %(known)s known already, "
        "%(rejected)s set aside."
    ),
    N_("%(count)s names and numbers were replaced before anything was stored."),
    N_("Who interviews and who answers was guessed in: %(interviews)s. Look at one before you code."),
    N_("What was set aside lies in data/rejected/, each file beside the reason (.why.txt)."),
    N_("%(count)s changed: codes went along where their words still stand."),
    N_("Orphans, whose words stand there no more: %(fragments)s. The desk lists them under Manage."),
    N_("%(fragments)s fragments looked at, %(codes)s codes suggested."),
    N_("Nothing changed since the tables in %(folder)s were published."),
    N_("Published in %(folder)s: %(tables)s"),
    N_("%(counted)s (%(rows)s rows)"),
    N_("No model is proposed: one learnt now does not beat the current one on the same interviews."),
    N_(
        "Model %(model)s is proposed: F1 %(figure)s against %(current)s of the current one, on %(fragments)s "
        "fragments of %(interviews)s interviews. `drempel train --accept-proposal` takes it into use."
    ),
    N_(
        "Model %(model)s is proposed: F1 %(figure)s, on %(fragments)s fragments of %(interviews)s interviews."
        " `drempel train --accept-proposal` takes it into use."
    ),
    N_("Nobody has coded yet: suggestions rest on the codebook's keywords, definitions and examples alone."),
    N_("Learnt also from the starter study: %(borrowed)s invented interviews beside %(own)s of your own. %(more)s"),
    N_("Learnt also from the starter study: %(borrowed)s invented interviews beside %(own)s of your own."),
    N_(
        "Fewer than two interviews of your own: no cross-validation possible, so no figures, and "
        "probabilities are calibrated on other grounds."
    ),
    N_("nobody knows why"),
)
"""The sentences of the journal; longer forms stand before shorter ones that they would be taken for."""

_STAMPED = re.compile(r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d):\d\d  (?P<marked>! )?(?P<told>.*)")
_DAY = re.compile(r"(?P<day>\w+) (?P<date>\d\d?) (?P<month>\w+)(?P<rest>,.*)")


def parts_of(line: str) -> tuple[str, str, bool]:
    """When it was, what is told, and whether that asks for somebody's attention."""
    found = _STAMPED.fullmatch(line)
    return (found["when"], found["told"], bool(found["marked"])) if found else ("", line, False)


def day_in(language: Language, told: str) -> str:
    """A moment to come, as the journal tells it, with its day and month in this language."""
    found = _DAY.fullmatch(told)
    if found is None:
        return told
    days, months = _names(get_day_names, language), _names(get_month_names, language)
    day, month = days.get(found["day"], found["day"]), months.get(found["month"], found["month"])
    return f"{day} {int(found['date'])} {month}{found['rest']}"


def _names(named: Callable[..., Mapping[int, str]], language: Language) -> dict[str, str]:
    """The names of days or months in English, each with that in another language."""
    english, theirs = named("wide", locale="en"), named("wide", locale=language)
    return {name: theirs[number] for number, name in english.items()}
