"""Warnings that are on: raised once, made graver at once, ended after enough good beats, each exactly once."""

from __future__ import annotations

from dataclasses import replace

from biofeedback.findings import Rule, Severity, WarningEnded, WarningRaised
from biofeedback.signal.rhythm.alarm_state import AlarmState, Change
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.why import why


def detection(severity: Severity, start_s: float = 1.0) -> Detection:
    return Detection(severity=severity, start_s=start_s, why=why("rhythm.drop", at=start_s))


def raised(change: Change) -> tuple[str, float, float, Severity]:
    assert isinstance(change, WarningRaised)
    assert change.rule is Rule.DROP
    return "raised", change.t, change.start_s, change.severity


def ended(change: Change) -> tuple[str, float, Severity]:
    assert isinstance(change, WarningEnded)
    assert change.rule is Rule.DROP
    return "ended", change.t, change.severity


def begun(severity: Severity = Severity.CAUTION, recovery: int = 3) -> AlarmState:
    alarm = AlarmState(Rule.DROP, recovery)
    alarm.update(5.0, detection(severity), True)
    return alarm


def test_it_is_raised_with_its_beginning_which_is_never_after_the_telling() -> None:
    """And is on from then."""
    alarm = AlarmState(Rule.DROP, 3)
    assert alarm.on is None
    (change,) = alarm.update(5.0, detection(Severity.NOTE, 3.0), True)
    assert raised(change) == ("raised", 5.0, 3.0, Severity.NOTE)
    assert alarm.on is change
    (late,) = AlarmState(Rule.DROP, 3).update(5.0, detection(Severity.NOTE, 9.0), True)
    assert raised(late) == ("raised", 5.0, 5.0, Severity.NOTE)


def test_without_a_sign_nothing_is_raised() -> None:
    """Good or not."""
    alarm = AlarmState(Rule.DROP, 0)
    assert alarm.update(5.0, None, True) == ()
    assert alarm.update(6.0, None, False) == ()
    assert alarm.on is None


def test_the_same_again_keeps_it_on_and_begins_the_recovery_anew() -> None:
    """Two good beats, the sign, two good beats: still on. The third ends it."""
    alarm = begun()
    for t, found in enumerate([None, None, detection(Severity.CAUTION), None, None]):
        assert alarm.update(6.0 + t, found, True) == ()
    (change,) = alarm.update(11.0, None, True)
    assert ended(change) == ("ended", 11.0, Severity.CAUTION)
    assert alarm.on is None


def test_bad_beats_are_no_recovery() -> None:
    """Only those that can be a heartbeat's count."""
    alarm = begun()
    for t in range(10):
        assert alarm.update(6.0 + t, None, False) == ()
    assert alarm.update(20.0, None, True) == ()
    assert alarm.update(21.0, None, True) == ()
    assert len(alarm.update(22.0, None, True)) == 1


def test_a_graver_sign_ends_it_and_raises_it_at_once() -> None:
    """In this order, at the same time."""
    alarm = begun(Severity.NOTE)
    for t, severity, before in ((6.0, Severity.CAUTION, Severity.NOTE), (7.0, Severity.STOP, Severity.CAUTION)):
        first, second = alarm.update(t, detection(severity, t - 1), True)
        assert ended(first) == ("ended", t, before)
        assert raised(second) == ("raised", t, t - 1, severity)
        assert alarm.on is second


def test_a_lesser_sign_neither_changes_nor_keeps_it() -> None:
    """It recovers under it, and then the lesser one is raised in its place."""
    alarm = begun(Severity.STOP)
    assert alarm.update(6.0, detection(Severity.CAUTION), True) == ()
    assert alarm.update(7.0, detection(Severity.NOTE), True) == ()
    first, second = alarm.update(8.0, detection(Severity.CAUTION, 7.5), True)
    assert ended(first) == ("ended", 8.0, Severity.STOP)
    assert raised(second) == ("raised", 8.0, 7.5, Severity.CAUTION)


def test_a_new_one_needs_its_whole_recovery() -> None:
    """What was counted under the one before does not count."""
    alarm = begun()
    for t in range(3):
        alarm.update(6.0 + t, None, True)
    assert alarm.on is None
    alarm.update(10.0, detection(Severity.CAUTION), True)
    assert alarm.update(11.0, None, True) == ()
    assert alarm.update(12.0, None, True) == ()
    assert len(alarm.update(13.0, None, True)) == 1


def test_a_note_ends_too() -> None:
    """No sign weighs less than the least of them."""
    alarm = begun(Severity.NOTE, 1)
    (change,) = alarm.update(6.0, None, True)
    assert ended(change) == ("ended", 6.0, Severity.NOTE)


def test_what_keeps_a_stop_begins_none_and_ends_none() -> None:
    """A caution that keeps a stop on: it stays one, however long; alone it is raised as what it is."""
    keeps = replace(detection(Severity.CAUTION), keeps_stop=True)
    alarm = begun(Severity.STOP)
    for t in range(6, 20):
        assert alarm.update(t, keeps, True) == ()
    assert alarm.on is not None
    assert alarm.on.severity is Severity.STOP
    (change,) = AlarmState(Rule.DROP, 3).update(5.0, keeps, True)
    assert raised(change) == ("raised", 5.0, 1.0, Severity.CAUTION)


def test_what_would_begin_now() -> None:
    """Anything where nothing is on, and what is graver."""
    alarm = begun(Severity.CAUTION)
    assert AlarmState(Rule.DROP, 3).would_raise(detection(Severity.NOTE))
    assert alarm.would_raise(detection(Severity.STOP))
    assert not alarm.would_raise(detection(Severity.CAUTION))
    assert not alarm.would_raise(detection(Severity.NOTE))


def test_what_begins_nothing_only_keeps_what_is_on() -> None:
    """A caution stays; alone it raises nothing; a stop recovers under it, and leaves nothing."""
    stays = replace(detection(Severity.CAUTION), begins=False)
    assert AlarmState(Rule.DROP, 3).update(5.0, stays, True) == ()
    alarm = begun(Severity.CAUTION)
    for t in range(6, 20):
        assert alarm.update(t, stays, True) == ()
    assert alarm.on is not None

    stopped = begun(Severity.STOP)
    assert stopped.update(6.0, stays, True) == ()
    assert stopped.update(7.0, stays, True) == ()
    (change,) = stopped.update(8.0, stays, True)
    assert ended(change) == ("ended", 8.0, Severity.STOP)
    assert stopped.on is None


def test_what_begins_nothing_makes_nothing_graver() -> None:
    """A note under it stays a note, and ends."""
    stays = replace(detection(Severity.CAUTION), begins=False)
    alarm = begun(Severity.NOTE)
    assert not alarm.would_raise(stays)
    assert not AlarmState(Rule.DROP, 3).would_raise(stays)
    assert [alarm.update(t, stays, True) for t in (6.0, 7.0)] == [(), ()]
    (change,) = alarm.update(8.0, stays, True)
    assert ended(change) == ("ended", 8.0, Severity.NOTE)
