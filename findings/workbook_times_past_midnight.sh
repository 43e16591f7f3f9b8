#!/usr/bin/env bash
# openpyxl reads a cell typed as 24:10 (24 minutes 10 seconds in a transcript) as a date in the year 1900, but 23:50 as a time.
#
# Transcribers type minutes and seconds; Excel stores `24:10` as one day and ten minutes with the format `h:mm`. Values of
# one column then come back as two types, and a reader that takes the time of day loses the first 24 minutes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5

cat > "$folder/expected" <<'EXPECTED'
time 23:50:00
datetime 1900-01-01 00:10:00
EXPECTED
"$folder/venv/bin/python" - > "$folder/output" <<'PYTHON'
import io

from openpyxl import Workbook, load_workbook

book = Workbook()
for row, minutes in enumerate((23 * 60 + 50, 24 * 60 + 10), start=1):
    cell = book.active.cell(row, 1, minutes / 1440)  # what Excel stores for 23:50 and 24:10
    cell.number_format = "h:mm"
stored = io.BytesIO()
book.save(stored)
for row in load_workbook(stored).active.iter_rows(values_only=True):
    print(type(row[0]).__name__, row[0])
PYTHON

echo "openpyxl==3.1.5"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
