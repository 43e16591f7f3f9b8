#!/usr/bin/env bash
# Prefect's cron schedules leave out 1 March when the list of days holds one that February does not have.
#
# `0 5 1,31 * *` should run on the first and the last day of a long month. From February, Prefect goes on to 31 March and
# skips 1 March; `*/5`, which holds the 1st and the 31st, loses it too. A list without such a day is right.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check prefect==3.8.8 fastapi==0.150.0 sqlalchemy==2.0.46

cat > "$folder/expected" <<'EXPECTED'
0 5 1,28 * * -> 28 February, 1 March, 28 March
0 5 1,31 * * -> 31 March, 1 April, 1 May
0 5 */5 * * -> 21 February, 26 February, 6 March
EXPECTED
"$folder/venv/bin/python" - > "$folder/output" <<'PYTHON'
import asyncio
import datetime
import zoneinfo

from prefect.server.schemas.schedules import CronSchedule

zone = zoneinfo.ZoneInfo("Europe/Brussels")
start = datetime.datetime(2027, 2, 20, tzinfo=zone)


async def main():
    for cron in ("0 5 1,28 * *", "0 5 1,31 * *", "0 5 */5 * *"):
        dates = await CronSchedule(cron=cron, timezone="Europe/Brussels").get_dates(n=3, start=start)
        print(cron, "->", ", ".join(each.strftime("%-d %B") for each in dates))


asyncio.run(main())
PYTHON

echo "prefect==3.8.8 fastapi==0.150.0 sqlalchemy==2.0.46"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
