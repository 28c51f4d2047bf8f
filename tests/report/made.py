"""A session set down by hand: every beat and decision is given, so that its page changes only when pages do."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sin

from biofeedback.decisions import (
    Adapted,
    BaselineSet,
    Decision,
    EndCause,
    Finished,
    Meaning,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    Responded,
    Settling,
    Stopped,
    Warned,
)
from biofeedback.events import Event, LinkBack, LinkLost, Rated
from biofeedback.findings import Beat, BeatClass, Estimate, Missing, Rule, Severity
from biofeedback.review.record import SessionRecord, UsualRest
from biofeedback.ticks import TICKS_PER_S
from biofeedback.why import why
from protocols.library import load
from protocols.screening.personal import Change, GroupChange
from protocols.screening.terms import Terms

NOTE = "Slept badly; the neighbour's <b>drill</b> & noise until six."
ODD = {60: BeatClass.ECTOPIC, 61: BeatClass.ECTOPIC, 300: BeatClass.MISSED, 420: BeatClass.EXTRA}
LOST_AT, LOST_S = 500, 6.5  # the place of the beat before which time was lost, and how much


def beats(seconds: float) -> tuple[Beat, ...]:
    """About 66 a minute, with a breath of ten seconds, slowing."""
    made: list[Beat] = []
    t, index = 0.0, 0
    while True:
        kind = ODD.get(index, BeatClass.NORMAL)
        rr = 0.91 + 0.05 * sin(2 * pi * t / 10) + 0.00008 * t
        rr *= {BeatClass.MISSED: 2.0, BeatClass.EXTRA: 0.45}.get(kind, 0.62 if index == 60 else 1.0)
        ticks = round(rr * TICKS_PER_S)
        t += ticks / TICKS_PER_S + (LOST_S if index == LOST_AT else 0.0)
        if t > seconds:
            return tuple(made)
        gap = index == LOST_AT
        made.append(
            Beat(index=index, t=t, rr_ticks=ticks, kind=kind, normality=float(kind is BeatClass.NORMAL), gap=gap)
        )
        index += 1


def _phases() -> list[Decision]:
    table: list[tuple[float, Phase, str | None]] = [
        (0.0, Phase.ASK_BEFORE, None),
        (8.0, Phase.WAITING, None),
        (15.0, Phase.BASELINE, None),
        (255.0, Phase.PREPARE, "right_arm"),
        (262.0, Phase.TENSE, "right_arm"),
        (269.0, Phase.REST, "right_arm"),
        (309.0, Phase.SETTLE, "right_arm"),
        (339.0, Phase.PREPARE, "left_arm"),
        (346.0, Phase.TENSE, "left_arm"),
        (353.0, Phase.REST, "left_arm"),
        (455.0, Phase.PAUSED, "left_arm"),
        (480.0, Phase.REST, "left_arm"),
        (600.0, Phase.CLOSING, None),
    ]
    return [PhaseBegan(t=t, phase=phase, group=group) for t, phase, group in table]


def _answer(group: str | None, rise: float, fall: float, meaning: Meaning) -> Responded:
    reason = why("response.slower", bpm=fall, low=fall - 1, high=fall + 1)
    if group is not None:
        reason = why("response.group_cannot_tell")
    return Responded(
        t=690.0,
        group=group,
        repeats=2,
        rise_bpm=Estimate(value=rise, low=rise - 3, high=rise + 3),
        fall_bpm=Estimate(value=fall, low=fall - 1, high=fall + 1),
        rmssd_gain=None,
        why=reason,
        meaning=meaning,
    )


def _end(t: float, outcome: Outcome, rule: Rule | None) -> Finished:
    return Finished(
        t=t,
        outcome=outcome,
        rule=rule,
        groups_done=2,
        groups_planned=12,
        settle_pauses=1,
        tension_before=6,
        tension_after=3 if rule is None else None,
        why=why("coach.completed"),
        cause=EndCause.COMPLETED if rule is None else EndCause.SAFETY_RULE,
    )


def session(number: int = 1) -> SessionRecord:
    """Practised to its end, with all that a page can tell."""
    told: list[Decision] = [
        *_phases(),
        BaselineSet(t=255.0, hr_bpm=65.8, rmssd_ms=31.0),
        Adapted(t=300.0, what="rest_s", before=30.0, after=40.0, why=why("coach.person_stopped")),
        Settling(t=309.0, begun=True, why=why("coach.person_stopped")),
        Paused(t=455.0, why=why("coach.link_lost"), missing=Missing.LINK),
        _answer(None, 5.0, 2.0, Meaning.SLOWER),
        _answer("right_arm", 6.0, 0.5, Meaning.CANNOT_TELL),
        _answer("left_arm", 4.0, 3.5, Meaning.CANNOT_TELL),
        _end(690.0, Outcome.COMPLETED, None),
    ]
    events: tuple[Event, ...] = (
        Rated(t=8.0, tension=6),
        LinkLost(t=455.0, cause="disconnected"),
        LinkBack(t=470.0),
        Rated(t=690.0, tension=3),
    )
    protocol = load("seven_groups")
    return SessionRecord(
        number=number,
        began="2026-11-02T07:30:00+00:00",
        version="1.0.0",
        protocol_name=protocol.name,
        protocol=replace(protocol, digest="ab" * 32),
        source="ble:C8:5F:11:22:33:44",
        source_kind="strap",
        seed=None,
        settings="{}",
        lang="en",
        events=events,
        decisions=tuple(sorted(told, key=lambda each: each.t)),
        beats=beats(690.0),
        terms=Terms(age_years=54, eyes_open=True),
        changes=(GroupChange(group=protocol.steps[-1].group.name, change=Change.LEFT_OUT),),
        usual=UsualRest(n=6, hr_mean_bpm=62.0, hr_sd_bpm=2.5, rmssd_low_ms=30.0, rmssd_high_ms=45.0),
        note=NOTE,
        afterwards="well",
    )


def stopped(terms: Terms | None = None) -> SessionRecord:
    """The same, stopped after eight minutes because of a pattern."""
    whole = session(2)
    reason = why("rhythm.irregular", beats=31)
    seen = Warned(t=500.0, start_s=470.0, rule=Rule.IRREGULAR, severity=Severity.STOP, why=reason)
    end: list[Decision] = [
        Warned(t=420.0, start_s=400.0, rule=Rule.ECTOPIC_BURDEN, severity=Severity.NOTE, why=reason),
        seen,
        Stopped(t=500.0, rule=Rule.IRREGULAR, why=reason),
        PhaseBegan(t=500.0, phase=Phase.STOPPED),
        _end(500.0, Outcome.STOPPED, Rule.IRREGULAR),
    ]
    before = [each for each in whole.decisions if each.t < 500.0]
    return replace(
        whole,
        decisions=tuple(sorted([*before, *end], key=lambda each: each.t)),
        events=tuple(each for each in whole.events if each.t < 500.0),
        beats=beats(500.0),
        terms=terms or Terms(),
        changes=(),
        usual=None,
        note=None,
        afterwards=None,
    )
