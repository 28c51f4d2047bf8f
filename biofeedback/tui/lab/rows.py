"""What was decided in a trial, a row each: phases, and every act with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from biofeedback.decisions import Decision, PhaseBegan
from biofeedback.review.sentences import clock
from biofeedback.review.told import told_of
from biofeedback.texts import Texts
from protocols.training import Words

GroupName = Callable[[str], Words | None]
"""A muscle group by its id, in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One of them, at its time (s)."""

    t: float
    said: str

    def __str__(self) -> str:
        return f"{clock(self.t):>7}  {self.said}"


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two trials first say something different. None: that one is over."""

    before: Row | None
    one: Row | None
    other: Row | None


def rows(decisions: Iterable[Decision], texts: Texts, group_name: GroupName) -> tuple[Row, ...]:
    """By time; at the same time an act comes before the phase that it leads to."""
    decisions = tuple(decisions)
    acts = [(each.t, 0, each.said) for each in told_of(decisions, texts)]
    phases = [(each.t, 1, _phase(each, texts, group_name)) for each in decisions if isinstance(each, PhaseBegan)]
    return tuple(Row(t, said) for t, _, said in sorted([*acts, *phases], key=lambda each: each[:2]) if said)


def _phase(began: PhaseBegan, texts: Texts, group_name: GroupName) -> str:
    phase = texts.say(f"lab.phase_{began.phase.value}")
    group = None if began.group is None else group_name(began.group)
    return phase if group is None else texts.say("review.of_group", group=group.say(texts.lang), phase=phase)


def parting(one: tuple[Row, ...], other: tuple[Row, ...]) -> Parting | None:
    """The first rows in which they differ; None: they tell the same throughout."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    if shared == len(one) == len(other):
        return None
    return Parting(
        one[shared - 1] if shared else None,
        one[shared] if shared < len(one) else None,
        other[shared] if shared < len(other) else None,
    )


def compared(one: tuple[Row, ...], other: tuple[Row, ...], texts: Texts) -> Iterator[str]:
    """Where they part, in the manner of a diff, and how each went on to its end."""
    found = parting(one, other)
    if found is None:
        yield texts.say("lab.same")
        yield str(one[-1])
        return
    yield texts.say("lab.parting")
    for sign, row in (("  ", found.before), ("A ", found.one), ("B ", found.other)):
        yield f"{sign}{texts.say('lab.over') if row is None else row}"
    yield ""
    yield texts.say("lab.ends")
    for sign, side in (("A ", one), ("B ", other)):
        yield f"{sign}{side[-1]}"
