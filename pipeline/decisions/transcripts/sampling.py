"""Draw fragments at random for blind coding, with a known probability."""

from __future__ import annotations

import hashlib


def is_drawn(fragment_id: str, *, share: float, seed: int) -> bool:
    """Whether this fragment is blind: drawn with probability `share`, the same for the same seed and id."""
    digest = hashlib.sha256(f"{seed}:{fragment_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64
