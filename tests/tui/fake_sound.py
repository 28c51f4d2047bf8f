"""Sound that is only turned: no device, no process."""

from __future__ import annotations

from biofeedback.cues.words import LedBy, Rung, SoundMode, SoundState

MODES = tuple(SoundMode)


def after(mode: SoundMode) -> SoundMode:
    return MODES[(MODES.index(mode) + 1) % len(MODES)]


class TurnedSound:
    """What a runner has of it, and how many marks come with what it plays."""

    watch = False
    sound_mode = SoundMode.VOICE
    marks_then = 0

    @property
    def marks_played(self) -> int:
        return self.marks_then

    @property
    def sound(self) -> SoundState | None:
        return None if self.watch else SoundState(mode=self.sound_mode, rung=Rung.DEVICE, has_voice=True)

    def turn_sound(self) -> None:
        self.sound_mode = after(self.sound_mode)


class SoundOfHome:
    """What a factory has of it."""

    sound_mode = SoundMode.VOICE
    rung = Rung.DEVICE

    def sound(self) -> LedBy:
        return SoundState(mode=self.sound_mode, rung=self.rung, has_voice=True).led_by

    def turn_sound(self) -> LedBy:
        self.sound_mode = after(self.sound_mode)
        return self.sound()
