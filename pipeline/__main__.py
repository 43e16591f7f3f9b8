"""Run the command line: `python -m pipeline` is `drempel`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
