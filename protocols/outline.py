"""A protocol file made from a few answers: what is asked, and the commented TOML it becomes.

Times and efforts are one for all steps. Where a muscle group allows less, the file gives it its own lower number: the
check would refuse the common one, and nobody who writes a protocol should need to know every limit by heart.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

from biofeedback.languages import LANGUAGES
from protocols import groups, limits
from protocols.form import FORMAT_VERSION
from protocols.library import load, names
from protocols.schema import Describe
from protocols.training import Breathing, Effort, Ending, Kind, MuscleGroup, Words
from protocols.wording import saying_s

HOLD_S = 5.0
"""Suggested tension, s: what is taught."""

REST_S = 30.0
"""Suggested rest, s: the lower end of the classical 30-60."""

BASELINE_S = 120.0
"""Suggested quiet time from which the resting heart is known, s."""

SOON_S = 20.0
"""Quiet time before the first step, s; whoever needs grounding is not left waiting."""

SETTLE_MAX_S = 60.0
"""Suggested longest wait for the heart to settle before a step, s."""

CLOSING_S = 60.0
"""Suggested quiet time after the last step, s."""

_PACED = frozenset({Kind.TENSION, Kind.RELEASE, Kind.BREATHING})
"""Kinds whose rests have a breathing cue. Elsewhere it would draw attention from what is practised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The answers. Times in seconds."""

    title: Words
    summary: Words
    kind: Kind = Kind.TENSION
    group_ids: tuple[str, ...] = ("feet",)
    effort: Effort = Effort.MILD
    hold_s: float = HOLD_S
    rest_s: float = REST_S
    breathing: Breathing = Breathing.FREE
    ending: Ending = Ending.BELL
    sources: tuple[str, ...] = ("-",)

    @property
    def tenses(self) -> bool:
        """Whether anything is tensed."""
        return self.kind is Kind.TENSION

    def groups(self) -> tuple[MuscleGroup, ...]:
        """The muscle groups in their order."""
        return tuple(groups.shipped()[name] for name in self.group_ids)


def groups_for(kind: Kind) -> tuple[MuscleGroup, ...]:
    """The shipped groups that suit a kind: all that can be tensed, or those its own protocols practise."""
    if kind is Kind.TENSION:
        return tuple(group for group in groups.shipped().values() if group.tense != groups.NO_WORDS)
    ours = (protocol for protocol in map(load, names()) if protocol.kind is kind)
    return tuple({step.group.id: step.group for protocol in ours for step in protocol.steps}.values())


def own_hold_s(outline: Outline, group: MuscleGroup) -> float:
    """The tension of this group, s: the common one, or less where its part of the body allows less."""
    allowed_s = limits.max_hold_s(group.regions, Effort.MILD, Breathing.FREE)
    return min(outline.hold_s, allowed_s) if allowed_s < limits.HARD_MAX_HOLD_S else outline.hold_s


def own_effort(outline: Outline, group: MuscleGroup) -> Effort:
    """The effort for this group: the common one, or less."""
    return Effort.MILD if limits.max_effort(group.regions) is Effort.MILD else outline.effort


def own_breathing(outline: Outline, group: MuscleGroup) -> Breathing:
    """The breathing of this group: free where its tension works on the breath, so that none is held under strain."""
    return Breathing.FREE if limits.TRUNK.intersection(group.regions) else outline.breathing


def narrowed(outline: Outline) -> tuple[MuscleGroup, ...]:
    """The groups that hold shorter or more lightly than the others."""
    if not outline.tenses:
        return ()
    common = outline.hold_s, outline.effort
    each = dict.fromkeys(outline.groups())
    return tuple(group for group in each if (own_hold_s(outline, group), own_effort(outline, group)) != common)


def suggested_rest_s(outline: Outline) -> float:
    """A rest that suits these groups and this tension, whole seconds."""
    words = max(math.ceil(saying_s(group.release, group.rest)) for group in outline.groups())
    return max(REST_S, words, limits.min_rest_s(outline.hold_s if outline.tenses else 0.0))


def written(outline: Outline, describe: Describe) -> str:
    """The file: complete, each kind of key with a comment that says what belongs there."""
    return "\n".join(_lines(outline, describe)) + "\n"


def _lines(outline: Outline, describe: Describe) -> Iterator[str]:
    yield "#:schema ./protocol.schema.json"
    grounds = outline.kind is Kind.GROUNDING
    lead_in_s = max(math.ceil(saying_s(group.notice)) for group in outline.groups())
    yield from _pairs(
        describe,
        "",
        format=FORMAT_VERSION,
        kind=outline.kind.value,
        baseline_s=SOON_S if grounds else BASELINE_S,
        settle_max_s=SETTLE_MAX_S if outline.tenses else 0,
        closing_s=CLOSING_S,
        ending=outline.ending.value,
        breath_cue=outline.kind in _PACED,
        eyes_open=grounds,
        sources=outline.sources,
    )
    said = {"title": outline.title, "summary": outline.summary}
    if grounds:  # the usual words would ask to close the eyes
        said["baseline_words"] = load("grounding").baseline_words
    for key, words in said.items():
        yield from ("", f"# {describe(key)}", f"[{key}]")
        yield from (f"{lang} = {_toml(words.say(lang))}" for lang in LANGUAGES)
    yield from ("", f"# {describe('defaults')}", "[defaults]")
    longest_s = max(own_hold_s(outline, group) for group in outline.groups())
    yield from _pairs(
        describe,
        "steps.",
        lead_in_s=max(lead_in_s, limits.MIN_LEAD_IN_S),
        hold_s=longest_s if outline.tenses else 0,
        rest_s=outline.rest_s,
        effort=outline.effort.value if outline.tenses else Effort.NONE.value,
        breathing=outline.breathing.value if outline.tenses else Breathing.FREE.value,
    )
    yield from ("", f"# {describe('steps')}")
    for group in outline.groups():
        yield from _step(outline, group, longest_s)


def _step(outline: Outline, group: MuscleGroup, common_s: float) -> Iterator[str]:
    yield from ("[[steps]]", f"group = {_toml(group.id)}")
    if outline.tenses:
        if (hold_s := own_hold_s(outline, group)) != common_s:
            yield f"hold_s = {_toml(hold_s)}"
        if (effort := own_effort(outline, group)) is not outline.effort:
            yield f"effort = {_toml(effort.value)}"
        if (breathing := own_breathing(outline, group)) is not outline.breathing:
            yield f"breathing = {_toml(breathing.value)}"
    yield ""


def _pairs(describe: Describe, under: str, **values: object) -> Iterator[str]:
    for key, value in values.items():
        yield from (f"# {describe(under + key)}", f"{key} = {_toml(value)}")


def _toml(value: object) -> str:
    """A value in TOML; its basic strings are those of JSON."""
    if isinstance(value, float):
        return f"{value:g}"
    return json.dumps(value, ensure_ascii=False)
