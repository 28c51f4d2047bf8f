"""A fault of our own: one line for the person, the details in a private file for whoever mends it."""

from __future__ import annotations

import contextlib
import os
import traceback

from biofeedback import __version__
from biofeedback.clock import wall_time
from biofeedback.config import data_folder


def told(fault: Exception) -> str:
    """Write the details down and return the line to show. Never raises."""
    kept = ""
    with contextlib.suppress(OSError):
        folder = data_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "faults.log"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            file.write(f"{wall_time()} biofeedback {__version__}\n{''.join(traceback.format_exception(fault))}\n")
        kept = f" The details are in {path}."
    return f"a fault of the program itself: {type(fault).__name__}: {str(fault)[:120]}.{kept}"
