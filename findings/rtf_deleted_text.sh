#!/usr/bin/env bash
# striprtf returns text that was deleted with tracked changes, and hidden text, as if it were ordinary text.
#
# Plain text of rich text that holds a tracked deletion (`\deleted`) and hidden text (`\v`).
#
# Annotations and headers are left out, so one expects the same of what a reader of the document does not see either.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check striprtf==0.0.35

cat > "$folder/expected" <<'EXPECTED'
'kept deleted kept'
'kept hidden kept'
'kept kept'
EXPECTED
"$folder/venv/bin/python" - > "$folder/output" <<'PYTHON'
from striprtf.striprtf import rtf_to_text

for rtf in (
    r"{\rtf1\ansi kept {\deleted deleted }kept}",
    r"{\rtf1\ansi kept {\v hidden }kept}",
    r"{\rtf1\ansi kept {\*\annotation remark}kept}",
):
    print(repr(rtf_to_text(rtf)))
PYTHON

echo "striprtf==0.0.35"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
