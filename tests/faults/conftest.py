"""The long ones, minutes of servers killed and put to sleep, run when `DREMPEL_KILLS` is set: before a release."""

import os

collect_ignore = [] if os.environ.get("DREMPEL_KILLS") else ["test_runs_killed_watch.py"]
