"""A pattern of many beats under an ECG that cannot be read: the signal is told, and the rhythm when it can be seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.findings import Activity, RawBeat, Rule, Severity
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.signal.rhythm.ecg_corroboration import doubted
from biofeedback.ticks import from_ms
from biofeedback.why import why

from . import hearts
from .test_ecg_corroboration import EVEN, Told, buffer_of, peaks, stop


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("legible", [True, False, None])
def test_a_pattern_of_many_beats_is_doubted_where_the_ecg_cannot_be_read(rule: Rule, legible: bool | None) -> None:
    """As a caution of the signal since then; no other sign is, and none where it cannot tell."""
    uneven = peaks([600.0, 1000.0] * 70)
    said = doubted(rule, stop(), buffer_of([800.0] * 138), Told(uneven, legible=legible))

    if legible is False and rule in (Rule.IRREGULAR, Rule.ECTOPIC_BURDEN):
        assert said == replace(stop(Severity.CAUTION), why=why("rhythm.signal_ecg"))
    else:
        assert said is None


def test_a_clear_ecg_that_contradicts_is_not_called_unreadable() -> None:
    """It is the strap that is wrong, and that is what is said."""
    evidence = Told(EVEN, legible=False)
    assert doubted(Rule.IRREGULAR, stop(), buffer_of([800.0] * 138), evidence) is None


def test_without_an_ecg_nothing_is_doubted() -> None:
    """None has come."""
    assert doubted(Rule.IRREGULAR, stop(), buffer_of([800.0] * 138), Told((), end=None, legible=False)) is None


def test_the_watch_tells_the_signal_and_not_the_rhythm_while_it_is_in_doubt() -> None:
    """Fibrillation told by the strap: one warning of the signal, which ends, and a stop once the ECG can be read."""
    watch, evidence, t = RhythmWatch(), Told((), legible=False), 0.0
    said: list[tuple[str, Rule, Severity]] = []
    for k, ms in enumerate(hearts.patternless(140)):
        evidence.legible = k >= 90
        t += ms / 1000
        changes = watch.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST, evidence)
        said += [(type(change).__name__, change.rule, change.severity) for change in changes]

    assert [each for each in said if each[1] is not Rule.ECTOPIC_BURDEN] == [
        ("WarningRaised", Rule.SIGNAL, Severity.CAUTION),
        ("WarningRaised", Rule.IRREGULAR, Severity.STOP),
        ("WarningEnded", Rule.SIGNAL, Severity.CAUTION),
    ]
