"""What the screens remember of the session that runs: the few decisions that a view of one moment does not hold."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from biofeedback.app.ports import SessionRunner
from biofeedback.clock import Clock
from biofeedback.decisions import (
    Action,
    Advised,
    CueGiven,
    Decision,
    Finished,
    GoesOn,
    Paused,
    Phase,
    PhaseBegan,
    ResonanceFound,
    Responded,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.errors import BiofeedbackError
from biofeedback.events import Event, HeartRate, Key, Pressed, Reported, Symptom
from biofeedback.review.marks import Mark, after
from biofeedback.tui.glyphs import Ground
from biofeedback.tui.look import Look
from biofeedback.tui.page import Unmade
from biofeedback.tui.raster import ChartData, Span
from biofeedback.tui.watching.course import Course
from biofeedback.view import SessionView

SPANS_KEPT = 64
"""Stretches of a phase that the charts can still show: more than two minutes hold."""

ANSWER_S = 1.0
"""A session answers a key in a few milliseconds (the worst measured stall while importing is 0.04 s); one that has not
answered by now will not. Seconds of the wall."""

LET_GO_S = 4.0
"""So long the screen says "let go" before it says what follows: one calm look at it. Seconds."""

_GROUND = {
    Phase.TENSE: Ground.TENSION,
    Phase.REST: Ground.REST,
    Phase.SETTLE: Ground.PAUSE,
    Phase.PAUSED: Ground.PAUSE,
}
"""What lies behind the line of the heart in each phase."""

_PRACTISED = frozenset({Phase.ASK_AFTER, Phase.FINISHED, Phase.STOPPED})
"""Phases in which nothing is left that could be paused."""


class Session:
    """One session as the screens see it. A `Sink`: it listens, and calls `moved` after each thing that was decided."""

    counts = True
    """Whether its end is a result of the program; of a tour it is not."""

    def __init__(self, runner: SessionRunner, moved: Callable[[tuple[Decision, ...]], None]) -> None:
        self.runner = runner
        self.held: Paused | None = None
        self.reported: Symptom | None = None  # what the person said last of what they feel
        self.warned: dict[str, Warned] = {}
        self.stopped: Stopped | None = None
        self.responded: list[Responded] = []
        self.resonance: ResonanceFound | None = None
        self.finished: Finished | None = None
        self.trouble: BiofeedbackError | None = None  # why the source failed
        self.unkept: BiofeedbackError | None = None  # why not all of the session could be written down
        self.written = ""  # what became of the page that was asked for, in words
        self.note = ""  # the person's own words about it, once they are kept
        self.marks: tuple[Mark, ...] = ()
        self.course = Course()  # of a heart that is only watched
        self.over = False
        self.stop_asked = False
        self.tensing = False  # as it was decided: also where a view cannot be had any more
        self._released_t = -math.inf  # when a tension was let go of last
        self._answered = {Key.PAUSE: asyncio.Event(), Key.STOP: asyncio.Event()}
        self._numbered = runner.marks_played  # marks that were asked for, after those that come by themselves
        self._moved = moved
        self._spans: deque[Span] = deque(maxlen=SPANS_KEPT)

    @property
    def guided(self) -> bool:
        """True where something is practised, False where the heart is only watched."""
        return self.runner.protocol_title is not None

    def page(self, look: Look, clock: Clock, *, ticking: bool) -> Unmade | None:
        """The page of its own that this session is shown on now; None: the one that fits its phase, as usually."""
        return None

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Take note of what was decided. What a packet brings is shown at once, not with the next frame anyway."""
        if isinstance(event, Reported):
            self.reported = event.symptom
        self.marks = after(self.marks, event)
        for decision in decisions:
            self._note(decision)
        if isinstance(event, Pressed) and event.key in self._answered:
            self._answered[event.key].set()
        if isinstance(event, HeartRate) and not self.guided:
            self.follow(self.runner.view())
        if decisions or isinstance(event, HeartRate):
            self._moved(decisions)

    def _note(self, decision: Decision) -> None:
        match decision:
            case PhaseBegan(t=t, phase=phase):
                self._spans.append(Span(t, _GROUND.get(phase, Ground.FREE)))
            case CueGiven(action=Action.TENSE):
                self.tensing = True
            case CueGiven(action=Action.RELEASE, t=t):
                self._released_t = t if self.tensing else self._released_t
                self.tensing = False
            case Paused():
                self.held = decision
            case Advised(why=advice) if self.held is not None:
                self.held = replace(self.held, why=advice)  # what to do now, before why it was paused
            case GoesOn():
                self.held = None
            case Warned(rule=rule):
                self.warned[rule.value] = decision
            case WarningOver(rule=rule):
                self.warned.pop(rule.value, None)
            case Responded():
                self.responded.append(decision)
            case ResonanceFound():
                self.resonance = decision
            case Stopped():
                self.stopped = decision
                self.tensing = False
            case Finished():
                self.finished = decision
            case _:
                pass  # the view holds the rest

    def chart(self, view: SessionView) -> ChartData:
        """The chart's share of a view."""
        baseline = view.vitals.baseline
        return ChartData(
            t=view.t,
            beats=view.vitals.beats,
            spans=tuple(self._spans),
            baseline_bpm=baseline.hr_bpm if baseline else None,
        )

    def follow(self, view: SessionView) -> None:
        """Remember what is new of a heart that is only watched."""
        self.course.look(view)

    def mark(self) -> int:
        """Mark this moment; the number of the mark."""
        self._numbered += 1
        self.runner.mark(self._numbered)
        return self._numbered

    def name_mark(self, number: int, words: str) -> None:
        """Give a mark some words."""
        self.runner.mark(number, words)

    def toggle_pause(self) -> None:
        """Pause, or go on where it is paused."""
        self.runner.press(Key.RESUME if self.runner.view().phase is Phase.PAUSED else Key.PAUSE)

    def letting_go(self, view: SessionView) -> bool:
        """Whether a tension was ended a moment ago by what holds the session: then that is what is to be seen first."""
        held = view.phase is Phase.PAUSED and self._released_t >= view.began
        return held and view.t - self._released_t < LET_GO_S

    def hold(self) -> bool:
        """Hold it for the person, before something hides it: also a pause that is on becomes theirs to end.

        False where there is nothing to hold: the heart is only watched, or the practice is over.
        """
        if self.over or not self.guided or self.runner.view().phase in _PRACTISED:
            return False
        self._answered[Key.PAUSE].clear()
        self.runner.press(Key.PAUSE)
        return True

    async def answered(self, key: Key) -> bool:
        """Wait until Pause or Stop was answered and said. False where no answer comes: the session hangs."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_S):
                await self._answered[key].wait()
        return self._answered[key].is_set()

    def stop(self) -> bool:
        """Ask for the end. False where it was asked before and nothing came of it: then leave by force."""
        if self.stop_asked or self.over:
            return False
        self.stop_asked = True
        self.runner.press(Key.STOP)
        return True

    def keep_note(self, note: str) -> None:
        """Keep the person's own words."""
        try:
            self.runner.keep_note(note)
        except BiofeedbackError as problem:
            self.unkept = problem
        else:
            self.note = note
