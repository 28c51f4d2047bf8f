"""Mutants that no input can tell from the program, each with its reason: reported apart, and counted for nothing.

Each entry excuses one survivor, by the function it is in, its statement and what was changed there, all as the parser
reads them: layout and comments are free to change. A second one of the same words is not excused, and a slip that is
noticed after all counts as such.
"""

from __future__ import annotations

from dataclasses import dataclass

_SHORTCUT = "It only spares work: what it refuses, the slowest of the run refuses a few lines on."
_SLOWEST = "Whether the newest of the eight is slow only spares work: the slowest of them is asked a few lines on."
_WITHIN = "Thirteen fast beats would be the level themselves: no longer run is ever asked about."
_ORDER = "Only their order counts."
_FALSY = "None and False are the same to its only caller, which asks only whether."
_AT_FIRST = "The first beat of all, before which no time was known, sets it anew."
_HAS_STEPS = "More than four beats without lost time have had their steps."
_NO_LOWER = (
    "From a step of 0.04 on, four steps below the level are at 0.84 or lower, and the greater of the two counts."
)
_LATE_ENOUGH = "What comes late, or after a beat that was so early that it counts alone, is longer by a tenth anyway."
_LEVEL_KNOWN = "The first interval of all is judged before anything is refused or learnt, and so sets a level."
_NOTHING = "The penalty is 0: with it or without it is the same."
_BORDER = "At the border itself both sides are the same number."
_NO_CASE = "There is no other case: the checkers of types see to it."
_SET_AT_ONCE = "It is set from the prior two lines on, before anybody reads it."


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A mutant by its place and its change, and why nothing can tell it apart. `scope` is "" at the top of a module."""

    target: str
    scope: str
    statement: str
    what: str
    reason: str


EQUIVALENT = (
    Equivalent(
        "biofeedback/coach/guard.py",
        "_link",
        "reason = why('coach.no_beats', seconds=round(at.t - (at.heart.last_beat_t or 0.0), 1))",
        "'at.heart.last_beat_t or 0.0' -> 'at.heart.last_beat_t'",
        "A due time there is only where there was a beat.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_run.py",
        "",
        "MOST_RUN_BEATS = KNOWN_BEATS - ONSET_BEATS",
        "'KNOWN_BEATS - ONSET_BEATS' -> 'KNOWN_BEATS + ONSET_BEATS'",
        _WITHIN,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_run.py",
        "_length",
        "while beats < MOST_RUN_BEATS and ms[-beats - 1] <= fast:",
        "'beats < MOST_RUN_BEATS and ms[-beats - 1] <= fast' -> 'ms[-beats - 1] <= fast'",
        _WITHIN,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_run.py",
        "_length",
        "while beats < MOST_RUN_BEATS and ms[-beats - 1] <= fast:",
        "'beats < MOST_RUN_BEATS' -> 'beats <= MOST_RUN_BEATS'",
        _WITHIN,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_run.py",
        "EctopicRun.judge",
        "if ms[-1] > LONGEST_RUN_MS or ms[-1] > EVEN_RUN_SHARE * rr.previous_level or rr.run < KNOWN_BEATS:",
        "'ms[-1] > LONGEST_RUN_MS or ms[-1] > EVEN_RUN_SHARE * rr.previous_level' -> 'ms[-1] > EVEN_RUN_SHARE * rr.previous_level or rr.run < KNOWN_BEATS'",  # noqa: E501
        _SHORTCUT,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_run.py",
        "EctopicRun.judge",
        "if ms[-1] > LONGEST_RUN_MS or ms[-1] > EVEN_RUN_SHARE * rr.previous_level or rr.run < KNOWN_BEATS:",
        "'ms[-1] > LONGEST_RUN_MS or ms[-1] > EVEN_RUN_SHARE * rr.previous_level' -> 'ms[-1] > LONGEST_RUN_MS or rr.run < KNOWN_BEATS'",  # noqa: E501
        _SHORTCUT,
    ),
    *(
        Equivalent(
            "biofeedback/signal/rhythm/ectopic_run.py", scope, "return False", "'return False' -> 'return None'", _FALSY
        )
        for scope in ("_out_of_steady", "_fell_by_degrees", "_fell_by_degrees")
    ),
    Equivalent(
        "biofeedback/signal/rhythm/fast_onset.py",
        "_jumped",
        "if rr.run < FAST_BEATS + BEATS_BEFORE or ms[-1] > LONGEST_FAST_MS or ms[-1] > FAST_SHARE * ms[-1 - FAST_BEATS]:",  # noqa: E501
        "'1' -> '2'",
        _SLOWEST,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/watch.py",
        "RhythmWatch.push",
        "continue",
        "'continue' -> 'pass'",
        "It only spares work: nothing is on, and nothing detected.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/watch.py",
        "RhythmWatch._say",
        "return self._by_rule[rule].update(t, detection, good=False)",
        "'False' -> 'True'",
        "A silence is as grave as anything its rule tells: good beats are not counted then.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/rr_buffer.py",
        "RrBuffer._implausible",
        "if ratio > 1.8 and abs(ratio - round(ratio)) < MULTIPLE_TOLERANCE * ratio:",
        "'ratio > 1.8' -> 'ratio >= 1.8'",
        "1.8 itself is not within seven per cent of two.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/rr_buffer.py",
        "RrBuffer._implausible",
        "return earlier < 0.8 and abs(earlier + ratio - 1) < 0.1",
        "'abs(earlier + ratio - 1) < 0.1' -> 'abs(earlier + ratio - 1) <= 0.1'",
        "A difference of two numbers near one is a multiple of 2 ** -53, and 0.1 is none.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "EarlyBeats.__init__",
        "self._shorts = 0",
        "'self._shorts = 0' -> 'pass'",
        _AT_FIRST,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "EarlyBeats.__init__",
        "self._shorts = 0",
        "'0' -> '1'",
        _AT_FIRST,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "EarlyBeats.__init__",
        "self._level = 0.0",
        "'self._level = 0.0' -> 'pass'",
        _AT_FIRST,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "EarlyBeats.__init__",
        "self._limit = EARLY_SHARE",
        "'self._limit = EARLY_SHARE' -> 'pass'",
        _AT_FIRST,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "",
        "STEADY_STEP = 0.04",
        "'0.04' -> '0.06'",
        _NO_LOWER,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "EarlyBeats._judge",
        "self._limit = steady if step < STEADY_STEP else EARLY_SHARE",
        "'steady if step < STEADY_STEP else EARLY_SHARE' -> 'steady'",
        _NO_LOWER,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "EarlyBeats._judge",
        "self._limit = steady if step < STEADY_STEP else EARLY_SHARE",
        "'step < STEADY_STEP' -> 'step <= STEADY_STEP'",
        _NO_LOWER,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/early_beats.py",
        "",
        "LONGER_THAN_EARLY = 1.1",
        "'1.1' -> '0.55'",
        _LATE_ENOUGH,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/alarm_state.py",
        "",
        "_WEIGHT = {Severity.NOTE: 1, Severity.CAUTION: 2, Severity.STOP: 3}",
        "'1' -> '0.5'",
        _ORDER,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/alarm_state.py",
        "",
        "_WEIGHT = {Severity.NOTE: 1, Severity.CAUTION: 2, Severity.STOP: 3}",
        "'3' -> '4'",
        _ORDER,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/alarm_state.py",
        "AlarmState.__init__",
        "self._good = 0",
        "'self._good = 0' -> 'pass'",
        "Each warning begins its own count; none is asked for before.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/alarm_state.py",
        "AlarmState.__init__",
        "self._good = 0",
        "'0' -> '1'",
        "Each warning begins its own count; none is asked for before.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/signal_loss.py",
        "SignalLoss.__init__",
        "self._same = 0",
        "'self._same = 0' -> 'pass'",
        _AT_FIRST,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/signal_loss.py",
        "SignalLoss.__init__",
        "self._same = 0",
        "'0' -> '1'",
        _AT_FIRST,
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_burden.py",
        "EctopicBurden.__init__",
        "self._since_early = 0",
        "'0' -> '1'",
        "Told early beats come after five intervals at the least, and the count asked for is three.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_burden.py",
        "EctopicBurden.__init__",
        "self._cycles = 0",
        "'self._cycles = 0' -> 'pass'",
        "It is only asked for after it has been set by the first early beat.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_burden.py",
        "EctopicBurden.__init__",
        "self._cycles = 0",
        "'0' -> '1'",
        "It is only asked for after it has been set by the first early beat.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_burden.py",
        "EctopicBurden.judge",
        "if rr.run > ALTERNATING_BEATS and abs(rr.ms[-1] - rr.ms[-2]) > ALTERNATING_STEP * rr.level:",
        "'rr.run > ALTERNATING_BEATS' -> 'rr.run >= ALTERNATING_BEATS'",
        "A row of ten in a run of ten is refused by `_alternation` itself.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_burden.py",
        "EctopicBurden._note",
        "regular = early == 1 and self._since_early == TRIGEMINY_BEATS and (rr.run > TRIGEMINY_BEATS)",
        "'rr.run > TRIGEMINY_BEATS' -> 'rr.run >= TRIGEMINY_BEATS'",
        "Early beats are only told in runs of five and more.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/ectopic_burden.py",
        "alternating",
        "shorts = x[1::2] if x[1] < x[0] else x[::2]",
        "'x[1] < x[0]' -> 'x[1] <= x[0]'",
        "Equal neighbours do not take turns and were refused before.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/irregular.py",
        "Irregular._remember",
        "self._least = self._least + 1 if score == LEAST_SCORE else 0",
        "'1' -> '0.5'",
        "The count of the least scores only spares work: more of the same change nothing.",
    ),
    Equivalent(
        "biofeedback/signal/rhythm/sudden_slowing.py",
        "SuddenSlowing.judge",
        "if mean >= LEAST_SLOW_MS and len(self._minute) >= MINUTE_BEATS // 2:",
        "'mean >= LEAST_SLOW_MS' -> 'mean > LEAST_SLOW_MS'",
        "The limit is no multiple of a tick: no mean is the same.",
    ),
    Equivalent(
        "biofeedback/signal/classifier.py",
        "BeatClassifier._begins_slower_level",
        "return False",
        "'return False' -> 'return None'",
        _FALSY,
    ),
    Equivalent(
        "biofeedback/signal/classifier.py",
        "BeatClassifier._learn_slight_change",
        "level = self._level or 0.0",
        "'self._level or 0.0' -> 'self._level'",
        _LEVEL_KNOWN,
    ),
    Equivalent(
        "biofeedback/signal/classifier.py",
        "BeatClassifier._begins_slower_level",
        "return min(four) > (self._level or 0.0) and max(four) - min(four) < NEW_LEVEL_SPREAD_SHARE * x",
        "'self._level or 0.0' -> 'self._level'",
        _LEVEL_KNOWN,
    ),
    Equivalent(
        "biofeedback/signal/classifier.py",
        "BeatClassifier._reconsider_scale",
        "if OUTGROWN_SCALES * self._model.scale < median(changes) < ECTOPY_CHANGE_SHARE * (self._level or 0.0):",
        "'self._level or 0.0' -> 'self._level'",
        _LEVEL_KNOWN,
    ),
    Equivalent(
        "biofeedback/signal/hypotheses.py",
        "_displaced_beat",
        "return Explanation(context.early_penalty + cost + PENALTY_PAIR_NATS, BeatClass.ECTOPIC, 2, x + y - first)",
        "'context.early_penalty + cost + PENALTY_PAIR_NATS' -> 'context.early_penalty + cost - PENALTY_PAIR_NATS'",
        _NOTHING,
    ),
    Equivalent(
        "biofeedback/signal/hypotheses.py",
        "_hypotheses",
        "cost = penalty + PENALTY_MISSED_NATS + cost_of_interval(context, part) + cost_of_next(context, part)",
        "'penalty + PENALTY_MISSED_NATS' -> 'penalty - PENALTY_MISSED_NATS'",
        _NOTHING,
    ),
    Equivalent(
        "biofeedback/signal/change_model.py",
        "Ar2Innovations.__init__",
        "self.scale = 1.0",
        "'self.scale = 1.0' -> 'pass'",
        _SET_AT_ONCE,
    ),
    Equivalent(
        "biofeedback/signal/change_model.py",
        "Ar2Innovations.__init__",
        "self.scale = 1.0",
        "'1.0' -> '1.5'",
        _SET_AT_ONCE,
    ),
    Equivalent(
        "biofeedback/signal/change_model.py",
        "Ar2Innovations.__init__",
        "self.scale = 1.0",
        "'1.0' -> '0.5'",
        _SET_AT_ONCE,
    ),
    *(
        Equivalent("biofeedback/signal/change_model.py", f"Ar2Innovations.{scope}", statement, what, _BORDER)
        for scope, statement, value, least, most in (
            *(
                ("predict", f"{x} = most if {x} > most else -most if {x} < -most else {x}", x, "-most", "most")
                for x in ("before", "earlier")
            ),
            *(
                (
                    "_fit_coefficients",
                    f"{a} = most if {x} > most else -most if {x} < -most else {x}",
                    x,
                    "-most",
                    "most",
                )
                for a, x in (("d", "change"), ("a", "before"), ("b", "earlier"))
            ),
            *(
                (
                    "_fit_coefficients",
                    f"self.phi{k} = LEAST_PHI{k} if phi{k} < LEAST_PHI{k} "
                    f"else MOST_PHI{k} if phi{k} > MOST_PHI{k} else phi{k}",
                    f"phi{k}",
                    f"LEAST_PHI{k}",
                    f"MOST_PHI{k}",
                )
                for k in (1, 2)
            ),
        )
        for what in (
            f"'{value} > {most}' -> '{value} >= {most}'",
            f"'{value} < {least}' -> '{value} <= {least}'",
        )
    ),
    Equivalent(
        "biofeedback/signal/hypotheses.py",
        "_is_row",
        "return False",
        "'return False' -> 'return None'",
        _FALSY,
    ),
    Equivalent(
        "biofeedback/signal/natural.py",
        "_cost_of_breath",
        "return context.step_penalty if falling and z and falls_by_degrees(breath, level, x, y, z) else None",
        "'falling and z and falls_by_degrees(breath, level, x, y, z)' -> "
        "'falling and falls_by_degrees(breath, level, x, y, z)'",
        "Where it falls the interval after next is known, and none is 0.",
    ),
    Equivalent(
        "biofeedback/signal/natural.py",
        "cost_of_interval",
        "cost = min(cost, context.step_penalty + (PENALTY_UNSEEN_NATS if change > 0 else 0.0))",
        "'0' -> '1'",
        "A step up is by a tenth at least.",
    ),
    Equivalent(
        "biofeedback/coach/symptoms.py",
        "response_to",
        "assert_never(symptom)",
        "'assert_never(symptom)' -> 'pass'",
        _NO_CASE,
    ),
)
