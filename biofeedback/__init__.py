"""A progressive-muscle-relaxation trainer that listens to the heart. `API.md` shows its use in other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biofeedback.api import (
        AfterRest,
        Choice,
        Environment,
        Session,
        Turn,
        analyse,
        read,
        session,
        sessions,
        simulate,
    )

__version__ = "0.1.0"

__all__ = [
    "AfterRest",
    "Choice",
    "Environment",
    "Session",
    "Turn",
    "__version__",
    "analyse",
    "read",
    "session",
    "sessions",
    "simulate",
]


def __getattr__(name: str) -> object:
    """What other programs use is loaded when it is asked for: the program itself begins without it."""
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("biofeedback.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
