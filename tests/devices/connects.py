"""How one call of Connect goes, as a script for the stand-in."""

from __future__ import annotations

from enum import Enum


class Connect(Enum):
    """How one call of Connect goes."""

    WELL = "well"
    REPLY_FIRST = "the call returns before connected is signalled: bleak may take that for a link that is gone"
    ABORTED = "refused, as radio interference does"
    DROPS_BEFORE_SIGNAL = "the link is gone between the reply and its signal"
    DROPS_IN_DISCOVERY = "the link is gone while services are discovered"
    DAMAGED = "a characteristic is told without its flags, over which bleak stumbles with a KeyError"
    SLOW = "services are resolved only when `resolve` is set"
