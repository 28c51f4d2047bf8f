"""What each muscle group did in a session: how often it was tensed and for how long, how it rested, and the heart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from biofeedback.decisions import Phase
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, of_phase, variability
from biofeedback.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCourse:
    """One muscle group over a session. Times in seconds, rates in beats a minute; None: not honestly known."""

    group: str
    tensions: int
    tensed_s: float
    rested_s: float
    """After its tensions, settle pauses included; of a group that was only released: all of it."""
    settle_pauses: int
    tensed_bpm: float | None
    rested_bpm: float | None


def group_courses(parts: Sequence[Segment]) -> tuple[GroupCourse, ...]:
    """Every group of a session in the order in which it was first asked for."""
    groups = dict.fromkeys(part.group for part in parts if part.group is not None)
    return tuple(_course(group, [part for part in parts if part.group == group]) for group in groups)


def _course(group: str, parts: Sequence[Segment]) -> GroupCourse:
    tensed, rested = of_phase(parts, Phase.TENSE), of_phase(parts, Phase.REST, Phase.SETTLE)
    return GroupCourse(
        group=group,
        tensions=len(tensed),
        tensed_s=_length_s(tensed),
        rested_s=_length_s(rested),
        settle_pauses=len(of_phase(parts, Phase.SETTLE)),
        tensed_bpm=variability(tensed).mean_hr_bpm if tensed else None,
        rested_bpm=variability(rested).mean_hr_bpm if rested else None,
    )


def _length_s(parts: Sequence[Segment]) -> float:
    return sum(part.end_s - part.begin_s for part in parts)


def group_lines(record: SessionRecord, parts: Sequence[Segment], texts: Texts, *, numbers: bool) -> Iterator[str]:
    """A line each; `numbers`: with those of the heart."""
    for course in group_courses(parts):
        name = record.group_name(course.group).say(texts.lang)
        if course.tensions:
            line = texts.say(
                "after.group_tensed",
                group=name,
                times=course.tensions,
                tensed=course.tensed_s,
                rested=course.rested_s,
            )
        else:
            line = texts.say("after.group_released", group=name, rested=course.rested_s)
        if course.settle_pauses:
            line += texts.say("after.group_settled", pauses=course.settle_pauses)
        if numbers and course.tensed_bpm is not None and course.rested_bpm is not None:
            line += texts.say("after.group_heart", tensed=course.tensed_bpm, rested=course.rested_bpm)
        yield line
