"""Warnings that are on. A warning begins with its detection and ends when the rhythm has been good for some beats."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity, WarningEnded, WarningRaised
from biofeedback.signal.rhythm.detection import Detection

_WEIGHT = {Severity.NOTE: 1, Severity.CAUTION: 2, Severity.STOP: 3}
"""Which severity is graver."""

Change = WarningRaised | WarningEnded


class AlarmState:
    """One rule's warning: at most one is on. A graver detection ends it and raises it anew at once, so each one
    raised ends exactly once; a lesser one does not keep it on.
    """

    def __init__(self, rule: Rule, recovery_beats: int) -> None:
        self.rule = rule
        self.recovery_beats = recovery_beats
        self.on: WarningRaised | None = None
        self._good = 0

    def update(self, t: float, detection: Detection | None, good: bool) -> tuple[Change, ...]:
        """What changes at time `t`; `good` says that the newest interval can be a heartbeat's."""
        on = self.on
        if on is None:
            return (self._raise(t, detection),) if detection is not None and detection.begins else ()
        held = 0 if detection is None else _WEIGHT[detection.severity]
        if detection is not None and self.would_raise(detection):
            return self._end(t, on), self._raise(t, detection)
        if held == _WEIGHT[on.severity] or (detection is not None and detection.keeps_stop):
            self._good = 0
            return ()
        self._good += good
        if self._good < self.recovery_beats:
            return ()
        ended = self._end(t, on)
        return (ended, self._raise(t, detection)) if detection is not None and detection.begins else (ended,)

    def would_raise(self, detection: Detection) -> bool:
        """Whether this detection begins a warning, or a graver one."""
        return detection.begins and (self.on is None or _WEIGHT[detection.severity] > _WEIGHT[self.on.severity])

    def _raise(self, t: float, detection: Detection) -> WarningRaised:
        self._good = 0
        self.on = WarningRaised(
            t=t,
            start_s=min(detection.start_s, t),
            rule=self.rule,
            severity=detection.severity,
            why=detection.why,
            missing=detection.missing,
        )
        return self.on

    def _end(self, t: float, on: WarningRaised) -> WarningEnded:
        self.on = None
        return WarningEnded(t=t, rule=self.rule, severity=on.severity)
