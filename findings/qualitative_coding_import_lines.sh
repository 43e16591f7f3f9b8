#!/usr/bin/env bash
# qualitative-coding puts every coding of an imported REFI-QDA project on the first line of its document.
#
# A project with a document of three lines and a coding on each of them, imported with `qc init --import`.
#
# The lines are searched from the first on for one that begins before the coding, which the first always does. Two
# codings with one code on two lines become one. Only selections with a name such as "line:2", as qc itself writes them,
# keep their line. PYTHONBREAKPOINT=0 skips a breakpoint that the import stops at.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check qualitative-coding==1.7.8

cat > "$folder/expected" <<'EXPECTED'
lines of the codings in the project: [0, 1, 2]
lines after the import: [0, 0]
EXPECTED
cat > "$folder/make.py" <<'PYTHON'
import uuid
import zipfile

user, first, second, source = (str(uuid.uuid4()) for _ in range(4))
text = "The bus is late.\nThe train too.\nThe bike is broken.\n"
selections, lines = "", []
for quote, code in (("The bus", first), ("The train", first), ("The bike", second)):
    start = text.index(quote)
    lines.append(text[:start].count("\n"))
    selections += (
        f'<PlainTextSelection guid="{uuid.uuid4()}" name="" startPosition="{start}" endPosition="{start + len(quote)}" '
        f'creatingUser="{user}"><Coding guid="{uuid.uuid4()}" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'
        "</PlainTextSelection>"
    )
codes = f'<Code guid="{first}" name="late" isCodable="true"/><Code guid="{second}" name="broken" isCodable="true"/>'
project = (
    '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="talk">'
    f'<Users><User guid="{user}" name="An"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>'
    f'<Sources><TextSource guid="{source}" name="talk" plainTextPath="internal:'
    f'//{source}.txt">{selections}</TextSource></Sources></Project>'
)
with zipfile.ZipFile("talk.qdpx", "w") as archive:
    archive.writestr("project.qde", project)
    archive.writestr(f"sources/{source}.txt", text)
print("lines of the codings in the project:", lines)
PYTHON
mkdir "$folder/study"
cd "$folder"
venv/bin/python make.py > output
(cd study && PYTHONBREAKPOINT=0 ../venv/bin/qc init --import ../talk.qdpx) > log 2>&1 || { cat log; exit 1; }
venv/bin/python - >> output <<'PYTHON'
import sqlite3

rows = sqlite3.connect("study/qualitative_coding.sqlite3").execute("SELECT line FROM coded_line ORDER BY line").fetchall()
print("lines after the import:", [line for (line,) in rows])
PYTHON

echo "qualitative-coding==1.7.8"
cat output
diff -u expected output || { echo "The output has changed."; exit 1; }
echo "The finding holds."
