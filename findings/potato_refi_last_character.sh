#!/usr/bin/env bash
# Potato ends a REFI-QDA selection at its last character, where other programs end it after that character.
#
# A span exported to REFI-QDA by Potato, and read by qdapy.
#
# The standard names the last character (section 10.2). Every other program that we measured (NVivo, QualCoder, qdapy,
# pyrefiqda) writes or reads the character after it, so each quote loses its last character.
# The name of a selection holds the whole words: compare them before you trust the offsets.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check potato-annotation==2.12.1 qdapy==0.1.0

cat > "$folder/expected" <<'EXPECTED'
coded in Potato: 'The bus is late'
offsets in the project: 0 14
read by qdapy: 'The bus is lat'
EXPECTED
cd "$folder"
"$folder/venv/bin/python" - > "$folder/output" 2> "$folder/log" <<'PYTHON' || { cat "$folder/log"; exit 1; }
import re
import warnings
import zipfile
from pathlib import Path

from potato.export.base import ExportContext
from potato.export.qdpx_exporter import QDPXExporter
from qdapy import read_qdpx

warnings.simplefilter("ignore")
text, end = "The bus is late again.", 15
schemas = [{"annotation_type": "span", "name": "barrier", "description": "", "labels": ["mobility"]}]
span = {"schema": "barrier", "name": "mobility", "start": 0, "end": end}
given = {"instance_id": "talk", "user_id": "an", "labels": {}, "spans": {"barrier": [span]}, "links": {}}
config = {"annotation_task_name": "talk", "item_properties": {"id_key": "id", "text_key": "text"}}
context = ExportContext(
    config=config, annotations=[given], items={"talk": {"id": "talk", "text": text}}, schemas=schemas, output_dir="."
)
QDPXExporter().export(context, "out.qdpx")
path = next(each for each in [Path("out.qdpx"), *Path("out.qdpx").glob("*.qdpx")] if each.is_file())
with zipfile.ZipFile(path) as archive:
    project = archive.read("project.qde").decode()
print("coded in Potato:", repr(text[:end]))
print("offsets in the project:", *re.findall(r'(?:start|end)Position="(\d+)"', project))
print("read by qdapy:", repr(read_qdpx(path, warn=False).fragments["text"][0]))
PYTHON

echo "potato-annotation==2.12.1 qdapy==0.1.0"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
