"""From what was decided to what is heard: one exhaustive table, and the little that has to be remembered for it.

A decision that nobody has to act on or to know of with closed eyes is left to the screen; the table says which.
"""

from __future__ import annotations

from typing import assert_never

from biofeedback.cues.lines import group_line, own_line, reason_line, says_signal, text_line
from biofeedback.cues.merging import cue_of
from biofeedback.cues.words import Breath, Heard, Line, Part, Tone
from biofeedback.decisions import (
    Action,
    Adapted,
    Advised,
    BaselineSet,
    BreathPaced,
    CueGiven,
    Decision,
    Finished,
    GoesOn,
    Monitoring,
    Offered,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    ResonanceFound,
    Responded,
    Settling,
    ShiftTold,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.findings import Severity
from biofeedback.texts import Texts
from biofeedback.why import Why
from protocols.groups import common
from protocols.training import Effort, Ending, Kind, MuscleGroup, TrainingProtocol

AFTER_RELEASE_S = 2.5
"""Silence between the words of a release and those of the rest: for the muscles to be felt as they loosen. Seconds."""

RESTED_BREATHS = 3
"""Breathing tones of a rest after a tension end after so many breaths: the rest of it is silence. Breaths."""

SOFTEST = 0.3
"""How loud the last words before sleep are, against the first: 10 dB softer, still heard in a quiet room. Share."""

SAID_CHANGES = frozenset({"times", "words", "lead_in_s", "hold_s"})
"""Changes of the plan that whoever has closed eyes would stumble over; the others are felt, or not at all."""


class Cueing:
    """Turns the decisions of a session into what is heard. `protocol` lends its words.

    `few`: of a muscle group that is tensed, its name instead of them; where nothing is tensed, the words are all.
    """

    def __init__(self, protocol: TrainingProtocol, lang: str, *, few: bool = False) -> None:
        self._protocol = protocol
        self._texts = Texts(lang)
        self._few = few
        self._phase: Phase | None = None
        self._place: int | None = None
        self._brief = False
        self._tensing = False
        self._lost = False  # the pause that is on is for something that is missing
        self._pace: BreathPaced | None = None
        self._breath_said = False

    def on(self, decisions: tuple[Decision, ...]) -> Heard:
        """What is to be heard after these, which were decided in one step."""
        parts: list[Part] = []
        until: float | None = None
        hold_s: float | None = None
        breath: Breath | None = None
        for decision in decisions:
            match decision:
                case PhaseBegan():
                    until = None if decision.until is None else decision.until - decision.t
                case CueGiven(action=Action.TENSE):
                    hold_s = decision.hold_s
                case BreathPaced():
                    breath = self._breathing(decision)
                case _:
                    pass
            said = self.parts(decision)
            parts = said if isinstance(decision, Stopped) else [*parts, *said]
            if isinstance(decision, PhaseBegan) and decision.phase is Phase.SETTLE:
                breath = breath or self._settle_breath(decision.t)
            if isinstance(decision, Stopped):
                break
        cue = cue_of(parts, until, hold_s, follows=any(map(_is_calm, decisions)))
        return Heard(cue=cue, breath=breath, gain=self._gain(decisions))

    def _gain(self, decisions: tuple[Decision, ...]) -> float | None:
        """Before sleep, softer from group to group; what must be heard is as loud as ever."""
        if self._protocol.ending is not Ending.SILENT:
            return None
        if any(isinstance(each, Stopped | Paused | Offered | Advised) for each in decisions):
            return 1.0
        began = next((each for each in decisions if isinstance(each, PhaseBegan)), None)
        if began is None:
            return None
        done = 1.0 if began.phase is Phase.CLOSING else (self._place or 0) / max(1, len(self._protocol.steps))
        return 1.0 - (1.0 - SOFTEST) * done

    def parts(self, decision: Decision) -> list[Part]:
        """The tone and the lines of one decision; none: it is left to the screen."""
        match decision:
            case PhaseBegan():
                return self._began(decision)
            case CueGiven():
                return self._cue(decision)
            case Paused():
                return self._paused(decision)
            case GoesOn():
                tone = Tone.STRAP_FOUND if self._lost else Tone.GO_ON
                self._lost = False
                return [Part(tone=tone), *_lines(self._reason(decision.why), optional=True)]
            case Offered():
                return _toned(Tone.NOTICE, self._text("spoken.offered"))
            case Monitoring(on=True):
                return _toned(Tone.STRAP_FOUND, self._reason(decision.why))
            case Advised():
                return _toned(Tone.NOTICE, self._reason(decision.why))
            case Warned(severity=Severity.CAUTION) if self._lost and says_signal(decision.why):
                return []  # that nothing is heard of the strap was just said
            case Warned(severity=Severity.CAUTION):
                return _toned(Tone.NOTICE, self._reason(decision.why) or self._text("spoken.on_screen"))
            case Adapted(carried_out=True, what=what) if what in SAID_CHANGES:
                return _lines(self._reason(decision.why), optional=True)
            case Stopped():
                return self._stopped(decision)
            case Finished():
                return self._finished(decision)
            case BreathPaced():
                return []  # its tones are no cue: they go on beneath
            case Settling():
                return []  # the cue to settle says it; its end is what comes next
            case Monitoring() | Adapted() | Warned() | WarningOver() | BaselineSet():
                return []  # left to the screen
            case ShiftTold() | Responded() | ResonanceFound():
                return []  # numbers and observations, to be read afterwards
            case _:
                assert_never(decision)

    def _began(self, began: PhaseBegan) -> list[Part]:
        before, self._phase = self._phase, began.phase
        self._place = self._place if began.step is None else began.step
        match began.phase:
            case Phase.ASK_BEFORE | Phase.WAITING:
                waits = began.phase is Phase.WAITING and began.until is None  # without a strap it ends at once
                waiting = [Part(line=self._text("cues.waiting_detail"))] if waits else []
                return [*self._prepared(), *waiting] if before is None else [Part(tone=Tone.NOTICE), *waiting]
            case Phase.REST:
                return self._rest(began)
            case Phase.FINISHED if before is Phase.CLOSING and self._protocol.ending is not Ending.SILENT:
                return _toned(Tone.NOTICE, own_line(self._protocol, "reflection", self._texts.lang))
            case _:
                return []

    def _prepared(self) -> list[Part]:
        return _toned(Tone.NOTICE, Line("common.preparation", common()["preparation"].say(self._texts.lang)))

    def _rest(self, began: PhaseBegan) -> list[Part]:
        """How the rest is led, and once how breath goes with the tones."""
        group = self._group(began.group)
        said: list[Part] = []
        if group is not None and not self._brief:
            line = self._group_line(group, "rest")
            said = [] if line is None else [Part(tone=Tone.REST, line=line, after_s=AFTER_RELEASE_S)]
        if self._protocol.breath_cue and not self._breath_said:
            self._breath_said = True
            said.append(Part(line=self._text("spoken.breath"), optional=True, after_s=1.0))
        return said

    def _cue(self, cue: CueGiven) -> list[Part]:
        brief = cue.brief or (self._few and self._tenses_here())
        group = self._group(cue.group)
        match cue.action:
            case Action.SIT_QUIETLY:
                return _toned(Tone.NOTICE, self._own("baseline_words"))
            case Action.PREPARE:
                self._brief = brief
                role, general = "name" if brief else "notice", self._text("plain.cue_prepare")
                return _toned(Tone.NOTICE, self._group_line(group, role) if group else general)
            case Action.TENSE:
                self._tensing = True
                words = self._group_line(group, "tense") if group else self._text("plain.cue_tense")
                return [*_toned(Tone.TENSE, words), *self._effort(cue.effort)]
            case Action.RELEASE:
                return self._release(group, brief=brief)
            case Action.REST:
                return _toned(Tone.REST, self._group_line(group, "rest") if group else self._text("plain.cue_rest"))
            case Action.SETTLE:
                return _toned(Tone.SETTLE, self._own("settle_words"))
            case Action.CLOSE:
                return _toned(Tone.REST, self._own("closing"))
            case Action.RATE:
                asked = self._phase is Phase.ASK_AFTER
                return _toned(Tone.NOTICE, self._own("reflection") if asked else self._text("spoken.rate_before"))
            case Action.CHECK_STRAP:
                return _lines(self._text("plain.cue_check_strap"))
            case Action.END:
                return _toned(Tone.END, self._text("plain.cue_end"))
            case _:
                assert_never(cue.action)

    def _release(self, group: MuscleGroup | None, *, brief: bool) -> list[Part]:
        """Of a tension the tone always; where nothing was tensed, only what there is to say."""
        was_tensed, self._tensing = self._tensing, False
        words = self._text("plain.cue_release") if group is None else self._group_line(group, "release")
        if brief and words is not None:
            words = self._text("cues.let_go")
        return _toned(Tone.RELEASE, words) if was_tensed or words is not None else []

    def _effort(self, effort: Effort | None) -> list[Part]:
        if effort is None or effort is Effort.NONE:
            return []
        return _lines(self._text(f"spoken.effort_{effort.value}"), optional=True)

    def _paused(self, paused: Paused) -> list[Part]:
        self._lost = paused.missing is not None
        tone = Tone.STRAP_LOST if self._lost else Tone.PAUSE
        if paused.why.code == "coach.person_paused":
            return _toned(tone, self._text("spoken.paused_by_you"))
        reason = self._reason(paused.why) or self._text("spoken.on_screen")
        return [*_toned(tone, self._text("spoken.paused")), *_lines(reason)]

    def _stopped(self, stopped: Stopped) -> list[Part]:
        self._tensing = False
        if stopped.why.code == "coach.person_stopped":
            return _toned(Tone.STOP, self._text("spoken.stopped_by_you"))
        reason = self._reason(stopped.why) or self._text("spoken.on_screen")
        return [*_toned(Tone.STOP, self._text("spoken.stopped")), *_lines(reason)]

    def _finished(self, finished: Finished) -> list[Part]:
        """Why it ended before its time, if it did; not to whoever falls asleep."""
        if finished.outcome is Outcome.COMPLETED or self._protocol.ending is Ending.SILENT:
            return []
        return _lines(self._reason(finished.why))

    def _breathing(self, paced: BreathPaced) -> Breath:
        self._pace = None if paced.breaths_per_min is None else paced
        led = self._phase is Phase.REST and self._protocol.kind is not Kind.BREATHING
        return Breath(
            breaths_per_min=paced.breaths_per_min,
            inhale_share=paced.inhale_share,
            breaths=RESTED_BREATHS if led else None,
        )

    def _settle_breath(self, t: float) -> Breath | None:
        """A settle pause is spent with the breath: tones that had ended in the rest come back, in step."""
        if self._pace is None:
            return None
        return Breath(
            breaths_per_min=self._pace.breaths_per_min,
            inhale_share=self._pace.inhale_share,
            since_s=t - self._pace.t,
        )

    def _group(self, group: str | None) -> MuscleGroup | None:
        """The group in the words of the place that is being practised; told of elsewhere, as it first comes."""
        steps = self._protocol.steps
        here = steps[self._place : self._place + 1] if self._place is not None else ()
        if group is None:
            return here[0].group if here else None
        return next((step.group for step in (*here, *steps) if step.group.id == group), None)

    def _tenses_here(self) -> bool:
        return self._place is not None and self._protocol.steps[self._place].hold_s > 0

    def _group_line(self, group: MuscleGroup, role: str) -> Line | None:
        return group_line(group, role, self._protocol, self._texts.lang)

    def _own(self, role: str) -> Line:
        return own_line(self._protocol, role, self._texts.lang)

    def _text(self, code: str) -> Line:
        return text_line(code, self._texts)

    def _reason(self, reason: Why) -> Line | None:
        return reason_line(reason, self._texts)


def _is_calm(decision: Decision) -> bool:
    """Whether its words may wait for those that are on: the preparation, as a strap may be heard soon."""
    return isinstance(decision, CueGiven) and decision.action is Action.SIT_QUIETLY


def _toned(tone: Tone, line: Line | None) -> list[Part]:
    return [Part(tone=tone, line=line)]


def _lines(line: Line | None, *, optional: bool = False) -> list[Part]:
    return [] if line is None else [Part(line=line, optional=optional)]
