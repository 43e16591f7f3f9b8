"""Tells how sure we are. Run in the workspace: `python docs/analyses/how_sure.py`."""

import sys

from pipeline.results import read

workspace = sys.argv[1] if len(sys.argv) > 1 else "."
shares = read(workspace, "prevalence")
shares = shares[(shares["by"] == "") & (shares["of"] == "fragments") & (shares["estimate"] != "machine")]
agreement = read(workspace, "agreement")
alpha = agreement[(agreement["kind"] == "human-human") & agreement["measure"].isin(["alpha", "masi_alpha"])]
sys.stdout.write(
    shares[["dimension", "code", "estimate", "share", "low", "high", "read_interviews", "note"]].to_string(index=False)
)
sys.stdout.write(
    alpha[["dimension", "code", "coders", "value", "low", "high", "interviews", "note"]].to_string(index=False) + "\n"
)
