"""All detectors over one stream of intervals, and what is on."""

from __future__ import annotations

from biofeedback.findings import Activity, Beat, RawBeat, Severity, WarningEnded, WarningRaised
from biofeedback.signal.rhythm.drop import Drop
from biofeedback.signal.rhythm.ectopic_burden import EctopicBurden
from biofeedback.signal.rhythm.ectopic_run import EctopicRun
from biofeedback.signal.rhythm.fast_onset import FastOnset
from biofeedback.signal.rhythm.irregular import Irregular
from biofeedback.signal.rhythm.pause import Pause
from biofeedback.signal.rhythm.profile import RhythmProfile
from biofeedback.signal.rhythm.sign import Detector, Sign
from biofeedback.signal.rhythm.signal_loss import SignalLoss
from biofeedback.signal.rhythm.standing import Change, Standing
from biofeedback.signal.rhythm.strip import Strip
from biofeedback.signal.rhythm.too_fast import TooFast
from biofeedback.signal.rhythm.too_slow import TooSlow
from biofeedback.why import why

SILENCE_S = 4.0
"""Time without a beat after which it is said. A pause of three seconds is known by then even if its notification, one a
second, came late; no resting heart is slower than 15/min."""

UNKNOWN = RhythmProfile()


def detectors(profile: RhythmProfile) -> tuple[Detector, ...]:
    """Every rule's detector, quality first."""
    return (
        SignalLoss(), Pause(), Irregular(), EctopicRun(), EctopicBurden(), FastOnset(),
        TooFast(profile), TooSlow(profile), Drop(),
    )  # fmt: skip


class RhythmWatch:
    """Warning signs, from intervals as they arrive. It does not latch: what a stop means is the coach's word.

    At most one warning a rule is on. When its sign grows graver, it is ended and raised again at the same time.
    """

    def __init__(self, profile: RhythmProfile = UNKNOWN) -> None:
        self._strip = Strip()
        self._rules = tuple((found, Standing(found.rule, found.recovery_beats)) for found in detectors(profile))
        self._by_rule = {standing.rule: standing for _, standing in self._rules}
        self._quiet_since: float | None = None  # when the last beat came, until its silence has been told

    def push(self, raw: RawBeat, settled: tuple[Beat, ...], activity: Activity) -> tuple[Change, ...]:
        """Take one interval as it arrives and the beats whose class became final with it."""
        strip = self._strip
        strip.add(raw, activity)
        self._quiet_since = raw.t
        changes: tuple[Change, ...] = ()
        good = strip.plausible
        for detector, standing in self._rules:
            sign = detector.judge(strip)
            if sign is not None or standing.on is not None:
                changes += standing.take(raw.t, sign, good)
        return changes

    def silence(
        self, t: float, activity: Activity, *, contact: bool | None = None
    ) -> tuple[WarningRaised | WarningEnded, ...]:
        """Say what the time without a beat up to `t` means. `contact` is what a notification without beats has said
        since the last beat: only True (packets come, the skin is touched, no beat) makes it a pause.
        """
        since = self._quiet_since
        if since is None or t < since + SILENCE_S:  # as in `deadline`, to the last bit: or time would stand still
            return ()
        self._quiet_since = None
        sure = contact is True and self._strip.rough <= 2
        sign = Sign(
            severity=Severity.STOP if sure else Severity.CAUTION,
            start_s=since,
            why=why("rhythm.pause" if sure else "rhythm.signal_silent", seconds=t - since),
        )
        rule = Pause.rule if sure else SignalLoss.rule
        return self._by_rule[rule].take(t, sign, good=False)

    @property
    def deadline(self) -> float | None:
        """When `silence` wants to be called if no beat comes before; None: nothing would be new."""
        return None if self._quiet_since is None else self._quiet_since + SILENCE_S

    @property
    def on(self) -> tuple[WarningRaised, ...]:
        """The warnings that are on, in the order of judgement."""
        return tuple(standing.on for _, standing in self._rules if standing.on is not None)
