"""The first line of a session told to programs: from what it was made."""

from __future__ import annotations

from typing import Any

from biofeedback.app.made_from import MadeFrom
from biofeedback.cli.session_lines import SCHEMA


def run_line(made: MadeFrom) -> dict[str, Any]:
    """The contract's object."""
    return {
        "type": "run",
        "schema": SCHEMA,
        "version": made.version,
        "protocol": made.protocol,
        "protocol_digest": made.protocol_digest,
        "source": made.source,
        "seed": made.seed,
        "faults": list(made.faults),
        "adaptation": made.adaptation,
        "start_s": made.start_s,
        "loop": "closed" if made.answers else "open",
    }
