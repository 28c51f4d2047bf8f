"""The breathing cue: where in a breath the pacer stands, as a number and as a bar; and how far a hold has come."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi

from biofeedback.decisions import Phase
from biofeedback.text_layout import fit
from biofeedback.tui.look import Charset, Look
from biofeedback.view import SessionView
from protocols.training import Pace

BAR_WIDEST = 40
"""Length of the breathing cue's bar. Columns."""

BAR_NARROW = 16
"""Its length on a narrow screen. Columns."""

AHEAD_S = 0.5
"""The breathing cue runs on for so long without news of the session: two looks; one that hangs must not seem to breathe
on. Seconds of the wall."""

WORDS_COLUMNS = 12
"""Room for the words of the breathing cue before its bar. Columns."""

_BAR = {Charset.BRAILLE: ("━", "●", "·"), Charset.BLOCKS: ("█", "█", "·"), Charset.ASCII: ("=", "O", ".")}


@dataclass(frozen=True, slots=True)
class Breath:
    """One moment of the paced breath: `fullness` of the lungs from 0 to 1."""

    inhaling: bool
    fullness: float


def breath_at(t: float, began: float, pace: Pace) -> Breath:
    """Where the breath cued since `began` stands at `t` (seconds). It swells and ebbs without corners."""
    length_s = 60.0 / pace.breaths_per_min
    phase = ((t - began) % length_s) / length_s
    if phase < pace.inhale_share:
        return Breath(True, (1 - cos(pi * phase / pace.inhale_share)) / 2)
    return Breath(False, (1 + cos(pi * (phase - pace.inhale_share) / (1 - pace.inhale_share))) / 2)


class SessionTime:
    """The session's time between two looks at it: a look at ten a second would cost more than the breath is worth."""

    def __init__(self) -> None:
        self._wall = 0.0
        self._t = 0.0
        self._speed: float | None = None  # session seconds a second of the wall; None: seen less than twice
        self._seen = False

    def look(self, wall: float, t: float) -> None:
        """At `wall` seconds of the screen's clock the session stood at `t` seconds."""
        if self._seen and wall > self._wall:
            self._speed = max(0.0, (t - self._t) / (wall - self._wall))
        self._wall = wall
        self._t = t
        self._seen = True

    def at(self, wall: float) -> float:
        """Where the session should stand at `wall`; no further than `AHEAD_S` beyond the last look."""
        return self._t + min(AHEAD_S, max(0.0, wall - self._wall)) * (self._speed or 0.0)


def hold_bar(t: float, began: float, until: float, width: int, charset: Charset) -> str:
    """At `t` a hold from `began` to `until` (s) as a bar of `width` columns that fills to the right."""
    full, _, empty = _BAR[charset]
    passed = min(1.0, max(0.0, (t - began) / (until - began))) if until > began else 1.0
    at = round(passed * width)
    return full * at + empty * (width - at)


def cue_said(view: SessionView, t: float, look: Look, width: int) -> str:
    """The breath in or out with a bar of `width` columns, in words alone where nothing may move; else a hold's bar."""
    if view.pace is None:
        until = view.until if view.phase is Phase.TENSE and look.motion else None
        return "" if until is None else hold_bar(t, view.began, until, width, look.charset)
    breath = breath_at(t, view.pace_began, view.pace)
    words = look.texts.say("cues.breathe_in" if breath.inhaling else "cues.breathe_out")
    return f"{fit(words, WORDS_COLUMNS)}{bar(breath, width, look.charset)}" if look.motion else words


def bar(breath: Breath, width: int, charset: Charset) -> str:
    """The breath as a bar of `width` columns that fills to the right."""
    return filled_bar(breath.fullness, width, charset)


def filled_bar(share: float, width: int, charset: Charset) -> str:
    """A bar of `width` columns, filled to a share of it from 0 to 1."""
    full, head, empty = _BAR[charset]
    at = round(share * (width - 1))
    return full * at + head + empty * (width - 1 - at)
