"""A strap over Bluetooth as a live source of events: finds it, listens, and gets it back when it is lost.

What to do when is decided by `link.py`; what a failure means by `trouble.py`. Here is only the doing. Where the
Bluetooth stack fails, a LinkFault comes and it is tried again; any other exception is a fault of this program and ends
the source.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from biofeedback.clock import Clock
from biofeedback.ports import Put
from devices.connection import Connection, Wishes
from devices.link import Link, LinkState
from devices.pmd import Measurement
from devices.reach import StrapInReach, Wanted
from devices.scan import search
from devices.trouble import PASSING, LinkFault, Trouble, unavailable

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice

SEARCH_S = 10.0
"""Longest search of one attempt. Straps advertise at least every 1.3 s, many sleep until they touch skin."""

STALE_AFTER_S = 20.0
"""A strap out of contact longer than this is searched for anew before connecting: BlueZ forgets an unpaired device 30 s
after it last saw it, and then fails with an error that looks like any other."""


class Strap:
    """A heart-rate strap as a `biofeedback.ports.Source`.

    With no `address` the strongest strap in reach is taken and kept. One whose address has changed is known by its
    `name`, where that has a serial number; another one is never taken instead. A `patient` source goes on trying where
    Bluetooth is off or no strap is found, and shows it in `state`; otherwise `run` raises BluetoothUnavailable, but
    only before the first connection: from then on a session runs, and a strap that is lost is always tried for again.
    `on_state` is called with each new state, in the event loop. `acquire` has Linux hand notifications over on a socket
    of their own (AcquireNotify), which some straps do not bear. `ecg`: the ECG of a strap that has one is put as well,
    which costs its battery; `motion`: its acceleration, likewise, and with `arm` that of an optical sensor, too.
    `pulses` False: an optical sensor, whose beats come some five seconds late, is not listened to: `run` raises
    BluetoothUnavailable as soon as it is known for one.
    """

    def __init__(
        self,
        clock: Clock,
        address: str | None = None,
        *,
        patient: bool = False,
        on_state: Callable[[LinkState], None] | None = None,
        acquire: bool = False,
        ecg: bool = False,
        motion: bool = False,
        arm: bool = False,
        pulses: bool = True,
        name: str | None = None,
    ) -> None:
        self._clock = clock
        self._patient = patient
        self._on_state = on_state
        self._acquire = acquire
        self._wishes = Wishes(ecg=ecg, motion=motion, arm=arm, pulses=pulses)
        self._running = set[Measurement]()
        self._reported: LinkState | None = None
        self._link = Link(clock.now())
        self._device: BLEDevice | None = None
        self._seen = float("-inf")
        self._others: tuple[StrapInReach, ...] = ()
        self.name = name
        self.address = address
        self.fault: LinkFault | None = None  # in which the last attempt ended, if it did

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
            other = self._others[0] if trouble is Trouble.ANOTHER else None
            self._link.failed(self._clock.now(), trouble, other)
            self._changed()
            state = self._link.state
            if state.trouble is Trouble.UNSUITED:
                raise unavailable(state.trouble)
            if state.trouble not in PASSING and state.trouble and not (self._patient or self._link.ever_up):
                raise unavailable(state.trouble, other)
            await self._clock.sleep_until(state.next_try or self._clock.now())

    async def _attempt(self, put: Put) -> Trouble:
        """Find, connect, listen until the end, and let go. Returns how it ended; what is raised is a fault of ours."""
        try:
            device = await self._seek()
            if device is None:
                self.fault = None
                # In mid-session the strap in hand is the one to wait for, whoever else comes near.
                return Trouble.ANOTHER if self._others and not self._link.ever_up else Trouble.NOT_FOUND
            self._link.connecting(self._clock.now(), self.name)
            self._changed()
            connection = Connection(device, self._clock, self._link, self._changed, self._running)
            trouble = await connection.listen(put, self._wishes, acquire=self._acquire)
            self._seen = self._clock.now()
            self.fault = None
            return trouble
        except LinkFault as fault:
            self._device = None  # whatever it was, look again before the next attempt
            self.fault = fault
            return fault.trouble

    async def _seek(self) -> BLEDevice | None:
        if self._device is None or self._clock.now() - self._seen > STALE_AFTER_S:
            wanted = Wanted(address=self.address, name=self.name)
            sought = await search(wanted, SEARCH_S, trust_held=self.fault is None)
            self._device = None if sought.found is None else sought.found.device
            self._others = sought.others
            self._seen = self._clock.now()
            if sought.found is not None:
                self.address = sought.found.strap.address
                self.name = sought.found.strap.name or self.name
        return self._device

    def _changed(self) -> None:
        if self._on_state is not None and self._link.state != self._reported:
            self._reported = self._link.state
            self._on_state(self._reported)
