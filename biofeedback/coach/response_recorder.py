"""Notes for the heart's logs what is asked of the body and when; and at the end says what its answers come to."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.coach.session_state import SessionState
from biofeedback.decisions import Meaning, Phase, Responded
from biofeedback.findings import Estimate
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.signal.response import GroupResponse, ResponseLog
from biofeedback.why import Why, why


def phase_began(heart: HeartMonitor, state: SessionState, came_from: Phase | None, *, paced: bool) -> None:
    """A phase has begun. A tension counts when it is left for its rest; a step without tension has no answer.

    `paced`: breathing follows a cue in the rests.
    """
    heart.resonance.end(state.began)
    if state.phase is Phase.TENSE:
        heart.response.tense(state.began, state.step_in_hand.group.id)
    elif came_from is Phase.TENSE and state.phase is Phase.REST:
        heart.response.release(state.began, paced=paced)
    else:
        heart.response.end(state.began)


def cue_began(heart: HeartMonitor, state: SessionState, t: float) -> None:
    """A pace of the step's own has begun, if it has one: it is compared with the others."""
    if state.cue_began == t and state.step is not None and state.step.breaths_per_min is not None:
        heart.resonance.paced(t, state.pace.breaths_per_min)


def responses(log: ResponseLog, t: float) -> Iterator[Responded]:
    """The whole, then group by group; nothing where nothing was tensed to its end."""
    for each in log.responses(t):
        meaning, reason = _of_the_whole(each) if each.group is None else _of_a_group(each)
        yield Responded(
            t=t,
            group=each.group,
            repeats=each.repeats,
            rise_bpm=each.rise_bpm,
            fall_bpm=each.fall_bpm,
            rmssd_gain=each.rmssd_gain,
            why=reason,
            meaning=meaning,
        )


def _of_a_group(each: GroupResponse) -> tuple[Meaning, Why]:
    """What can be said: nothing where the interval reaches over zero. Variability is told of the whole only."""
    fall = each.fall_bpm
    if fall is None or fall.low <= 0 <= fall.high:
        return Meaning.CANNOT_TELL, why("response.group_cannot_tell")
    if fall.low > 0:
        return Meaning.SLOWER, _by("response.group_slower", fall)
    return Meaning.QUICKER, _by("response.group_quicker", _turned(fall))


def _of_the_whole(each: GroupResponse) -> tuple[Meaning, Why]:
    fall, gain, rise = each.fall_bpm, each.rmssd_gain, each.rise_bpm
    varied = gain is not None and gain.low > 0
    if fall is not None and fall.low > 0 and varied:
        return Meaning.SLOWER_VARIED, _by("response.slower_varied", fall)
    if fall is not None and fall.low > 0:
        return Meaning.SLOWER, _by("response.slower", fall)
    if fall is not None and fall.high < 0:
        return Meaning.QUICKER, _by("response.quicker", _turned(fall))
    if varied:
        return Meaning.VARIED, why("response.varied")
    if rise is not None and rise.low > 0:
        return Meaning.ROSE, _by("response.rose", rise)
    return Meaning.CANNOT_TELL, why("response.cannot_tell")


def _by(code: str, change: Estimate) -> Why:
    return why(code, bpm=change.value, low=change.low, high=change.high)


def _turned(change: Estimate) -> Estimate:
    return Estimate(value=-change.value, low=-change.high, high=-change.low)
