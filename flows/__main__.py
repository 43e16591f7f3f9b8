"""`python -m flows`: the process that the command line starts to run a flow."""

import sys

from flows.command_line import main

if __name__ == "__main__":
    sys.exit(main())
