#!/usr/bin/env bash
# simplemma lemmatises Dutch "leden" (members) to the verb "lijden" (to suffer), and "zonen" (sons) to "zone".
#
# Lemmas of ordinary Dutch nouns and of their plurals.
#
# "leden" is also the past tense of "lijden", and simplemma has one lemma per word form. A search by lemma for suffering
# then finds every text about members, and a search for a member does not find its plural.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check simplemma==2.0.0

cat > "$folder/expected" <<'EXPECTED'
lid lid
leden lijden
zoon zoon
zonen zone
stad stad
steden stad
EXPECTED
"$folder/venv/bin/python" - > "$folder/output" <<'PYTHON'
import simplemma

for word in ("lid", "leden", "zoon", "zonen", "stad", "steden"):
    print(word, simplemma.lemmatize(word, lang="nl"))
PYTHON

echo "simplemma==2.0.0"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
