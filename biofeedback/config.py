"""Where the program keeps what it keeps. Everything stays on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The private data folder: `BIOFEEDBACK_DATA` if set, else the platform's own place. Not created here."""
    chosen = os.environ.get("BIOFEEDBACK_DATA")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("biofeedback", appauthor=False))
