"""A cron line that cannot be meant is refused before anything starts, with its place and an example."""

import pytest
from prefect.schedules import Cron

from pipeline.cron import refuse_nonsense
from pipeline.errors import InvalidSettings
from pipeline.settings import open_study

MEANT = (
    "0 5 * * 1-5", "*/15 8-18 * * mon-fri", "30 2 1,15 jan,JUL *", "0 0 * * 0", "0 0 * * 7", "5 4 * * sun",
    "1-9/2 * * * *",
)  # fmt: skip
NONSENSE = (
    "every day", "", "* * * *", "* * * * * *", "60 5 * * *", "0 24 * * *", "0 5 0 * *", "0 5 32 * *", "0 5 * 13 *",
    "0 5 * * 8", "0 5 * * maandag", "0 5 * * 5-1", "*/0 * * * *", "0 5, * * *", "a b c d e", "-1 5 * * *", "0 5 * * ½",
)  # fmt: skip


@pytest.mark.parametrize("line", MEANT)
def test_what_is_taken_is_taken_by_prefect_too(line):
    refuse_nonsense(line)
    assert Cron(line, timezone="Europe/Brussels").cron == line


@pytest.mark.parametrize("line", NONSENSE)
def test_nonsense_is_refused_with_an_example(line):
    with pytest.raises(ValueError, match=r"0 5 \* \* 1-5"):
        refuse_nonsense(line)


@pytest.mark.parametrize("key", ["cron", "propose", "publish"])
def test_settings_name_the_key_that_cannot_be_meant(study, key):
    path = study.folder / "drempel.toml"
    lines = [f'{key} = "0 25 * * *"' if line.startswith(f"{key} =") else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InvalidSettings, match=rf"drempel\.toml, at schedule\.{key}: .*'25' is no hour"):
        open_study(study.folder)


def test_a_proposal_or_a_publication_may_be_left_out(study):
    path = study.folder / "drempel.toml"
    told = path.read_text(encoding="utf-8").replace('"0 6 * * 6"', '""').replace('"0 12,18 * * 1-5"', '""')
    path.write_text(told, encoding="utf-8")
    assert open_study(study.folder).settings.schedule.propose == ""
