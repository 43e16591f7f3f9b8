"""`python -m flows`: what the command line starts in a process of its own."""

import sys

from flows.command_line import main

if __name__ == "__main__":
    sys.exit(main())
