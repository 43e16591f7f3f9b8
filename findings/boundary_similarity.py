# segeval's `n_t=2` counts a boundary as a near miss only one position away: two positions away is a full miss.
"""Boundary similarity of two segmentations of twelve units with one boundary each, by their distance.

The parameter reads like a distance, but it is a span: a near miss covers at most `n_t` positions, both ends included.
Near misses up to two positions away take `n_t=3`.
"""

from isolated import show

SCRIPT = """
import segeval

for n_t in (2, 3):
    for distance in (0, 1, 2, 3):
        score = segeval.boundary_similarity((5, 7), (5 + distance, 7 - distance), n_t=n_t)
        print(f"n_t={n_t} distance={distance} similarity={score:.2f}")
"""
EXPECTED = """
n_t=2 distance=0 similarity=1.00
n_t=2 distance=1 similarity=0.50
n_t=2 distance=2 similarity=0.00
n_t=2 distance=3 similarity=0.00
n_t=3 distance=0 similarity=1.00
n_t=3 distance=1 similarity=0.67
n_t=3 distance=2 similarity=0.33
n_t=3 distance=3 similarity=0.00
"""

if __name__ == "__main__":
    show(["segeval==2.0.11"], SCRIPT, EXPECTED)
