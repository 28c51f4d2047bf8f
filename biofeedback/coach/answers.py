"""Tells the response log what is asked of the body and when, by the phases of the session as they begin."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.decisions import Phase, PhaseBegan, Responded
from biofeedback.signal.response import GroupResponse, ResponseLog
from biofeedback.why import Why, why


class Answers:
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
    """What can be said: nothing where the interval of the heart rate reaches over zero.

    The variability is looked at only where the heart slowed, so that two looks do not make two chances to be wrong.
    """
    fall, gain, group = each.fall_bpm, each.rmssd_gain, "" if each.group is None else "group_"
    if fall is None or fall.low <= 0 <= fall.high:
        rise = each.rise_bpm
        if each.group is None and rise is not None and rise.low > 0:
            return why("response.rose", bpm=rise.value, low=rise.low, high=rise.high)
        return why(f"response.{group}cannot_tell")
    if fall.high < 0:
        return why(f"response.{group}quicker", bpm=-fall.value, low=-fall.high, high=-fall.low)
    varied = "_varied" if each.group is None and gain is not None and gain.low > 0 else ""
    return why(f"response.{group}slower{varied}", bpm=fall.value, low=fall.low, high=fall.high)
