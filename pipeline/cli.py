"""The command line: a verb for each thing that people do; mistakes end in one clear line."""


def main() -> None:
    """Run the verb that was asked for."""
