"""The process that plays: `python -m biofeedback.sound.child`. It is told what to play on its standard input.

It writes nothing but a byte on its standard output where what it plays on has changed. When its input ends, whoever
spoke to it is gone: a tension that is on is let go of at its time, the words that are on are said to their end, and it
ends. Whatever hangs, the system ends it then.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from biofeedback.clock import monotonic, wait
from biofeedback.cues.words import Rung
from biofeedback.sound.clips import Clips, NoClips
from biofeedback.sound.mixer import Mixer
from biofeedback.sound.outputs import Output, opened
from biofeedback.sound.shelf import Shelf
from biofeedback.sound.tones import RATE_HZ, Samples, make_all, one_breath
from biofeedback.sound.wire import BYTES, Breathe, Hum, LetGo, Level, Message, Need, Play, Voice, message_of

LOOK_S = 0.1
"""Between two looks at whether the device still plays, and at whether all is said at the end. Seconds."""

SILENT_S = 2.5
"""A device that has fetched nothing for so long is gone: it fetches every 20 ms. A sink of PulseAudio that plays
nowhere was seen to fetch two seconds at once. Seconds."""

AGAIN_S = 3.0
"""Between two attempts to open a device where there is none. Seconds."""

LAST_WORDS_S = 25.0
"""So long the last cue may take after the program has gone: the longest words of advice take 16. Seconds."""

DRAINED_S = 0.25
"""After the last sample the device still has some in its buffer, and a wireless one more. Seconds."""


class Station:
    """The mixer and what plays it, from several threads."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._mixer = Mixer(self._shelf.take)
        self._lock = threading.Lock()
        self._output: Output | None = None
        self._fetched = monotonic()
        self._told: Rung | None = None

    def obey(self, message: Message) -> None:
        """Do what the program says."""
        now = monotonic()
        match message:
            case Voice(lang=lang, name=name, own=own):
                self._shelf.voice(_clips(lang, name, own))
            case Need(clips=clips):
                self._shelf.need(clips)
            case Play(items=items, release_at=release_at, follows=follows):
                with self._lock:
                    self._mixer.play(items, now, release_at=release_at, follows=follows)
            case Breathe(breaths=breaths, since_s=since_s):
                one = one_breath(message.breaths_per_min, message.inhale_share)
                with self._lock:
                    self._mixer.breathe(one, breaths, since_s, now)
            case Hum(hz=hz):
                with self._lock:
                    self._mixer.hum(hz, now)
            case Level(gain=gain, over_s=over_s):
                with self._lock:
                    self._mixer.level(gain, over_s)
            case LetGo():
                with self._lock:
                    self._mixer.let_go()

    def attend(self) -> None:
        """Keep something open that plays, for ever. Without anything what would have been heard passes unheard."""
        while True:
            self._output = opened(self._fill)
            self._tell(Rung.NONE if self._output is None else self._output.rung)
            if self._output is None:
                self._pass_unheard(AGAIN_S)
                continue
            while not self._output.broken and monotonic() - self._fetched < SILENT_S:
                wait(LOOK_S)
            self._tell(Rung.NONE)
            threading.Thread(target=self._output.close, daemon=True).start()  # a driver may hang in it
            self._pass_unheard(AGAIN_S / 3)

    def finish(self) -> None:
        """Say what is on to its end; what goes on for ever ends here."""
        with self._lock:
            self._mixer.breathe(None, None, 0.0, monotonic())
            self._mixer.hum(None, monotonic())
        while self._mixer.busy:
            wait(LOOK_S / 2)
        if self._output is not None:
            wait(DRAINED_S)
            self._output.close()

    def _fill(self, count: int) -> Samples:
        self._fetched = now = monotonic()
        with self._lock:
            return self._mixer.samples(count, now)

    def _pass_unheard(self, seconds: float) -> None:
        until = monotonic() + seconds
        while monotonic() < until:
            wait(LOOK_S)
            self._fill(int(LOOK_S * RATE_HZ))

    def _tell(self, rung: Rung) -> None:
        self._fetched = monotonic()
        if rung is not self._told:
            self._told = rung
            with suppress(OSError):  # nobody may be there to read it
                os.write(1, BYTES[rung])


def _clips(lang: str, name: str | None, own: str | None) -> Clips:
    """The voice, or none where its file cannot be read: then the tones lead alone."""
    from biofeedback.sound.pack import open_voice  # after the first sound, which needs none of it

    return open_voice(lang, name, None if own is None else Path(own)) or NoClips()


def main() -> None:
    """Obey until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides when to end
    station = Station()
    threading.Thread(target=station.attend, daemon=True).start()
    threading.Thread(target=make_all, daemon=True).start()
    listen(sys.stdin.buffer, station.obey)
    _end_at_the_latest()
    with suppress(Exception):  # however it ends, it ends
        station.finish()
    os._exit(0)  # the interpreter's own end would wait for the device


def listen(lines: Iterable[bytes], obey: Callable[[Message], None]) -> None:
    """Obey until the lines end. What cannot be carried out costs itself alone: a release that is due stays due."""
    for line in lines:
        if (message := message_of(line)) is not None:
            with suppress(Exception):
                obey(message)


def _end_at_the_latest() -> None:
    """Where a driver hangs for ever, the system ends this process."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(LAST_WORDS_S))
    else:
        timer = threading.Timer(LAST_WORDS_S, os._exit, (1,))
        timer.daemon = True
        timer.start()


if __name__ == "__main__":
    main()
