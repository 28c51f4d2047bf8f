"""Whether a strap that can tell still touches skin.

Straps off the body are known to send plausible rates and intervals for a while; their word on the skin is then all
there is. Many straps never say, and one that never said that it touches skin may be saying nothing at all: both stay as
they are, which is no reason to doubt them.
"""

from __future__ import annotations

AGREEING_PACKETS = 3
"""Packets in a row, one a second, that must agree: a single one is a movement, and a muscle is tense for 5 s."""


class ContactWatch:
    """The word of the last packets. O(1) a packet."""

    def __init__(self) -> None:
        self.lost = False  # it was there, and several packets in a row have said that it is not
        self._ever = False
        self._row = 0  # packets in a row that speak against `lost` as it is

    def push(self, contact: bool | None) -> None:
        """Take what a packet says of the skin; None: it does not say."""
        self._ever = self._ever or contact is True
        if contact is None or not self._ever:
            return
        self._row = self._row + 1 if contact is self.lost else 0
        if self._row >= AGREEING_PACKETS:
            self.lost = not self.lost
            self._row = 0
