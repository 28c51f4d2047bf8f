"""A session that is over, in parts with a head each: what a page beside its course tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from biofeedback.decisions import EndCause, Phase
from biofeedback.review.groups import group_lines
from biofeedback.review.lines import answers
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, of_phase, segments, variability
from biofeedback.review.sentences import clock, facts, felt, left_out, no_patterns, pattern_lines, quality, usual
from biofeedback.review.told import told_with_marks
from biofeedback.texts import Texts
from protocols.training import unit_of

_BESIDE = ((Phase.BASELINE, "report.window_baseline"), (Phase.CLOSING, "report.window_closing"))
"""Before and after the practice: where nothing was asked of the body."""


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs together; a head may be empty."""

    head: str
    lines: tuple[str, ...]


def better_without(record: SessionRecord) -> bool:
    """Whether its figures are told only to who asks: it ended because something felt wrong, or they are unwelcome."""
    ended = record.finished
    return record.terms.no_numbers or (ended is not None and ended.cause is EndCause.SYMPTOM)


def overview(record: SessionRecord, texts: Texts, *, numbers: bool) -> tuple[Part, ...]:
    """The parts that have something to say. `numbers`: with those of the heart."""
    return tuple(part for part in _parts(record, texts, numbers=numbers) if part.lines)


def _parts(record: SessionRecord, texts: Texts, *, numbers: bool) -> Iterator[Part]:
    say, parts = texts.say, segments(record)
    yield Part("", (say("review.joint").join(facts(record, texts)),))
    patterns = tuple(pattern_lines(record, texts, numbers=numbers))
    yield Part(say("report.patterns"), patterns) if patterns else Part("", (no_patterns(record, texts),))
    if numbers:
        yield Part(say("after.beside_head"), tuple(beside(parts, texts)))
    note = () if record.note is None else (say("tui.note_kept", note=record.note),)
    yield Part(say("report.felt"), (*felt(record, texts), *note))
    yield Part(
        say(f"after.{unit_of(record.protocol).value}_head"), tuple(group_lines(record, parts, texts, numbers=numbers))
    )
    yield Part(say("report.responses"), tuple(answers(record, texts, numbers=numbers)))
    decided = (f"{clock(each.t)}  {each.said}" for each in told_with_marks(record, texts, numbers=numbers))
    yield Part(say("report.decisions"), tuple(decided))
    yield Part(say("report.left_out"), tuple(left_out(record, texts)))
    if numbers:
        yield Part(say("report.usual_head"), tuple(usual(record, texts)))
        yield Part(say("report.signal"), tuple(quality(record, texts)))


def beside(parts: Sequence[Segment], texts: Texts) -> Iterator[str]:
    """Heart rate and RMSSD before and after the practice, as far as they are honestly known."""
    for phase, name in _BESIDE:
        found = variability(of_phase(parts, phase))
        if found.mean_hr_bpm is None:
            continue
        line = texts.say("after.beside", when=texts.say(name), rate=found.mean_hr_bpm)
        if (rmssd := found.rmssd_ms) is not None:
            line += texts.say("review.rmssd", value=rmssd.value, low=rmssd.low, high=rmssd.high)
        yield line
