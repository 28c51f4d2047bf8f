"""`protocols suggest`: today's suggestion."""

from __future__ import annotations

from biofeedback.app.suggestion import line
from biofeedback.cli import terminal
from biofeedback.texts import Texts


def run(lang: str) -> int:
    """Say it in one line."""
    terminal.write(line(Texts(lang)))
    return 0
