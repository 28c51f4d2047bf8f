"""Hears everything a source puts, and lets a test wait for a thing instead of for a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from biofeedback.events import EcgChunk, HeartRate, LinkBack, LinkLost, MotionChunk
from devices.extras import Extra, MotionStream
from devices.link import LinkState

PATIENCE_S = 60.0  # a hang guard, never a measure


class Hearing:
    """A `put` and an `on_state` in one: what was heard, in order."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self._news = asyncio.Event()

    def __call__(self, item: Any) -> None:
        self.heard.append(item)
        self._news.set()

    async def when(self, found: Callable[[list[Any]], Any]) -> None:
        """Return as soon as `found` is true of all heard so far."""
        async with asyncio.timeout(PATIENCE_S):
            while not found(self.heard):
                self._news.clear()
                await self._news.wait()

    def events(self) -> list[Any]:
        return [item for item in self.heard if isinstance(item, HeartRate | LinkBack | LinkLost)]

    def packets(self) -> list[bytes]:
        return [item.payload for item in self.heard if isinstance(item, HeartRate)]

    def chunks(self) -> list[EcgChunk]:
        return [item for item in self.heard if isinstance(item, EcgChunk)]

    def extras(self) -> list[Extra]:
        """What was told of the strap's other stream, each once."""
        told = [item.extra for item in self.heard if isinstance(item, LinkState) and item.extra]
        return list(dict.fromkeys(told))

    def motions(self) -> list[MotionChunk]:
        return [item for item in self.heard if isinstance(item, MotionChunk)]

    def moving(self) -> list[MotionStream]:
        """What was told of its acceleration, each once."""
        told = [item.motion for item in self.heard if isinstance(item, LinkState) and item.motion]
        return list(dict.fromkeys(told))

    def kinds(self) -> str:
        """The events as letters: h a packet, L the link lost, B the link back."""
        return "".join({HeartRate: "h", LinkLost: "L", LinkBack: "B"}[type(item)] for item in self.events())
