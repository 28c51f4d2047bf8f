"""A scripted guide, and a runner and a session factory on a clock that only tests move."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import pi, sin

from biofeedback.app.played import SpeedDial
from biofeedback.app.ports import SessionRunner
from biofeedback.decisions import (
    Action,
    Adapted,
    BaselineSet,
    BreathPaced,
    CueGiven,
    Decision,
    EndCause,
    Finished,
    GoesOn,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    Stopped,
)
from biofeedback.errors import BiofeedbackError
from biofeedback.events import Event, Key, Marked, Pressed, Rated, Reported, SourceEnded, Symptom, Tick
from biofeedback.findings import (
    BaselineTaken,
    Beat,
    BeatClass,
    Direction,
    Estimate,
    Grade,
    Quality,
    Rule,
    Spectrum,
    Variability,
)
from biofeedback.ports import Guide, Sink
from biofeedback.source_news import SourceNews
from biofeedback.ticks import TICKS_PER_S
from biofeedback.view import EcgStrip, SessionView, Vitals
from biofeedback.why import Why, why
from protocols.library import load
from protocols.training import Effort, MuscleGroup, Pace, Region, TrainingProtocol, Words
from tests.tui.fake_slow import with_slow_indices
from tests.tui.fake_sound import TurnedSound
from tests.tui.fake_strap import NamedSource

TITLE = Words("Feet to forehead", "从脚到额头")
BEGIN = Words(
    "Lean back half upright, well supported. Close your eyes if you like. For now there is nothing to do.",
    "请半躺着，靠稳。愿意的话，闭上眼睛。现在什么都不用做。",
)
END = Words(
    "The round is complete. Stay as you are for a while. Notice warmth, heaviness or tingling, or whatever is there. "
    "When you are ready, move your fingers and toes, and get up slowly.",
    "这一轮做完了。先保持这样，待一会儿。留意身体里的温暖、沉重或微微的麻感，有什么都可以。"
    "准备好了，就动一动手指和脚趾，再慢慢起身。",
)
PACE = Pace(breaths_per_min=6.0, inhale_share=0.4)


def group(id: str, en: str, zh: str) -> MuscleGroup:
    return MuscleGroup(
        id=id,
        name=Words(en, zh),
        notice=Words(f"Bring your attention to your {en.lower()}.", f"把注意力带到{zh}。"),
        tense=Words(f"Tense your {en.lower()} a little, and breathe in.", f"轻轻收紧{zh}，同时吸气。"),
        release=Words(f"Let your {en.lower()} go, all at once, and breathe out.", f"一下子松开{zh}，同时呼气。"),
        rest=Words("Feel how the warmth spreads.", "感受温暖慢慢散开。"),
        regions=(Region(id),),
    )


GROUPS = (
    group("feet", "Feet", "双脚"),
    group("lower_legs", "Lower legs", "小腿"),
    group("forehead", "Forehead", "额头"),
)


PROTOCOL = replace(
    load("three_minutes"),
    title=TITLE,
    steps=tuple(
        replace(load("feet_to_forehead").steps[0], group=each, lead_in_s=5.0, hold_s=5.0, rest_s=20.0)
        for each in GROUPS
    ),
    baseline_s=60.0,
    closing_s=30.0,
)
"""What the scripted guide practises."""


@dataclass(frozen=True)
class Part:
    phase: Phase
    seconds: float | None
    step: int | None = None


SCRIPT = (
    Part(Phase.ASK_BEFORE, None),
    Part(Phase.WAITING, 4.0),
    Part(Phase.BASELINE, 60.0),
    *(
        Part(phase, seconds, step)
        for step in range(len(GROUPS))
        for phase, seconds in (
            (Phase.PREPARE, 5.0),
            (Phase.TENSE, 5.0),
            (Phase.REST, 20.0),
            *(((Phase.SETTLE, 30.0),) if step == 0 else ()),
        )
    ),
    Part(Phase.CLOSING, 30.0),
    Part(Phase.ASK_AFTER, None),
)

_CUES = {
    Phase.BASELINE: Action.SIT_QUIETLY,
    Phase.PREPARE: Action.PREPARE,
    Phase.TENSE: Action.TENSE,
    Phase.REST: Action.RELEASE,
    Phase.SETTLE: Action.SETTLE,
    Phase.CLOSING: Action.CLOSE,
    Phase.ASK_BEFORE: Action.RATE,
    Phase.ASK_AFTER: Action.RATE,
}


def heart(t: float, seconds: float = 120.0, odd: frozenset[int] = frozenset()) -> tuple[Beat, ...]:
    """Beats about 66 a minute that swell with six breaths a minute and slow down over the session."""
    beats: list[Beat] = []
    now = 0.0
    index = 0
    while now < t:
        rr_s = 0.90 + 0.06 * sin(2 * pi * 0.1 * now) + min(0.08, now / 4000)
        now += rr_s
        kind = BeatClass.ECTOPIC if index in odd else BeatClass.NORMAL
        if now > t - seconds and now <= t:
            beats.append(Beat(index=index, t=now, rr_ticks=round(rr_s * TICKS_PER_S), kind=kind, normality=1.0))
        index += 1
    return tuple(beats)


class FakeGuide(Guide):
    """Follows `SCRIPT` to the second. What a real engine would find out, a test sets on its fields."""

    def __init__(self, script: tuple[Part, ...] = SCRIPT) -> None:
        self.script = script
        self.place = 0
        self.began = 0.0
        self.until: float | None = None
        self.paused = False
        self.ended: Outcome | None = None
        self.rated: list[int | None] = []
        self.last_why: Why | None = None
        self.link_up = True
        self.hr_bpm: float | None = 64.4
        self.rmssd: Estimate | None = Estimate(value=41.2, low=33.1, high=49.8)
        self.baseline: BaselineTaken | None = None
        self.shift: Direction | None = None
        self.grade = Grade.GOOD
        self.odd: frozenset[int] = frozenset()
        self.ecg: Callable[[float], EcgStrip] | None = None
        self.lost_for_long = False
        self.strapless = False  # nobody wears a strap
        self.started = False

    @property
    def part(self) -> Part:
        return self.script[self.place]

    @property
    def deadline(self) -> float | None:
        return None if self.paused or self.ended else self.until

    @property
    def over(self) -> bool:
        return self.ended is not None

    def step(self, event: Event) -> tuple[Decision, ...]:
        if self.over:
            return ()
        said: list[Decision] = [] if self.started else self._begin(0, event.t)
        self.started = True
        while self.deadline is not None and self.deadline <= event.t:
            said += self._next(self.deadline)
        match event:
            case Pressed(key=Key.STOP, t=t):
                said += self.stop(t, None, why("cues.stopped_detail"))
            case Pressed(key=Key.PAUSE, t=t) if not self.paused:
                self.paused = True
                said += [PhaseBegan(t=t, phase=Phase.PAUSED), Paused(t=t, why=why("cues.paused_detail"))]
            case Pressed(key=Key.RESUME | Key.UNMONITORED, t=t) if self.paused:
                self.paused = False
                said += [GoesOn(t=t, why=why("cues.prepare_detail")), *self._begin(self.place, t)]
            case Pressed(key=Key.SKIP, t=t) if self.part.step is not None:
                said += self._next(t)
            case Rated(tension=tension, t=t):
                self.rated.append(tension)
                said += self._next(t)
            case SourceEnded(t=t):
                said += self._finish(t, Outcome.ENDED_EARLY, None, why("cues.finished_detail"), EndCause.SOURCE_ENDED)
            case _:
                pass
        return tuple(said)

    def stop(self, t: float, rule: Rule | None, reason: Why, cause: EndCause = EndCause.PERSON) -> list[Decision]:
        outcome = Outcome.STOPPED if rule else Outcome.ENDED_EARLY
        return [Stopped(t=t, rule=rule, why=reason), *self._finish(t, outcome, rule, reason, cause)]

    def _finish(self, t: float, outcome: Outcome, rule: Rule | None, reason: Why, cause: EndCause) -> list[Decision]:
        self.ended = outcome
        return [
            PhaseBegan(t=t, phase=Phase.STOPPED if outcome is Outcome.STOPPED else Phase.FINISHED),
            Finished(
                t=t,
                outcome=outcome,
                rule=rule,
                groups_done=self.part.step or (3 if outcome is Outcome.COMPLETED else 0),
                groups_planned=3,
                settle_pauses=1,
                tension_before=self.rated[0] if self.rated else None,
                tension_after=self.rated[1] if len(self.rated) > 1 else None,
                why=reason,
                cause=cause,
            ),
        ]

    def _next(self, t: float) -> list[Decision]:
        said: list[Decision] = []
        if self.part.phase is Phase.BASELINE:
            self.baseline = BaselineTaken(t=t, hr_bpm=67.0, rmssd_ms=self.rmssd, coverage=0.98)
            said.append(BaselineSet(t=t, hr_bpm=67.0, rmssd_ms=41.2))
        if self.place + 1 == len(self.script):
            return said + self._finish(t, Outcome.COMPLETED, None, why("cues.finished_detail"), EndCause.COMPLETED)
        return said + self._begin(self.place + 1, t)

    def _begin(self, place: int, t: float) -> list[Decision]:
        self.place, self.began = place, t
        part = self.part
        self.until = None if part.seconds is None else t + part.seconds
        name = GROUPS[part.step].id if part.step is not None else None
        said: list[Decision] = [PhaseBegan(t=t, phase=part.phase, until=self.until, step=part.step, group=name)]
        if part.phase is Phase.SETTLE:
            self.last_why = why("cues.settle_detail")
            said.append(Adapted(t=t, what="rest_s", before=20.0, after=50.0, why=self.last_why))
        if part.phase in _CUES:
            hold_s = part.seconds if part.phase is Phase.TENSE else None
            said.append(CueGiven(t=t, action=_CUES[part.phase], group=name, hold_s=hold_s, effort=Effort.MILD))
        if self._pace() is not None:
            said.append(BreathPaced(t=t, breaths_per_min=PACE.breaths_per_min))
        return said

    def _pace(self) -> Pace | None:
        return PACE if self.part.phase in (Phase.REST, Phase.SETTLE) and not self.paused else None

    def view(self, t: float) -> SessionView:
        part = self.part
        phase = Phase.PAUSED if self.paused else part.phase
        if self.ended is not None:
            phase = Phase.STOPPED if self.ended is Outcome.STOPPED else Phase.FINISHED
        following = None if part.step is None or part.step + 1 == len(GROUPS) else GROUPS[part.step + 1]
        return SessionView(
            t=t,
            phase=phase,
            began=self.began,
            until=self.until,
            step=part.step,
            steps=len(GROUPS),
            group=GROUPS[part.step] if part.step is not None else None,
            next_group=following,
            pace=self._pace(),
            pace_began=self.began,
            last_why=self.last_why,
            link_up=self.link_up,
            vitals=self.vitals(t),
            may_go_unmonitored=self.lost_for_long and phase is Phase.PAUSED,
            unmonitored=self.strapless or (self.lost_for_long and phase is not Phase.PAUSED),
            effort=None if part.step is None else Effort.MILD,
            words={Phase.BASELINE: BEGIN, Phase.CLOSING: END}.get(phase),
        )

    def vitals(self, t: float) -> Vitals:
        return Vitals(
            t=t,
            hr_bpm=None if self.strapless else self.hr_bpm,
            variability=Variability(window_s=60.0, t=t, n=60, coverage=0.98, rmssd_ms=self.rmssd),
            quality=Quality(t=t, grade=self.grade, artefact_share=0.012, coverage=0.99, why=why("tui.grade_good")),
            spectrum=Spectrum(t=t),
            baseline=self.baseline,
            shift=self.shift,
            warnings=(),
            beats=() if self.strapless else heart(t, odd=self.odd),
            ecg=None if self.ecg is None else self.ecg(t),
        )


class WatchGuide(FakeGuide):
    """Only watches."""

    def __init__(self) -> None:
        super().__init__((Part(Phase.WAITING, None),))
        self.baseline = BaselineTaken(t=0.0, hr_bpm=67.0, rmssd_ms=self.rmssd, coverage=0.98)

    def vitals(self, t: float) -> Vitals:
        return with_slow_indices(super().vitals(t))


class FakeRunner(TurnedSound, NamedSource, SessionRunner):
    """Runs a guide on a clock that stands until `advance`."""

    def __init__(self, guide: FakeGuide | None = None, *, watch: bool = False, speed: float = 0.0) -> None:
        self.guide = guide or (WatchGuide() if watch else FakeGuide())
        self.watch = watch
        self.now = 0.0
        self.pressed: list[Key] = []
        self.reported: list[Symptom] = []
        self.let_go_aloud = 0
        self.notes: list[str] = []
        self.not_kept: tuple[Why, ...] = ()
        self.hidden = False
        self.dial: SpeedDial | None = None
        self.closed = 0
        self.deaf = False  # True: keys do nothing, as if the session's loop hung
        self.fault: BiofeedbackError | None = None
        self.full_disk: BiofeedbackError | None = None
        self._listener: Sink | None = None
        self._over = asyncio.Event()

    @property
    def protocol(self) -> TrainingProtocol | None:
        return None if self.watch else PROTOCOL

    @property
    def protocol_title(self) -> Words | None:
        return None if self.watch else TITLE

    def group_name(self, group: str) -> Words | None:
        return Words("Feet", "双脚") if group == "feet" else None

    @property
    def number(self) -> int | None:
        return None if self.not_kept else 1

    @property
    def unkept(self) -> tuple[Why, ...]:
        return self.not_kept

    @property
    def speed(self) -> SpeedDial | None:
        return self.dial

    @property
    def hides_numbers(self) -> bool:
        return self.hidden

    def start(self, listener: Sink) -> None:
        self._listener = listener
        self.feed(Tick(t=self.now))

    def feed(self, event: Event) -> None:
        self.say(event, *self.guide.step(event))

    def say(self, event: Event, *decisions: Decision) -> None:
        assert self._listener is not None
        self._listener.on_step(event, decisions)
        if self.guide.over:
            self._over.set()

    def advance(self, seconds: float) -> None:
        self.now += seconds
        self.feed(Tick(t=self.now))

    def warn_and_stop(self, rule: Rule) -> None:
        self.say(Tick(t=self.now), *self.guide.stop(self.now, rule, why(f"tui.pattern_{rule.value}")))

    def press(self, key: Key) -> None:
        self.pressed.append(key)
        if not self.deaf:
            self.feed(Pressed(t=self.now, key=key))

    def report(self, symptom: Symptom) -> None:
        self.reported.append(symptom)
        if not self.deaf:
            self.feed(Reported(t=self.now, symptom=symptom))

    def mark(self, number: int, words: str = "") -> None:
        self.feed(Marked(t=self.now, number=number, words=words))

    def let_go(self) -> None:
        self.let_go_aloud += 1

    def rate(self, tension: int | None) -> None:
        self.feed(Rated(t=self.now, tension=tension))

    def view(self) -> SessionView:
        return self.guide.view(self.now)

    def fail(self, problem: BiofeedbackError) -> None:
        self.fault = problem
        self._over.set()

    def source_says(self) -> tuple[SourceNews, ...]:
        return ()

    def end(self) -> None:
        """The source is over, or failed."""
        self._over.set()

    def keep_note(self, text: str) -> None:
        self.notes.append(text)

    def write_page(self, lang: str) -> str:
        if self.full_disk is not None:
            raise self.full_disk
        return f"session-now-{lang}.html"

    async def wait(self) -> None:
        await self._over.wait()
        if self.fault is not None:
            raise self.fault

    async def close(self) -> None:
        self.closed += 1
        self._over.set()
        if self.full_disk is not None:
            raise self.full_disk


class StillClock:
    """The wall clock of the screens, moved by hand."""

    def __init__(self) -> None:
        self.t = 0.0

    def now(self) -> float:
        return self.t

    async def sleep_until(self, t: float) -> None:
        self.t = max(self.t, t)
