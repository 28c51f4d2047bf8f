"""Before a session begins: what would make the event loop stand still in its middle is done now, or not at all.

Two things were measured to do so. The first minute of heartbeats loads the spectral estimators (0.1 to 0.2 s); and each
full garbage collection looks at every object of the program (0.1 to 0.2 s), most of which were made before the session
and live as long as the program does. Collecting goes on, but only among what the session itself makes.
"""

from __future__ import annotations

import gc
from importlib import import_module

LOADED_LATE = (
    "biofeedback.signal.breath_filter",
    "biofeedback.signal.breathing",
    "biofeedback.signal.fractal",
    "biofeedback.signal.periodogram",
    "numpy.fft",  # numpy itself loads it with its first use
)
"""Modules that the core loads with its first need of them, so that commands without a session start fast."""


def get_ready() -> None:
    """Load and tidy up, in 0.3 s. Undone by `stand_down`."""
    for name in LOADED_LATE:
        import_module(name)
    gc.collect()
    gc.freeze()


def stand_down() -> None:
    """Let everything be collected again."""
    gc.unfreeze()
