"""The session as plain lines: for screen readers, closed eyes, pipes and logs. One line a decision, no cursor moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

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
from biofeedback.events import Event, Marked
from biofeedback.plain.vitals import vitals_line
from biofeedback.response_words import resonance_words, response_words
from biofeedback.review.marks import Mark
from biofeedback.review.told import mark_said
from biofeedback.texts import Texts
from biofeedback.view import SessionView
from biofeedback.why import Why
from protocols.groups import common
from protocols.training import Ending, MuscleGroup, TrainingProtocol, Words, unit_of

VITALS_EVERY_S = 30.0
"""Between two lines about the heart: often enough to follow, seldom enough to keep one's eyes closed. Seconds."""

_CHANGES = frozenset({"rest_s", "hold_s", "lead_in_s", "breaths_per_min", "times", "words"})
"""Changes of the plan that have words of their own."""

NO_GROUP = frozenset({Action.PREPARE, Action.TENSE, Action.RELEASE, Action.REST})
"""Cues that need other words without a group."""


class PlainLines:
    """A `Sink` that writes. `write` gets one line at a time, without a line end.

    `protocol` lends its words for the muscle groups; `view` (seconds of the session -> view) is asked for the line
    about the heart, and there is none without it. `numbers` False: nothing about the heart is told in numbers.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        texts: Texts,
        *,
        protocol: TrainingProtocol | None = None,
        view: Callable[[float], SessionView] | None = None,
        numbers: bool = True,
    ) -> None:
        self._write = write
        self._texts = texts
        self._protocol = protocol
        self._phase: Phase | None = None
        self._place: int | None = None  # in the protocol: the same group may have other words at another place
        self._few_words = False  # the last cue was brief
        self._numbers = numbers
        self._view = view if numbers else None
        self._vitals_at: float | None = None
        self._nothing_said = ""
        self._pace_said: float | None = None
        self._brief = False
        self._over = False

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Write what was decided, and now and then how the heart is."""
        ended = any(isinstance(each, Paused | Stopped | Finished) for each in decisions)
        acted = [each.why for each in decisions if isinstance(each, Paused | Stopped)]
        if isinstance(event, Marked):
            mark = Mark(t=event.t, number=event.number, words=event.words)
            self._write(stamped(event.t, mark_said(mark, self._texts)))
        for decision in decisions:
            if ended and isinstance(decision, Settling) and not decision.begun:
                continue  # it was cut short: the line of what did so says why, and nobody has settled
            if isinstance(decision, Warned) and decision.why in acted:
                continue  # the line of what is done about it says the same
            said = self._said(decision)
            if said:
                self._write(stamped(decision.t, said.rstrip()))
            self._over = self._over or isinstance(decision, Finished)
        self._tell_vitals(event.t)

    def _tell_vitals(self, t: float) -> None:
        if self._view is None or self._over:
            return
        if self._vitals_at is None:
            self._vitals_at = t  # nothing is known at the very beginning
        if t - self._vitals_at >= VITALS_EVERY_S:
            self._vitals_at = t
            self._tell_view(t, self._view(t))

    def _tell_view(self, t: float, view: SessionView) -> None:
        """The line about the heart; that there is nothing to tell is told once."""
        line = vitals_line(view, self._texts)
        if line != self._nothing_said:
            self._write(stamped(t, line))
        nothing = not view.link_up or view.vitals.hr_bpm is None
        self._nothing_said = line if nothing else ""

    def _said(self, decision: Decision) -> str:
        say, why = self._texts.say, self._reason
        match decision:
            case PhaseBegan():
                return self._began(decision)
            case CueGiven():
                return self._cue(decision)
            case BreathPaced():
                return self._breath(decision)
            case Adapted():
                return self._adapted(decision)
            case Settling(begun=True):
                return say("plain.settling", why=why(decision.why))
            case Settling():
                return why(decision.why)  # that it helped, or that it did not
            case Paused():
                return say("plain.held", why=why(decision.why))
            case GoesOn():
                return say("plain.goes_on", why=why(decision.why))
            case Offered():
                return say("plain.offered", why=why(decision.why))
            case Monitoring(on=True):
                return why(decision.why)
            case Monitoring():
                return ""  # the reason of going on says it
            case Advised():
                return why(decision.why)
            case Warned():
                return say(f"plain.warned_{decision.severity.value}", why=why(decision.why))
            case WarningOver():
                return say("plain.warning_over")
            case BaselineSet():
                return self._baseline(decision)
            case ShiftTold():
                found = "found" if decision.found else "lost"
                return say(f"plain.shift_{found}_{decision.direction.value}", why=why(decision.why))
            case Responded(group=group):
                named = None if group is None else self._group(group)
                name = None if named is None else named.name
                return response_words(decision, name, self._texts, numbers=self._numbers)
            case ResonanceFound():
                return resonance_words(decision, self._texts, numbers=self._numbers)
            case Stopped():
                return say("plain.stopped", why=why(decision.why))
            case Finished():
                return self._finished(decision)
            case _:
                assert_never(decision)

    def _began(self, began: PhaseBegan) -> str:
        """What a phase itself brings to say; what is to be done in it, its cue says."""
        before, self._phase = self._phase, began.phase
        if began.step is not None:
            self._place = began.step
        match began.phase:
            case Phase.ASK_BEFORE | Phase.WAITING:
                return self._beginning(began, first=before is None)
            case Phase.REST if began.group is not None and not self._few_words:
                group = self._group(began.group)
                return "" if group is None else group.rest.say(self._texts.lang)
            case Phase.FINISHED if before is Phase.CLOSING and self._protocol is not None:
                silent = self._protocol.ending is Ending.SILENT
                return "" if silent else self._protocol.reflection.say(self._texts.lang)
            case _:
                return ""

    def _beginning(self, began: PhaseBegan, *, first: bool) -> str:
        """How to prepare: quiet later would be disturbed by it. Without a strap (it has an end) none is waited for."""
        parts = [self._texts.say("cues.waiting_detail")] if began.phase is Phase.WAITING and began.until is None else []
        if self._protocol is not None and first:
            parts.insert(0, common()["preparation"].say(self._texts.lang))
        return self._joined(parts)

    def _joined(self, sentences: list[str]) -> str:
        return ("" if self._texts.lang == "zh" else " ").join(sentences)

    def _group(self, group: str) -> MuscleGroup | None:
        """The group in the words of the place that is being practised; told of elsewhere, as it first comes."""
        steps = () if self._protocol is None else self._protocol.steps
        here = steps[self._place : self._place + 1] if self._place is not None else ()
        return next((step.group for step in (*here, *steps) if step.group.id == group), None)

    def _reason(self, reason: Why) -> str:
        """A reason in words; left out where it tells numbers of the heart to somebody who is better off without."""
        return self._texts.why(reason) if self._numbers or not reason.values else ""

    def _cue(self, cue: CueGiven) -> str:
        self._few_words = cue.brief
        group = None if cue.group is None else self._group(cue.group)
        if group is not None and cue.action in NO_GROUP:
            return self._group_cue(cue, group)
        general = self._texts.say(f"plain.cue_{cue.action.value}")
        own = self._own_words(cue.action)
        if own is None:
            return general
        if cue.action is Action.RATE and own != common()["reflection"]:  # which asks for the number itself
            return self._joined([own.say(self._texts.lang), general])
        return own.say(self._texts.lang)

    def _own_words(self, action: Action) -> Words | None:
        """What the protocol says itself: how to sit or lie, how to wait, how to get up, what to look back on."""
        protocol = self._protocol
        if protocol is None or (action is Action.RATE and self._phase is not Phase.ASK_AFTER):
            return None
        return {
            Action.SIT_QUIETLY: protocol.baseline_words,
            Action.SETTLE: protocol.settle_words,
            Action.CLOSE: protocol.closing,
            Action.RATE: protocol.reflection,
        }.get(action)

    def _group_cue(self, cue: CueGiven, group: MuscleGroup) -> str:
        if cue.brief:
            return self._brief_cue(cue, group)
        words = {
            Action.PREPARE: group.notice,
            Action.TENSE: group.tense,
            Action.RELEASE: group.release,
            Action.REST: group.rest,
        }[cue.action].say(self._texts.lang)
        if cue.action is Action.PREPARE:
            return self._texts.say("plain.group", group=group.name.say(self._texts.lang), words=words)
        if cue.action is Action.TENSE and cue.hold_s is not None:
            how = "" if cue.effort is None else self._texts.say(f"protocols.effort_{cue.effort.value}")
            return self._texts.say("plain.hold", words=words, how=how, seconds=round(cue.hold_s))
        return words

    def _brief_cue(self, cue: CueGiven, group: MuscleGroup) -> str:
        """The group's name, or one short word. How to tense is never cut short: that is said in full."""
        letting_go = cue.action is Action.RELEASE
        word = self._texts.say("cues.let_go") if letting_go else group.name.say(self._texts.lang)
        return word + self._texts.say("plain.end")

    def _adapted(self, adapted: Adapted) -> str:
        """What was changed, in words; what few words change at every group is said once, with them."""
        if adapted.what == "words":
            self._brief = adapted.carried_out and adapted.after == 0
        elif self._brief and adapted.what == "rest_s":
            return ""
        code = adapted.what if adapted.what in _CHANGES else "plan"
        how = "adapted" if adapted.carried_out else "proposed"
        why = self._reason(adapted.why)
        return self._texts.say(f"plain.{how}_{code}", before=adapted.before, after=adapted.after, why=why)

    def _breath(self, paced: BreathPaced) -> str:
        rate = paced.breaths_per_min
        if rate is None or rate == self._pace_said:
            return ""  # the same breath after every muscle group needs no words
        self._pace_said = rate
        inhale_s = 60.0 / rate * paced.inhale_share
        return self._texts.say("plain.breath", inhale_s=round(inhale_s), exhale_s=round(60.0 / rate - inhale_s))

    def _baseline(self, baseline: BaselineSet) -> str:
        if not self._numbers and baseline.hr_bpm is not None:
            return self._texts.say("screening.baseline_hidden")
        if baseline.hr_bpm is None:
            return self._texts.say("plain.baseline_none")
        if baseline.rmssd_ms is None:
            return self._texts.say("plain.baseline_heart", hr_bpm=round(baseline.hr_bpm))
        return self._texts.say("plain.baseline", hr_bpm=round(baseline.hr_bpm), rmssd_ms=round(baseline.rmssd_ms))

    def _finished(self, finished: Finished) -> str:
        say = self._texts.say
        parts = [say(f"plain.finished_{finished.outcome.value}")]
        if finished.groups_planned:
            unit = unit_of(self._protocol).value
            parts.append(say(f"plain.{unit}", done=finished.groups_done, planned=finished.groups_planned))
        parts.append(say("plain.pauses", pauses=finished.settle_pauses))
        if finished.tension_before is not None and finished.tension_after is not None:
            parts.append(say("plain.tension", before=finished.tension_before, after=finished.tension_after))
        return say("plain.joint").join(parts) + say("plain.end")


def stamped(t: float, line: str) -> str:
    """A line with its time in the session."""
    return f"{int(t) // 60:02d}:{int(t) % 60:02d}  {line}"
