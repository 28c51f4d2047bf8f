"""A session as lines of the contract: `simulate --json`, and a stored session shown or replayed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from biofeedback.cli import terminal
from biofeedback.decisions import (
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
    PhaseBegan,
    ResonanceFound,
    Responded,
    Settling,
    ShiftTold,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.events import Event
from biofeedback.findings import Estimate
from biofeedback.review.summary import Summing
from biofeedback.texts import Texts
from biofeedback.view import HeartFigures

Write = Callable[[dict[str, Any]], None]
HeartAt = Callable[[float], HeartFigures]

SCHEMA = "biofeedback.session/1"
"""The name and version of this contract, for programs that read it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a session was made from, for its summary."""

    protocol: str
    source: str
    seed: int


class SessionLines:
    """A listener that turns decisions into lines, and knows the summary when all is said.

    `heart`: the heart at a moment, for the lines of phases; None: it is not known here, and they say nothing of it.
    """

    def __init__(self, origin: Origin, write: Write | None = None, heart: HeartAt | None = None) -> None:
        self._origin = origin
        self._write = write
        self._heart = heart
        self._texts = Texts("en")
        self._summing = Summing()
        self.last_t = 0.0

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """One line a decision."""
        self.last_t = event.t
        for decision in decisions:
            self._summing.add(decision)
            if self._write is None or isinstance(decision, Finished):
                continue
            self._write(line(decision, self._texts) | self._heart_figures(decision))

    def _heart_figures(self, decision: Decision) -> dict[str, Any]:
        if self._heart is None or not isinstance(decision, PhaseBegan):
            return {}
        heart = self._heart(decision.t)
        return {"hr_bpm": _n(heart.hr_bpm), "rmssd_ms": _n(heart.rmssd_ms)}

    def summary(self) -> dict[str, Any]:
        """The last line of the contract."""
        summary = self._summing.summary(self.last_t)
        return {
            "type": "summary",
            "schema": SCHEMA,
            "outcome": summary.outcome.value,
            "rule": None if summary.rule is None else summary.rule.value,
            "why": None if summary.why is None else self._texts.why(summary.why),
            "duration_s": summary.duration_s,
            "groups_done": summary.groups_done,
            "groups_planned": summary.groups_planned,
            "settle_pauses": summary.settle_pauses,
            "tension_before": summary.tension_before,
            "tension_after": summary.tension_after,
            "protocol": self._origin.protocol,
            "source": self._origin.source,
            "seed": self._origin.seed,
            "decisions_sha256": summary.decisions_sha256,
        }


def give_line(table: dict[str, Any]) -> None:
    """One JSON line, the same bytes for the same values on every machine."""
    terminal.give(_json(table))


def give_line_live(table: dict[str, Any]) -> None:
    """The same of what happens now. Raises OutputGone where nobody reads any more."""
    terminal.give_live(_json(table))


def _json(table: dict[str, Any]) -> str:
    return json.dumps(table, allow_nan=False, ensure_ascii=False)


def _s(seconds: float) -> float:
    return round(seconds, 3)


def _n(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits)


def line(decision: Decision, texts: Texts) -> dict[str, Any]:
    """The contract's object for one decision."""
    head: dict[str, Any] = {"t_s": _s(decision.t)}
    match decision:
        case PhaseBegan(phase=phase, until=until, step=step, group=group):
            length = None if until is None else _s(until - decision.t)
            return head | {"type": "phase", "phase": phase.value, "step": step, "group": group, "planned_s": length}
        case CueGiven():
            return head | _cue(decision)
        case BreathPaced(breaths_per_min=rate, inhale_share=share):
            return head | {"type": "breath", "breaths_per_min": rate, "inhale_share": share}
        case Adapted(what=what, before=before, after=after, why=why, carried_out=carried_out):
            change = {"what": what, "from": _n(before), "to": _n(after), "why": texts.why(why)}
            return head | {"type": "adapt", **change, "carried_out": carried_out}
        case Settling(begun=begun, why=why):
            return head | {"type": "settle", "state": "begin" if begun else "end", "why": texts.why(why)}
        case Paused(why=why):
            return head | {"type": "pause", "state": "begin", "why": texts.why(why)}
        case GoesOn(why=why):
            return head | {"type": "pause", "state": "end", "why": texts.why(why)}
        case Offered(why=why):
            return head | {"type": "offer", "what": "unmonitored", "why": texts.why(why)}
        case Monitoring(on=on, why=why):
            return head | {"type": "monitoring", "state": "on" if on else "off", "why": texts.why(why)}
        case Advised(why=why):
            return head | {"type": "advice", "why": texts.why(why)}
        case Warned(rule=rule, severity=severity, start_s=start, why=why):
            seen = {"rule": rule.value, "severity": severity.value, "start_s": _s(start), "why": texts.why(why)}
            return head | {"type": "warning", **seen}
        case WarningOver(rule=rule):
            return head | {"type": "warning_over", "rule": rule.value}
        case BaselineSet(hr_bpm=rate, rmssd_ms=rmssd):
            return head | {"type": "baseline", "hr_bpm": _n(rate), "rmssd_ms": _n(rmssd)}
        case ShiftTold(direction=direction, found=found, strength=strength, why=why):
            state = "begin" if found else "end"
            shift = {"direction": direction.value, "state": state, "strength": _n(strength, 3), "why": texts.why(why)}
            return head | {"type": "shift", **shift}
        case Responded():
            return head | _response(decision, texts)
        case ResonanceFound(breaths_per_min=rate, why=why):
            return head | {"type": "resonance", "breaths_per_min": _bounds(rate), "why": texts.why(why)}
        case Stopped(rule=rule, why=why):
            return head | {"type": "stop", "rule": None if rule is None else rule.value, "why": texts.why(why)}
        case Finished(outcome=outcome, why=why):
            return head | {"type": "end", "outcome": outcome.value, "why": texts.why(why)}
        case _:
            assert_never(decision)


def _response(response: Responded, texts: Texts) -> dict[str, Any]:
    table: dict[str, Any] = {"type": "response", "group": response.group, "repeats": response.repeats}
    numbers = (("rise_bpm", response.rise_bpm), ("fall_bpm", response.fall_bpm), ("rmssd_gain", response.rmssd_gain))
    for name, each in numbers:
        table[name] = _bounds(each)
    return table | {"why": texts.why(response.why)}


def _bounds(each: Estimate | None) -> dict[str, float] | None:
    return (
        None
        if each is None
        else {"value": round(each.value, 3), "low": round(each.low, 3), "high": round(each.high, 3)}
    )


def _cue(cue: CueGiven) -> dict[str, Any]:
    table: dict[str, Any] = {"type": "cue", "action": cue.action.value}
    if cue.group is not None:
        table["group"] = cue.group
    if cue.hold_s is not None and cue.effort is not None:
        table |= {"hold_s": cue.hold_s, "effort": cue.effort.value}
    if cue.brief:
        table["brief"] = True
    return table
