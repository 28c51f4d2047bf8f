"""A session that is over, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.decisions import Phase, Responded
from biofeedback.response_words import resonance_words, response_words
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, segments
from biofeedback.review.sentences import clock, facts, felt, left_out, no_patterns, pattern_lines, quality, title, usual
from biofeedback.review.told import resonance, told_with_marks
from biofeedback.text_layout import fit
from biofeedback.texts import Texts

_COUNTED = frozenset({Phase.BASELINE, Phase.TENSE, Phase.REST, Phase.SETTLE, Phase.CLOSING})
"""Phases whose heart is told: in the others nothing was asked of the body."""

NAME_COLUMNS = 34
"""Room for a phase with its muscle group, before its figures. Columns."""


def review_lines(record: SessionRecord, texts: Texts, *, began: str) -> Iterator[str]:
    """Head, patterns, phases with what was decided in them, how the heart answered, how it felt, what was left out.

    `began`: when it was, for people. Figures of the heart are not told to whoever is better off without.
    """
    say = texts.say
    yield say("review.head", number=record.number or 0, began=began, title=title(record, texts))
    yield say("review.joint").join(facts(record, texts))
    patterns = list(pattern_lines(record, texts))
    yield from (*_part("report.patterns", patterns, texts),) if patterns else ("", no_patterns(record, texts))
    yield from _part("review.what_happened", list(_happened(record, texts)), texts)
    yield from _part("report.responses", list(answers(record, texts, numbers=not record.terms.no_numbers)), texts)
    if not record.terms.no_numbers:
        yield from _part("report.usual_head", usual(record, texts), texts)
        yield from _part("report.signal", quality(record, texts), texts)
    note = [] if record.note is None else [say("report.note"), f"  {record.note}"]
    yield from _part("report.felt", [*felt(record, texts), *note], texts)
    yield from _part("report.left_out", left_out(record, texts), texts)


def _part(code: str, lines: list[str], texts: Texts) -> Iterator[str]:
    if lines:
        yield ""
        yield texts.say(code)
        yield from (f"  {line}" for line in lines)


def _happened(record: SessionRecord, texts: Texts) -> Iterator[str]:
    """Phases and decisions by time; at the same time what was decided comes first, for it led there."""
    rows = [(each.t, 0, f"{clock(each.t):>7}  {each.said}") for each in told_with_marks(record, texts)]
    rows += [(part.begin_s, 1, _phase(part, record, texts)) for part in segments(record)]
    yield from (line for _, _, line in sorted(rows, key=lambda row: row[:2]))


def _phase(part: Segment, record: SessionRecord, texts: Texts) -> str:
    name = texts.say(f"review.phase_{part.phase.value}")
    if part.group is not None:
        name = texts.say("review.of_group", group=record.group_name(part.group).say(texts.lang), phase=name)
    figures = "" if record.terms.no_numbers or part.phase not in _COUNTED else _figures(part, texts)
    length = texts.say("review.seconds", seconds=part.end_s - part.begin_s)
    return f"{clock(part.begin_s):>7}  {fit(name, NAME_COLUMNS)} {length:>7}  {figures}".rstrip()


def _figures(part: Segment, texts: Texts) -> str:
    rate, rmssd = part.rate_bpm, part.variability.rmssd_ms
    said = texts.say("review.no_rate") if rate is None else texts.say("review.rate", rate=rate)
    if rmssd is None:
        return said
    return said + texts.say("review.rmssd", value=rmssd.value, low=rmssd.low, high=rmssd.high)


def answers(record: SessionRecord, texts: Texts, *, numbers: bool) -> Iterator[str]:
    """How the heart answered the tensions, or the paces of breathing, where that can be known."""
    for each in record.decisions:
        if isinstance(each, Responded):
            group = None if each.group is None else record.group_name(each.group)
            if said := response_words(each, group, texts, numbers=numbers):
                yield said
    if (found := resonance(record.decisions)) is not None:
        yield resonance_words(found, texts, numbers=numbers)
