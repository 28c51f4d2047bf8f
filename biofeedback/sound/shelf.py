"""Clips in memory: read beforehand, in the order in which they will be needed, by a thread of their own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from biofeedback.sound.clips import Clips, Key, NoClips
from biofeedback.sound.tones import Samples


class Shelf:
    """Clips by their keys. `take` never waits: it raises LookupError for one that is still to be read."""

    def __init__(self) -> None:
        self._clips: Clips = NoClips()
        self._read: dict[Key, Samples | None] = {}
        self._wanted: deque[Key] = deque()
        self._there = threading.Condition()
        threading.Thread(target=self._reading, daemon=True).start()

    def voice(self, clips: Clips) -> None:
        """Another voice: what was read of the one before is forgotten."""
        with self._there:
            self._clips = clips
            self._read.clear()
            self._wanted.clear()

    def need(self, keys: Iterable[Key]) -> None:
        """These will be needed, the soonest first."""
        with self._there:
            self._wanted.extend(key for key in keys if key not in self._read)
            self._there.notify()

    def take(self, key: Key) -> Samples | None:
        """A clip; None where there is none for this text. LookupError: not yet, and it is read next."""
        with self._there:
            if key in self._read:
                return self._read[key]
            if not self._wanted or self._wanted[0] != key:
                self._wanted.appendleft(key)
                self._there.notify()
        raise LookupError(key.id)

    def _reading(self) -> None:
        while True:
            with self._there:
                while not self._wanted:
                    self._there.wait()
                key, clips = self._wanted[0], self._clips
            made = None
            try:
                made = clips.samples(key)
            except Exception:  # a broken file is a missing clip: the tone is heard without it
                made = None
            with self._there:
                if clips is self._clips:
                    self._read[key] = made
                if self._wanted and self._wanted[0] == key:
                    self._wanted.popleft()
