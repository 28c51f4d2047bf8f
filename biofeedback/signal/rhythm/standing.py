"""Warnings that are on. A warning begins with its sign and ends when the rhythm has been good for some beats."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity, WarningEnded, WarningRaised
from biofeedback.signal.rhythm.sign import Sign

_WEIGHT = {Severity.NOTE: 1, Severity.CAUTION: 2, Severity.STOP: 3}

Change = WarningRaised | WarningEnded


class Standing:
    """One rule's warning: at most one is on. A graver sign ends it and raises it anew at once, so each one raised ends
    exactly once; a lesser sign does not keep it on.
    """

    def __init__(self, rule: Rule, recovery_beats: int) -> None:
        self.rule = rule
        self.recovery_beats = recovery_beats
        self.on: WarningRaised | None = None
        self._good = 0

    def take(self, t: float, sign: Sign | None, good: bool) -> tuple[Change, ...]:
        """What changes at time `t`; `good` says that the newest interval can be a heartbeat's."""
        on = self.on
        if on is None:
            return () if sign is None else (self._raise(t, sign),)
        held = 0 if sign is None else _WEIGHT[sign.severity]
        if sign is not None and held > _WEIGHT[on.severity]:
            return self._end(t, on), self._raise(t, sign)
        if held == _WEIGHT[on.severity]:
            self._good = 0
            return ()
        self._good += good
        if self._good < self.recovery_beats:
            return ()
        ended = self._end(t, on)
        return (ended,) if sign is None else (ended, self._raise(t, sign))

    def _raise(self, t: float, sign: Sign) -> WarningRaised:
        self._good = 0
        self.on = WarningRaised(t=t, start_s=min(sign.start_s, t), rule=self.rule, severity=sign.severity, why=sign.why)
        return self.on

    def _end(self, t: float, on: WarningRaised) -> WarningEnded:
        self.on = None
        return WarningEnded(t=t, rule=self.rule, severity=on.severity)
