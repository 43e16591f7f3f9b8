"""The journal of a watch in the reader's language: it is kept in English, line by line, for whoever opens the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from babel.dates import get_day_names, get_month_names

from pipeline.review.wording import Language, in_both

LINES = (
    in_both("Watching %(inbox)s; what happens is kept in %(journal)s. Ctrl-C stops."),
    in_both("Stopped."),
    in_both("%(count)s run(s) of a killed process marked as crashed; what is left of them is done anew."),
    in_both("The run failed: %(why)s"),
    in_both("The propose failed: %(why)s"),
    in_both("The publish failed: %(why)s"),
    in_both("The run found nothing new."),
    in_both("The publish found nothing new."),
    in_both(
        "%(read)s interviews read (%(words)s words, %(fragments)s fragments), %(known)s known already, "
        "%(rejected)s set aside."
    ),
    in_both("%(count)s names and numbers were replaced before anything was stored."),
    in_both("Who interviews and who answers was guessed in: %(interviews)s. Look at one before you code."),
    in_both("What was set aside lies in data/rejected/, each file beside the reason (.why.txt)."),
    in_both("%(count)s changed: codes went along where their words still stand."),
    in_both("Orphans, whose words stand there no more: %(fragments)s. The desk lists them under Manage."),
    in_both("%(fragments)s fragments looked at, %(codes)s codes suggested."),
    in_both("Nothing changed since the tables in %(folder)s were published."),
    in_both("Published in %(folder)s: %(tables)s"),
    in_both("%(counted)s (%(rows)s rows)"),
    in_both("No model is proposed: one learnt now does not beat the current one on the same interviews."),
    in_both(
        "Model %(model)s is proposed: F1 %(figure)s against %(current)s of the current one, on %(fragments)s "
        "fragments of %(interviews)s interviews. `drempel train --accept-proposal` takes it into use."
    ),
    in_both(
        "Model %(model)s is proposed: F1 %(figure)s, on %(fragments)s fragments of %(interviews)s interviews."
        " `drempel train --accept-proposal` takes it into use."
    ),
    in_both("Nobody has coded yet: suggestions rest on the codebook's keywords, definitions and examples alone."),
    in_both(
        "Learnt also from the starter study: %(borrowed)s invented interviews beside %(own)s of your own. %(more)s"
    ),
    in_both("Learnt also from the starter study: %(borrowed)s invented interviews beside %(own)s of your own."),
    in_both(
        "Fewer than two interviews of your own: no cross-validation possible, so no figures, and "
        "probabilities are calibrated on other grounds."
    ),
    in_both("nobody knows why"),
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
