"""How a scenario reaches the strap on the other side, whatever carries it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from biofeedback.ports import Source
from devices.pmd import PMD_CONTROL_POINT, PMD_DATA
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import PATIENCE_S, Hearing
from tests.devices.strap_model import HEART_RATE_MEASUREMENT, StrapModel


class Air(Protocol):
    """One strap on the air."""

    async def subscribed(self) -> None:
        """Return when the link is up and somebody wants the heart rate."""
        ...

    async def send(self, payload: bytes) -> None:
        """The strap notifies."""
        ...

    async def stream(self, payload: bytes) -> None:
        """The strap sends samples of its other measurement."""
        ...

    @property
    def commands(self) -> list[bytes]:
        """What was written to its control point, oldest first."""
        ...

    async def answer_pairing(self, willing: bool) -> None:
        """Somebody says yes for this computer when a strap wants to be paired with, or nobody does."""
        ...

    def drop(self) -> None:
        """The link breaks."""
        ...

    async def released(self) -> None:
        """Return when nobody holds anything of the strap any more."""
        ...


class DbusAir:
    """A strap behind the stand-in for bluetoothd."""

    def __init__(self, bluez: FakeBluez, model: StrapModel) -> None:
        self.bluez = bluez
        self.model = model
        self.path = bluez.appear(model)
        bluez.demands_pairing = model.secured
        bluez.on_write = self._written
        self._before = len(bluez.written)

    @property
    def commands(self) -> list[bytes]:
        return [value for uuid, value in self.bluez.written[self._before :] if uuid == PMD_CONTROL_POINT]

    async def _written(self, strap: str, command: bytes) -> None:
        if (answer := self.model.answer(command)) is not None:
            await self.bluez.send(strap, PMD_CONTROL_POINT, answer)

    async def subscribed(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self.bluez.notifications.subscribed(self.path)

    async def send(self, payload: bytes) -> None:
        await self.bluez.send(self.path, HEART_RATE_MEASUREMENT, payload)

    async def stream(self, payload: bytes) -> None:
        await self.bluez.send(self.path, PMD_DATA, payload)

    async def answer_pairing(self, willing: bool) -> None:
        self.bluez.agent = willing

    def drop(self) -> None:
        self.bluez.drop(self.path)

    async def released(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self.bluez.notifications.released()


@asynccontextmanager
async def listening(source: Source, hearing: Hearing) -> AsyncGenerator[None]:
    """The source runs while the scenario acts."""
    task = asyncio.create_task(source.run(hearing))
    task.add_done_callback(lambda _: hearing(None))  # a source that ends is news, too
    try:
        yield
    except Exception as problem:
        problem.add_note(f"heard: {hearing.kinds()!r} {hearing.extras()}")
        raise
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
