"""How loud everything is: a share as people set it, and what the samples are multiplied with."""

from __future__ import annotations

VOLUMES = (20, 40, 60, 80, 100)
"""Shares that can be set, %. None is silence: that is a mode of its own, and in all others a release must be heard."""

STEP_DB = 4.0
"""Between two of them: clearly quieter, and the quietest still within what a voice in the room varies by. dB."""


def gain_of(percent: int) -> float:
    """What samples are multiplied with; 1 for the loudest, and for a share that cannot be set."""
    steps = len(VOLUMES) - 1 - VOLUMES.index(percent) if percent in VOLUMES else 0
    return float(10 ** (-STEP_DB * steps / 20))
