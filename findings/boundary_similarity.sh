#!/usr/bin/env bash
# segeval's `n_t=2` counts a boundary as a near miss only one position away: two positions away is a full miss.
#
# Boundary similarity of two segmentations of twelve units with one boundary each, by their distance.
#
# The parameter reads like a distance, but it is a span: a near miss covers at most `n_t` positions, both ends included.
# Near misses up to two positions away take `n_t=3`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check segeval==2.0.11

cat > "$folder/expected" <<'EXPECTED'
n_t=2 distance=0 similarity=1.00
n_t=2 distance=1 similarity=0.50
n_t=2 distance=2 similarity=0.00
n_t=2 distance=3 similarity=0.00
n_t=3 distance=0 similarity=1.00
n_t=3 distance=1 similarity=0.67
n_t=3 distance=2 similarity=0.33
n_t=3 distance=3 similarity=0.00
EXPECTED
"$folder/venv/bin/python" - > "$folder/output" <<'PYTHON'
import segeval

for n_t in (2, 3):
    for distance in (0, 1, 2, 3):
        score = segeval.boundary_similarity((5, 7), (5 + distance, 7 - distance), n_t=n_t)
        print(f"n_t={n_t} distance={distance} similarity={score:.2f}")
PYTHON

echo "segeval==2.0.11"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
