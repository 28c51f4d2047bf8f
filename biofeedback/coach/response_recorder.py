"""Tells the response log what is asked of the body and when, by the phases of the session as they begin."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.decisions import Phase, PhaseBegan, Responded
from biofeedback.findings import Estimate
from biofeedback.signal.response import GroupResponse, ResponseLog
from biofeedback.why import Why, why


class ResponseRecorder:
    """How the heart answers the muscle groups of one session."""

    def __init__(self, log: ResponseLog, *, paced: bool) -> None:
        self._log = log
        self._paced = paced  # breathing follows a cue in the rests
        self._tensing = False

    def begins(self, began: PhaseBegan) -> None:
        """A tension counts when it is left for its rest; a step without tension has no answer."""
        tensed, self._tensing = self._tensing, began.phase is Phase.TENSE and began.group is not None
        if self._tensing and began.group is not None:
            self._log.tense(began.t, began.group)
        elif tensed and began.phase is Phase.REST:
            self._log.release(began.t, paced=self._paced)
        else:
            self._log.end(began.t)

    def told(self, t: float) -> Iterator[Responded]:
        """The whole, then group by group; nothing where nothing was tensed to its end."""
        for each in self._log.responses(t):
            yield Responded(
                t=t,
                group=each.group,
                repeats=each.repeats,
                rise_bpm=each.rise_bpm,
                fall_bpm=each.fall_bpm,
                rmssd_gain=each.rmssd_gain,
                why=_meaning(each),
            )


def _meaning(each: GroupResponse) -> Why:
    """What can be said: nothing where the interval reaches over zero. Variability is told of the whole only."""
    if each.group is None:
        return _of_the_whole(each)
    fall = each.fall_bpm
    if fall is None or fall.low <= 0 <= fall.high:
        return why("response.group_cannot_tell")
    return _by("response.group_slower", fall) if fall.low > 0 else _by("response.group_quicker", _turned(fall))


def _of_the_whole(each: GroupResponse) -> Why:
    fall, gain, rise = each.fall_bpm, each.rmssd_gain, each.rise_bpm
    varied = gain is not None and gain.low > 0
    if fall is not None and fall.low > 0:
        return _by("response.slower_varied" if varied else "response.slower", fall)
    if fall is not None and fall.high < 0:
        return _by("response.quicker", _turned(fall))
    if varied:
        return why("response.varied")
    return _by("response.rose", rise) if rise is not None and rise.low > 0 else why("response.cannot_tell")


def _by(code: str, change: Estimate) -> Why:
    return why(code, bpm=change.value, low=change.low, high=change.high)


def _turned(change: Estimate) -> Estimate:
    return Estimate(value=-change.value, low=-change.high, high=-change.low)
