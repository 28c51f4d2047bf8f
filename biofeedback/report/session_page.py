"""One session on two pages: for the person who practised, or for somebody they want to show it to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from markupsafe import Markup

from biofeedback.decisions import Phase, Responded
from biofeedback.findings import Severity
from biofeedback.report.course_chart import course_chart
from biofeedback.report.page import filled
from biofeedback.report.response_chart import Row, response_chart
from biofeedback.report.session_tables import hrv_rows
from biofeedback.report.tachogram import Mark, Shown, tachogram
from biofeedback.response_words import resonance_words, response_words
from biofeedback.review.course import course
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, segments
from biofeedback.review.sentences import clock, facts, felt, left_out, no_patterns, patterns, quality, title, usual
from biofeedback.review.told import Told, reported, resonance, seen_patterns, told_with_marks
from biofeedback.texts import Texts

MOST_TOLD = 22
"""Decisions that are listed, so that the page stays two pages on paper; of more the grave ones come first."""

MOST_PATTERNS = 12
"""Warnings that are listed one by one."""

MOST_REPORTED = 4
"""Symptoms above everything else; all of them stand among the decisions. The third of one session ends it."""

AROUND_S = 15.0
"""Shown before a pattern began and after it was told: enough beats to see how it differs. Seconds."""

LONGEST_STRETCH_S = 120.0
"""Of the closer chart: in a longer one single beats could not be told apart. Seconds."""

MOST_GROUPS = 18
"""Muscle groups with a row of their own."""

MOST_NOTE = 1000
"""Of a person's own words; the program takes no more. Characters."""


_COLOURED = frozenset({Phase.BASELINE, Phase.CLOSING, Phase.TENSE, Phase.SETTLE, Phase.PAUSED})
"""Phases that the chart of intervals shades."""


@dataclass(frozen=True, slots=True)
class _Lettered:
    letter: str
    told: Told


def session_page(record: SessionRecord, texts: Texts, *, began: str) -> str:
    """The page. `began`: when the session was, for people, local."""
    parts = segments(record)
    listed = _lettered(told_with_marks(record, texts))
    groups = tuple(dict.fromkeys(part.group for part in parts if part.group is not None))
    shown = _shown(listed)
    found = course(record.beats, parts, record.ends)
    values: dict[str, object] = {
        "title": title(record, texts),
        "began": began,
        "facts": facts(record, texts),
        "kind": texts.say(f"report.kind_{_kind(record)}"),
        "reported": [(clock(each.t), each.said) for each in reported(record, texts) if each.grave][:MOST_REPORTED],
        "no_patterns": no_patterns(record, texts),
        "patterns": patterns(record, texts)[:MOST_PATTERNS],
        "more_patterns": max(0, len(seen_patterns(record.decisions)) - MOST_PATTERNS),
        "stopped": record.finished is not None and record.finished.rule is not None,
        "hidden": record.terms.no_numbers,
        "tachogram": tachogram(
            Shown(
                name="tacho",
                title=texts.say("report.tachogram"),
                beats=record.beats,
                begin_s=record.begins,
                end_s=record.ends,
                parts=parts,
                groups=groups,
                marks=[Mark(each.told.t, each.letter, each.told.grave) for each in listed if each.letter],
            ),
            texts,
        ),
        "stretch": _stretch(record, parts, texts),
        "groups": [f"{place} {record.group_name(group).say(texts.lang)}" for place, group in enumerate(groups, 1)],
        "decisions": [(clock(each.told.t), each.letter, each.told.said) for each in shown],
        "more_decisions": len(listed) - len(shown),
        "course": course_chart(found, record.begins, record.ends, texts),
        "banded": found.rate is not None or found.rmssd is not None,
        "phased": any(part.phase in _COLOURED for part in parts),
        "usual": " ".join(usual(record, texts)),
        **_answers(record, texts),
        "hrv": hrv_rows(parts, record, texts),
        "quality": quality(record, texts),
        "felt": felt(record, texts),
        "note": None if record.note is None else record.note[:MOST_NOTE],
        "left_out": left_out(record, texts),
        "origin": _origin(record, texts),
    }
    return filled("session.html", values, texts)


def _kind(record: SessionRecord) -> str:
    if record.source_kind in ("imported", "none"):
        return record.source_kind
    return "session" if record.protocol_name else "watched"


def _stretch(record: SessionRecord, parts: Sequence[Segment], texts: Texts) -> Markup | None:
    """The beats about the gravest pattern, closer: the last stop, else the first caution; None: neither was seen."""
    seen = [each for each in seen_patterns(record.decisions) if each.severity is not Severity.NOTE]
    grave = [each for each in seen if each.severity is Severity.STOP]
    if not seen:
        return None
    chosen = grave[-1] if grave else seen[0]
    begin = max(record.begins, chosen.begin_s - AROUND_S)
    end = min(record.ends, max(chosen.told_s, chosen.over_s or 0.0) + AROUND_S, begin + LONGEST_STRETCH_S)
    title = texts.say("report.stretch")
    shown = Shown(name="stretch", title=title, beats=record.beats, begin_s=begin, end_s=end, parts=parts)
    return tachogram(shown, texts)


def _lettered(found: Sequence[Told]) -> list[_Lettered]:
    """Letters for the grave ones first, then for the others as far as the alphabet reaches, in the order of time."""
    order = sorted(range(len(found)), key=lambda place: (not found[place].grave, place))
    chosen = sorted(order[: len(ascii_uppercase)])
    letters = dict(zip(chosen, ascii_uppercase, strict=False))
    return [_Lettered(letters.get(place, ""), each) for place, each in enumerate(found)]


def _shown(listed: Sequence[_Lettered]) -> list[_Lettered]:
    if len(listed) <= MOST_TOLD:
        return list(listed)
    order = sorted(range(len(listed)), key=lambda place: (not listed[place].told.grave, place))
    return [listed[place] for place in sorted(order[:MOST_TOLD])]


def _answers(record: SessionRecord, texts: Texts) -> dict[str, object]:
    """How the heart answered: the chart, and what it comes to."""
    answered = [each for each in record.decisions if isinstance(each, Responded)]
    rows = [Row(_group(each, record, texts), each) for each in answered][-MOST_GROUPS - 1 :]
    said = [
        response_words(each, None if each.group is None else record.group_name(each.group), texts, numbers=True)
        for each in answered
    ]
    found = resonance(record.decisions)
    said += [] if found is None else [resonance_words(found, texts, numbers=True)]
    return {"responses": response_chart(rows, texts), "answers": [each for each in said if each]}


def _group(response: Responded, record: SessionRecord, texts: Texts) -> str:
    if response.group is None:
        return texts.say("report.all_groups")
    return record.group_name(response.group).say(texts.lang)


def _origin(record: SessionRecord, texts: Texts) -> str:
    kept = "–" if record.number is None else str(record.number)
    protocol = record.protocol_name or title(record, texts)
    digest = "–" if record.protocol is None else record.protocol.digest[:12]
    return texts.say("report.origin", number=kept, version=record.version, protocol=protocol, digest=digest)
