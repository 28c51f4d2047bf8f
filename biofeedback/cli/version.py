"""`--version`: with nothing loaded that it does not need."""

from __future__ import annotations

from biofeedback import __version__
from biofeedback.cli import terminal


def tell_version() -> None:
    """Say which version this is."""
    terminal.write(f"biofeedback {__version__}")
