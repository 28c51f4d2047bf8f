"""A strap over Bluetooth as a live source of events: finds it, listens, and gets it back when it is lost.

What to do when is decided by `link.py`; what a failure means by `trouble.py`. Here is only the doing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from biofeedback.clock import Clock
from biofeedback.ports import Put
from devices.link import Link, LinkState
from devices.scan import find
from devices.trouble import PASSING, Trouble, faults, trouble_of, unavailable
from devices.visit import Visit

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice

SCAN_S = 10.0
"""Longest search of one attempt. Straps advertise at least every 1.3 s, many sleep until they touch skin."""

STALE_AFTER_S = 20.0
"""A strap out of contact longer than this is searched for anew before connecting: BlueZ forgets an unpaired device 30 s
after it last saw it, and then fails with an error that looks like any other."""


class Strap:
    """A heart-rate strap as a `biofeedback.ports.Source`.

    With no `address` the strongest strap in reach is taken and kept. A `patient` source goes on trying where Bluetooth
    is off or no strap is found, and shows it in `state`; otherwise `run` raises BluetoothUnavailable, but only before
    the first connection: from then on a session runs, and a strap that is lost is always tried for again.
    `tell` is called with each new state, in the event loop. `acquire` has Linux hand notifications over on a socket of
    their own (AcquireNotify), which some straps do not bear. `ecg`: the ECG of a strap that has one is
    put as well, which costs its battery. `pulses` False: an optical sensor, whose beats come some five seconds late, is
    not listened to: `run` raises BluetoothUnavailable as soon as it is known for one.
    """

    def __init__(
        self,
        clock: Clock,
        address: str | None = None,
        *,
        patient: bool = False,
        tell: Callable[[LinkState], None] | None = None,
        acquire: bool = False,
        ecg: bool = False,
        pulses: bool = True,
    ) -> None:
        self._clock = clock
        self._patient = patient
        self._tell = tell
        self._acquire = acquire
        self._ecg = ecg
        self._pulses = pulses
        self._told: LinkState | None = None
        self._link = Link(clock.now())
        self._device: BLEDevice | None = None
        self._seen = float("-inf")
        self.address = address

    @property
    def state(self) -> LinkState:
        """The link as it is now."""
        return self._link.state

    async def run(self, put: Put) -> None:
        """Put events until cancelled; the strap is let go of before this returns, which takes BlueZ up to 3 s.

        LinkLost is put when a link that was up is gone, LinkBack when it is up again; the first time is no LinkBack.

        Raises
        ------
        BluetoothUnavailable
            Before the first connection, unless `patient`; and where an optical sensor is not wanted.
        """
        while True:
            self._link.scanning(self._clock.now())
            self._changed()
            trouble = await self._attempt(put)
            self._link.failed(self._clock.now(), trouble)
            self._changed()
            state = self._link.state
            if state.trouble is Trouble.UNSUITED:
                raise unavailable(state.trouble)
            if state.trouble not in PASSING and state.trouble and not (self._patient or self._link.ever_up):
                raise unavailable(state.trouble)
            await self._clock.sleep_until(state.next_try or self._clock.now())

    async def _attempt(self, put: Put) -> Trouble:
        """Find, connect, listen until the end, and let go. Returns how it ended."""
        try:
            device = await self._seek()
            if device is None:
                return Trouble.NOT_FOUND
            self._link.connecting(self._clock.now(), device.name)
            self._changed()
            visit = Visit(device, self._clock, self._link, self._changed)
            trouble = await visit.listen(put, acquire=self._acquire, ecg=self._ecg, pulses=self._pulses)
            self._seen = self._clock.now()
            return trouble
        except faults() as error:
            self._device = None  # whatever it was, look again before the next attempt
            return trouble_of(error)

    async def _seek(self) -> BLEDevice | None:
        if self._device is None or self._clock.now() - self._seen > STALE_AFTER_S:
            self._device = await find(self.address, SCAN_S)
            self._seen = self._clock.now()
        if self._device is not None:
            self.address = self._device.address
        return self._device

    def _changed(self) -> None:
        if self._tell is not None and self._link.state != self._told:
            self._told = self._link.state
            self._tell(self._told)
