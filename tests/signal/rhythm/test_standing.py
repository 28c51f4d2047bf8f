"""Warnings that are on: raised once, made graver at once, ended after enough good beats, each exactly once."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity, WarningEnded, WarningRaised
from biofeedback.signal.rhythm.sign import Sign
from biofeedback.signal.rhythm.standing import Change, Standing
from biofeedback.why import why


def sign(severity: Severity, start_s: float = 1.0) -> Sign:
    return Sign(severity=severity, start_s=start_s, why=why("rhythm.drop", at=start_s))


def raised(change: Change) -> tuple[str, float, float, Severity]:
    assert isinstance(change, WarningRaised)
    assert change.rule is Rule.DROP
    return "raised", change.t, change.start_s, change.severity


def ended(change: Change) -> tuple[str, float, Severity]:
    assert isinstance(change, WarningEnded)
    assert change.rule is Rule.DROP
    return "ended", change.t, change.severity


def begun(severity: Severity = Severity.CAUTION, recovery: int = 3) -> Standing:
    standing = Standing(Rule.DROP, recovery)
    standing.take(5.0, sign(severity), True)
    return standing


def test_it_is_raised_with_its_beginning_which_is_never_after_the_telling() -> None:
    """And is on from then."""
    standing = Standing(Rule.DROP, 3)
    assert standing.on is None
    (change,) = standing.take(5.0, sign(Severity.NOTE, 3.0), True)
    assert raised(change) == ("raised", 5.0, 3.0, Severity.NOTE)
    assert standing.on is change
    (late,) = Standing(Rule.DROP, 3).take(5.0, sign(Severity.NOTE, 9.0), True)
    assert raised(late) == ("raised", 5.0, 5.0, Severity.NOTE)


def test_without_a_sign_nothing_is_raised() -> None:
    """Good or not."""
    standing = Standing(Rule.DROP, 0)
    assert standing.take(5.0, None, True) == ()
    assert standing.take(6.0, None, False) == ()
    assert standing.on is None


def test_the_same_again_keeps_it_on_and_begins_the_recovery_anew() -> None:
    """Two good beats, the sign, two good beats: still on. The third ends it."""
    standing = begun()
    for t, found in enumerate([None, None, sign(Severity.CAUTION), None, None]):
        assert standing.take(6.0 + t, found, True) == ()
    (change,) = standing.take(11.0, None, True)
    assert ended(change) == ("ended", 11.0, Severity.CAUTION)
    assert standing.on is None


def test_bad_beats_are_no_recovery() -> None:
    """Only those that can be a heartbeat's count."""
    standing = begun()
    for t in range(10):
        assert standing.take(6.0 + t, None, False) == ()
    assert standing.take(20.0, None, True) == ()
    assert standing.take(21.0, None, True) == ()
    assert len(standing.take(22.0, None, True)) == 1


def test_a_graver_sign_ends_it_and_raises_it_at_once() -> None:
    """In this order, at the same time."""
    standing = begun(Severity.NOTE)
    for t, severity, before in ((6.0, Severity.CAUTION, Severity.NOTE), (7.0, Severity.STOP, Severity.CAUTION)):
        first, second = standing.take(t, sign(severity, t - 1), True)
        assert ended(first) == ("ended", t, before)
        assert raised(second) == ("raised", t, t - 1, severity)
        assert standing.on is second


def test_a_lesser_sign_neither_changes_nor_keeps_it() -> None:
    """It recovers under it, and then the lesser one is raised in its place."""
    standing = begun(Severity.STOP)
    assert standing.take(6.0, sign(Severity.CAUTION), True) == ()
    assert standing.take(7.0, sign(Severity.NOTE), True) == ()
    first, second = standing.take(8.0, sign(Severity.CAUTION, 7.5), True)
    assert ended(first) == ("ended", 8.0, Severity.STOP)
    assert raised(second) == ("raised", 8.0, 7.5, Severity.CAUTION)


def test_a_new_one_needs_its_whole_recovery() -> None:
    """What was counted under the one before does not count."""
    standing = begun()
    for t in range(3):
        standing.take(6.0 + t, None, True)
    assert standing.on is None
    standing.take(10.0, sign(Severity.CAUTION), True)
    assert standing.take(11.0, None, True) == ()
    assert standing.take(12.0, None, True) == ()
    assert len(standing.take(13.0, None, True)) == 1


def test_a_note_ends_too() -> None:
    """No sign weighs less than the least of them."""
    standing = begun(Severity.NOTE, 1)
    (change,) = standing.take(6.0, None, True)
    assert ended(change) == ("ended", 6.0, Severity.NOTE)
