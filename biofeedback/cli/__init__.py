"""Puts the parts together: the command line. The only room that knows them all."""


def main() -> None:
    """Run the program."""
