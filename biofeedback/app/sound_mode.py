"""How much is to be heard: known without anything that makes a sound, so that home can say it at once."""

from __future__ import annotations

import os
from dataclasses import replace

from biofeedback.cues.words import LedBy, Rung, SoundMode, SoundState
from biofeedback.errors import StoreError
from biofeedback.run.playable import may_play
from biofeedback.store.remembered import recall, remember

VARIABLE = "BIOFEEDBACK_SOUND"
"""Environment variable that says how much is to be heard, over what is remembered: voice, tones or off."""


def mode_of(wished: SoundMode | None) -> SoundMode:
    """How much is to be heard: as wished, else as the environment says, else as it was last time, else all of it."""
    if wished is not None:
        return wished
    named = os.environ.get(VARIABLE, "")
    if named in {mode.value for mode in SoundMode}:
        return SoundMode(named)
    try:
        return SoundMode(recall().sound or SoundMode.VOICE)
    except (StoreError, ValueError):
        return SoundMode.VOICE


def led_by(wished: SoundMode | None) -> LedBy:
    """What will be heard of a session to come: as much as `mode_of` says, where anything here may play at all."""
    silent = Rung.BELL if os.isatty(2) else Rung.NONE
    return SoundState(mode=mode_of(wished), rung=None if may_play() else silent, has_voice=True).led_by


def keep_mode(mode: SoundMode) -> None:
    """For the next time. Raises StoreError where it cannot be kept."""
    before = recall()
    if before.sound != mode.value:
        remember(replace(before, sound=mode.value))


def turn_kept() -> SoundMode:
    """On to the next mode for sessions to come, and keep it. Raises StoreError where it cannot be kept."""
    order = tuple(SoundMode)
    mode = order[(order.index(mode_of(None)) + 1) % len(order)]
    keep_mode(mode)
    return mode
