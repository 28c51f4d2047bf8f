"""The one interface of all detectors: a detection while a pattern is there, nothing while it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from biofeedback.findings import Missing, Rule, Severity
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """A pattern that is there now, and since when it seems to have been there.

    `missing`: it says no more than that this is not there. `keeps_stop`: it does not begin a stop, but one that is on
    stays on. `of_strap`: the strap is shown to hear beats twice, or two as one. Without `begins` it raises nothing at
    all and only keeps a warning of its own severity.
    """

    severity: Severity
    start_s: float
    why: Why
    missing: Missing | None = None
    keeps_stop: bool = False
    of_strap: bool = False
    begins: bool = True


class Detector(Protocol):
    """One pattern. It may keep a small state of its own, and sees only what has come so far."""

    @property
    def rule(self) -> Rule:
        """What its detections are about."""
        ...

    @property
    def recovery_beats(self) -> int:
        """Good beats without a detection after which its warning is over."""
        ...

    def judge(self, rr: RrBuffer) -> Detection | None:
        """The detection that is there at the newest beat. Called once a beat."""
        ...
