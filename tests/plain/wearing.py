"""A plain session with a strap, as it is put together, in this process and without a wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.app.running_session import RunningSession
from biofeedback.app.strap_in_use import StrapInUse
from biofeedback.app.whole_session import to_its_end
from biofeedback.coach.engine import Engine
from biofeedback.events import Key, Tick
from biofeedback.plain.face import PlainFace
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.texts import Texts
from biofeedback.why import why
from devices.strap import Strap
from tests.coach.streams import plan
from tests.devices.inprocess import InProcessAir, VirtualClock
from tests.devices.strap_model import packet

TURNS = 30
"""Of the event loop: more than finding a strap, connecting to it and looking at it takes here."""

BEAT, OFF = packet(64, 960, flags=0x16), packet(0, flags=0x14)
NOTHING, NO_INTERVALS = packet(0, flags=0x10), packet(64, flags=0x00)
"""What a strap sends."""


class Wearing:
    """A whole plain session with a strap in this process, second by second."""

    def __init__(self, air: InProcessAir, lang: str) -> None:
        self.air, self.clock, self.lines = air, VirtualClock(), list[str]()
        self.clock.speed = 1e6  # so that what falls due by the clock falls due at once
        self._lang = lang
        self.session = session_of(self.clock)

    async def passes(self, seconds: int, *packets: bytes) -> None:
        """So many seconds, in each of which these are sent; then everybody has had a turn."""
        for _ in range(seconds):
            self.clock.move(self.clock.now() + 1.0)
            for each in packets:
                self.air.notify(each)
            self.session._session.put(Tick(t=self.clock.now()))  # the loop itself waits in real time
            for _ in range(TURNS):
                await asyncio.sleep(0)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        texts = Texts(self._lang)

        async def pause() -> None:
            await asyncio.sleep(0)

        face = PlainFace(self.session, texts, self.lines.append, protocol=self.session.protocol, pause=pause)
        running = asyncio.create_task(to_its_end(self.session, face))
        try:
            yield
        finally:
            self.session.press(Key.STOP)
            await asyncio.wait([running])
            running.result()

    def since(self) -> list[str]:
        """The lines since the last call, without their times."""
        new = [line[7:] for line in self.lines]
        self.lines.clear()
        return new


def session_of(clock: VirtualClock) -> RunningSession:
    strap = Strap(clock, patient=True)
    return RunningSession(
        Engine(plan()),
        strap,
        clock,
        protocol=plan().protocol,
        source_name="ble",
        source_words=why("source.strap"),
        log=None,
        watchdog=TensionWatchdog(lambda: None),
        says=StrapInUse(strap, clock).says,
    )
