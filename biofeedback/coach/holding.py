"""A pause: who holds the session."""

from __future__ import annotations

from enum import Enum


class Cause(Enum):
    """Who holds the session, and so who may let it go on."""

    PERSON = "person"
    GUARD = "guard"
