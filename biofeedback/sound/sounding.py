"""A session made audible: a listener of its decisions that only tells the process that plays.

It decides nothing and waits for nothing. Where nothing can play, the terminal's bell tells the least there is to tell:
once for a tension, twice for its end, three times for a stop.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol

from biofeedback.clock import monotonic
from biofeedback.cues.cueing import Cueing
from biofeedback.cues.lines import program_lines, protocol_lines
from biofeedback.cues.merging import fitting
from biofeedback.cues.words import Cue, Heard, Part, Rung, SoundMode, SoundState, Tone
from biofeedback.decisions import Decision, Phase, PhaseBegan
from biofeedback.events import Event
from biofeedback.sound.clips import Clips, Key, NoClips
from biofeedback.sound.settling import Settling
from biofeedback.sound.wire import Breathe, Hum, Item, LetGo, Level, Message, Need, Play, Voice
from biofeedback.view import Vitals
from protocols.training import TrainingProtocol

RINGS = {Tone.TENSE: 1, Tone.RELEASE: 2, Tone.STOP: 3}
"""How often the bell rings for what must be heard, where there is only the bell. Times."""

LATE_S = 0.06
"""A word of release may come so late before it is played without it: the longest stall of a healthy program is 0.04 s.
Seconds of the wall."""

KEYS_A_LINE = 40
"""Clips named in one message: about 2 kB, below the 4 kB that a pipe takes whole. Clips."""

MODES = (SoundMode.VOICE, SoundMode.TONES, SoundMode.OFF)
"""The order in which one key goes through them."""


class Speaker(Protocol):
    """The process that plays, as it is spoken to: `SoundProcess`, or in tests something that keeps what it hears."""

    def tell(self, message: Message) -> bool:
        """Say this to it, without waiting; False: it was not heard."""
        ...

    def rung(self) -> Rung | None:
        """What it plays on; None: it has not said so yet."""
        ...

    def close(self) -> None:
        """Nothing more will be said."""
        ...


def terminal_bell(times: int) -> None:
    """Ring the terminal's bell, where there is a terminal."""
    with suppress(OSError):
        if os.isatty(2):
            os.write(2, b"\a" * times)


class Sounding:
    """A `Sink`. `speed`: how many times faster than the wall the session's clock runs; `few`: fewer words.

    `settling`: a settle pause is heard, as a soft tone that falls.
    """

    def __init__(
        self,
        protocol: TrainingProtocol,
        lang: str,
        speaker: Speaker,
        *,
        mode: SoundMode = SoundMode.VOICE,
        few: bool = False,
        settling: bool = False,
        volume: float = 1.0,
        speed: float = 1.0,
        clips: Clips | None = None,
        voice: Voice | None = None,
        bell: Callable[[int], None] = terminal_bell,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._cueing = Cueing(protocol, lang, few=few)
        self._speaker = speaker
        self._mode = mode
        self._speed = speed
        self._clips: Clips = NoClips() if clips is None else clips
        self._has_voice = clips is not None
        self._bell = bell
        self._now = now
        self._gain = 1.0
        self._volume = volume
        self._settling = Settling() if settling else None
        self._settles = False
        self.heart: Callable[[], Vitals] | None = None  # to be asked in a settle pause
        self._hold_s: float | None = None  # of the tension that is on and was told
        self._hushed = False  # the session was quickened
        if voice is not None and clips is not None:
            speaker.tell(voice)
            lines = (*protocol_lines(protocol, lang), *program_lines(lang))
            self._need(Key(line.id, line.hash) for line in lines if clips.length_s(line) is not None)
        if mode is SoundMode.OFF or volume != 1.0:
            self._level()

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Let what was decided be heard."""
        heard = self._cueing.on(decisions)
        if heard.gain is not None and heard.gain != self._gain:
            self._gain = heard.gain
            self._level(over_s=1.0)
        if self._hushed:
            self._play_hushed(heard.cue)
            return
        self._breathe(heard)
        if heard.cue is not None:
            self._play(heard.cue)
        if self._settling is not None:
            self._hum(event.t, decisions, self._settling)

    def run_at(self, speed: float) -> None:
        """The session was quickened or slowed: above life's own speed no word fits, and only what must be is heard.

        That is a stop, and the release of a tension that was told.
        """
        self._speed, self._hushed = speed, speed > 1.0
        release_at = None if self._hold_s is None else self._now() + self._hold_s / speed + LATE_S
        self._speaker.tell(Play((), release_at))  # words that are on end here
        self._speaker.tell(Breathe())
        self._speaker.tell(Hum())

    def let_go(self) -> None:
        """Play the release now, if a tension is on: for when the program itself has failed. From any thread."""
        self._speaker.tell(LetGo())
        if self._speaker.rung() is Rung.NONE and self._mode is not SoundMode.OFF:
            self._bell(RINGS[Tone.RELEASE])

    def turn(self) -> SoundState:
        """To the next mode: voice and tones, tones, nothing."""
        order = [mode for mode in MODES if mode is not SoundMode.VOICE or self._has_voice]
        place = order.index(self._mode) if self._mode in order else -1
        before, self._mode = self._mode, order[(place + 1) % len(order)]
        self._level()
        if self._mode is SoundMode.TONES and before is SoundMode.VOICE:
            self._speaker.tell(Play(()))  # words that are on end here; a release that is due stays due
        if self._mode is not SoundMode.OFF and self._hold_s is None and not self._hushed:
            self._speaker.tell(Play((Item(tone=Tone.NOTICE),)))
        return self.state

    @property
    def mode(self) -> SoundMode:
        """As it was last chosen."""
        return self._mode

    @property
    def state(self) -> SoundState:
        """What can be shown of it."""
        rung = self._speaker.rung()
        if rung is Rung.NONE and self._has_bell():
            rung = Rung.BELL
        return SoundState(mode=self._mode, rung=rung, has_voice=self._has_voice)

    def close(self) -> None:
        """The session is over; the last words are said to their end."""
        self._speaker.close()

    def _play_hushed(self, cue: Cue | None) -> None:
        tones = set() if cue is None else {part.tone for part in cue.parts}
        if cue is not None and Tone.STOP in tones:
            self._play(cue)
        elif Tone.RELEASE in tones and self._hold_s is not None:
            self._play(Cue(parts=(Part(tone=Tone.RELEASE),)))

    def _play(self, cue: Cue) -> None:
        tones = {part.tone for part in cue.parts}
        if cue.hold_s is not None or tones & {Tone.RELEASE, Tone.STOP}:
            self._hold_s = cue.hold_s
        release_at = None if cue.hold_s is None else self._now() + cue.hold_s / self._speed + LATE_S
        self._speaker.tell(Play(tuple(self._items(cue)), release_at, cue.follows))
        if self._mode is not SoundMode.OFF and self._speaker.rung() is Rung.NONE:
            self._ring(tones)

    def _ring(self, tones: Iterable[Tone | None]) -> None:
        times = max((RINGS.get(tone, 0) for tone in tones if tone is not None), default=0)
        if times:
            self._bell(times)

    def _items(self, cue: Cue) -> list[Item]:
        room = None if cue.room_s is None else cue.room_s / self._speed
        in_time = Cue(parts=cue.parts, room_s=room)
        return items_of(in_time, self._clips, speaking=self._mode is not SoundMode.TONES)

    def _breathe(self, heard: Heard) -> None:
        if (breath := heard.breath) is None:
            return
        rate = None if breath.breaths_per_min is None else breath.breaths_per_min * self._speed
        since_s = breath.since_s / self._speed
        self._speaker.tell(Breathe(rate, breath.inhale_share, breath.breaths, since_s))

    def _hum(self, t: float, decisions: tuple[Decision, ...], settling: Settling) -> None:
        """In a settle pause, how far the heart is above its rest."""
        for began in (each for each in decisions if isinstance(each, PhaseBegan)):
            before, self._settles = self._settles, began.phase is Phase.SETTLE
            if self._settles:
                settling.begin()
            elif before:
                self._speaker.tell(Hum())
        if self._settles and self.heart is not None:
            vitals = self.heart()
            rest_bpm = None if vitals.baseline is None else vitals.baseline.hr_bpm
            self._speaker.tell(Hum(settling.pitch_hz(t, vitals.hr_bpm, rest_bpm)))

    def _level(self, over_s: float = 0.03) -> None:
        gain = 0.0 if self._mode is SoundMode.OFF else self._gain * self._volume
        self._speaker.tell(Level(gain=gain, over_s=over_s))

    def _need(self, keys: Iterable[Key]) -> None:
        wanted = tuple(dict.fromkeys(keys))
        for first in range(0, len(wanted), KEYS_A_LINE):
            self._speaker.tell(Need(wanted[first : first + KEYS_A_LINE]))

    def _has_bell(self) -> bool:
        with suppress(OSError):
            return os.isatty(2)
        return False


def items_of(cue: Cue, clips: Clips, *, speaking: bool) -> list[Item]:
    """What is played of a cue: of what has no time the optional is left out, of what has no clip the words."""
    return [item for part in fitting(cue, clips.length_s).parts for item in _part(part, clips, speaking=speaking)]


def _part(part: Part, clips: Clips, *, speaking: bool) -> list[Item]:
    line = part.line if speaking else None
    clip = None if line is None or clips.length_s(line) is None else Key(line.id, line.hash)
    items = [Item(silence_s=part.after_s)] if part.after_s and (clip or part.tone) else []
    items += [Item(tone=part.tone)] if part.tone is not None else []
    return items + ([Item(clip=clip)] if clip is not None else [])
