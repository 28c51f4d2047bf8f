"""A strap of this person: the remembered one is looked for first, the one that was found is remembered."""

from __future__ import annotations

import contextlib
import logging

from biofeedback.clock import SessionClock
from biofeedback.errors import StoreError
from biofeedback.ports import Source
from biofeedback.source_news import SourceNews, Topic
from biofeedback.store.remembered import KnownStrap, Remembered, recall, remember
from biofeedback.why import why
from devices.link import LinkStage
from devices.pmd import Measurement
from devices.strap import Strap
from devices.strap_streams import running

BACK_AFTER_S = 3.0
"""So long packets come as they should before that is told: a link that flaps is not told at every flap. Seconds."""

BACK_S = 5.0
"""So long it is told, once: one short sentence. Seconds."""

NOTE_S = 15.0
"""So long a note stands: two sentences are read in ten, then their place belongs to the session. Seconds."""

_SAID = frozenset(LinkStage) - {LinkStage.LIVE}


def strap_source(clock: SessionClock, address: str | None, *, guards: bool) -> Strap:
    """The strap with this address; without one the remembered strap, and the strongest in reach where none is.

    One that is remembered is known by its own name as well, should its address have changed.
    `guards`: a session is guided by it, so an optical sensor, whose beats come too late for that, is refused.
    """
    # bleak logs for developers; its last resort would write across the screen.
    logging.getLogger("bleak").addHandler(logging.NullHandler())
    remembered = _remembered()
    name = remembered.strap_name
    if address is not None:
        known = remembered.known(address)
        name = None if known is None else known.name
    return Strap(clock, address or remembered.strap_address, name=name, ecg=True, motion=True, pulses=not guards)


def _remembered() -> Remembered:
    """The straps worn before. Where they cannot be read, the person was told that the one in reach is taken."""
    try:
        return recall()
    except StoreError:
        return Remembered()


class StrapInUse:
    """The strap of a running session, as the screens and the memory need it."""

    def __init__(self, source: Source, clock: SessionClock) -> None:
        assert isinstance(source, Strap)
        self._strap = source
        self._clock = clock
        self._noted: tuple[SourceNews, ...] = ()
        self._noted_at = 0.0
        self._was_well = False  # at some time in this session
        self._missed = False  # and then it was lost, or sent nothing of use
        self._well_since: float | None = None

    def says(self) -> tuple[SourceNews, ...]:
        """The link's state and the next step; of a strap that is live, once, that it is back, and what is worth
        knowing.
        """
        state, now = self._strap.state, self._clock.now()
        if state.stage in _SAID or state.lack is not None:
            self._missed = self._missed or (self._was_well and state.stage is not LinkStage.WEAK)
            self._well_since = None
            return state.news(now)
        self._was_well = True
        self._well_since = now if self._well_since is None else self._well_since
        if self._missed and now - self._well_since >= BACK_AFTER_S + BACK_S:
            self._missed = False
        if self._missed and now - self._well_since >= BACK_AFTER_S:
            return (SourceNews(Topic.BACK, why("devices.back")),)
        notes = state.notes()
        if notes != self._noted:
            self._noted = notes
            self._noted_at = now
        return notes if now - self._noted_at < NOTE_S else ()

    def keep(self) -> None:
        """Remember the strap that was connected, and what it can do. A full disk is no reason to fail at the end."""
        if self._strap.address is None:
            return
        state = self._strap.state
        shown = KnownStrap(
            address=self._strap.address,
            name=state.name,
            sends_rr=state.sends_rr,
            ecg=None if state.offers is None else Measurement.ECG in state.offers,
            motion=None if state.offers is None else Measurement.ACCELERATION in state.offers,
            streams=running(state),
            battery_percent=state.battery_percent,
        )
        with contextlib.suppress(StoreError):
            before = recall()
            if (now := before.having_worn(shown)) != before:
                remember(now)
