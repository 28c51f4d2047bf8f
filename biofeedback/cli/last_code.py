"""The exit code of a session, on whichever face it was shown."""

from __future__ import annotations

from biofeedback.cli.exit_codes import STOPPED_FOR_SAFETY
from biofeedback.decisions import Finished, Outcome


def code_of(ended: Finished | None) -> int:
    """The exit code of a session's last word."""
    return STOPPED_FOR_SAFETY if ended is not None and ended.outcome is Outcome.STOPPED else 0
