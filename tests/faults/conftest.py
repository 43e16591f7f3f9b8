"""The long ones, minutes of servers killed and clocks waited for, run when `DREMPEL_KILLS` is set: before a release."""

import os

LONG = ["test_runs_killed_watch.py", "test_watch_by_the_clock.py", "test_disk_really_full.py"]

collect_ignore = [] if os.environ.get("DREMPEL_KILLS") else LONG
