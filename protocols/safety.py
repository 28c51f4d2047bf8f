"""Safety: every hard limit of `limits.py` held against a well-formed protocol. Rejects, never clamps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from biofeedback.why import why
from protocols import form, groups, limits, wording
from protocols.faults import Fault
from protocols.form import Draft
from protocols.training import Breathing, Effort, Kind, Region, Side, Step, TrainingProtocol
from protocols.wording import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A number with the range it must be in."""

    where: str
    value: float
    unit: str = "s"
    low: float = 0.0
    high: float = float("inf")

    def fault(self) -> Fault | None:
        """The fault, if the number is outside."""
        if self.low <= self.value <= self.high:
            return None
        limit, code = (self.low, ">=") if self.value < self.low else (self.high, "<=")
        fix = why("protocols.fix_raise" if code == ">=" else "protocols.fix_lower", limit=limit, unit=self.unit)
        value = f"{self.value:g} {self.unit}".strip()
        return Fault(line=None, where=self.where, value=value, limit=f"{code} {limit:g} {self.unit}".strip(), fix=fix)


def faults_of(draft: Draft) -> tuple[Fault, ...]:
    """Everything in the draft that is outside a hard limit."""
    bounds = [*_whole(draft.protocol)]
    for origin, step in dict.fromkeys(zip(draft.origins, draft.protocol.steps, strict=True)):
        bounds += _timing(origin, step)
    found = [fault for bound in bounds if (fault := bound.fault())]
    for origin, step in dict.fromkeys(zip(draft.origins, draft.protocol.steps, strict=True)):
        found += _effort(origin, step)
        found += _own_pace(origin, step, draft.protocol)
    return (*found, *_repeats(draft), *_phrases(draft.said))


def widest() -> Mapping[str, tuple[float, float]]:
    """The range of each number that no protocol at all may leave, by its key; times in seconds.

    What a certain step may be is often narrower: it depends on its group, its effort and its tension.
    """
    nothing = form.read_draft({}, "")[0].protocol
    group = replace(next(iter(groups.shipped().values())), regions=())
    rest = Step(
        group=group,
        lead_in_s=0.0,
        hold_s=0.0,
        rest_s=0.0,
        effort=Effort.MILD,
        breathing=Breathing.FREE,
        breaths_per_min=limits.MIN_RESONANCE_BREATHS_PER_MIN,
    )
    bounds = (*_whole(nothing), *_timing("steps", rest))
    return {bound.where: (bound.low, bound.high) for bound in bounds if bound.where != "steps"}


def total_s(protocol: TrainingProtocol) -> float:
    """Planned length with baseline and closing, without settle pauses, s."""
    return protocol.baseline_s + guided_s(protocol) + protocol.closing_s


def guided_s(protocol: TrainingProtocol) -> float:
    """Planned length of the steps, s."""
    return sum(step.length_s for step in protocol.steps)


def tension_s(protocol: TrainingProtocol) -> float:
    """Planned seconds of tension."""
    return sum(step.hold_s for step in protocol.steps)


def _whole(protocol: TrainingProtocol) -> Iterator[Bound]:
    tension, guided = tension_s(protocol), guided_s(protocol)
    least = limits.MIN_BASELINE_S if tension > 0 else 0.0
    pace = protocol.pace
    yield Bound(where="baseline_s", value=protocol.baseline_s, low=least, high=limits.MAX_BASELINE_S)
    yield Bound(where="closing_s", value=protocol.closing_s, low=limits.MIN_CLOSING_S, high=limits.MAX_CLOSING_S)
    yield Bound(where="settle_max_s", value=protocol.settle_max_s, high=limits.MAX_SETTLE_S)
    yield Bound(
        where="pace.breaths_per_min",
        value=pace.breaths_per_min,
        unit="/min",
        low=limits.MIN_BREATHS_PER_MIN,
        high=limits.MAX_BREATHS_PER_MIN,
    )
    yield Bound(
        where="pace.inhale_share",
        value=pace.inhale_share,
        unit="",
        low=limits.MIN_INHALE_SHARE,
        high=limits.MAX_INHALE_SHARE,
    )
    yield Bound(where="steps", value=len(protocol.steps), unit="", high=limits.MAX_STEPS)
    yield Bound(where="steps", value=total_s(protocol), high=limits.MAX_TOTAL_S)
    yield Bound(where="steps", value=tension, high=limits.MAX_TENSION_S)
    share = round(100 * tension / guided, 1) if guided else 0.0
    yield Bound(where="steps", value=share, unit="% tension", high=100 * limits.MAX_TENSION_SHARE)


def _timing(origin: str, step: Step) -> Iterator[Bound]:
    tenses = step.hold_s > 0
    yield Bound(
        where=f"{origin}.lead_in_s",
        value=step.lead_in_s,
        low=limits.MIN_LEAD_IN_S if tenses else 0.0,
        high=limits.MAX_LEAD_IN_S,
    )
    # Effort "none" with a tension is a contradiction of its own, found by `_effort`: here the mildest limit applies.
    effort = step.effort if step.effort is not Effort.NONE else Effort.MILD
    longest = limits.max_hold_s(step.group.regions, effort, step.breathing)
    yield Bound(where=f"{origin}.hold_s", value=step.hold_s, high=longest)
    yield Bound(where=f"{origin}.rest_s", value=step.rest_s, low=limits.min_rest_s(step.hold_s), high=limits.MAX_REST_S)
    if step.breaths_per_min is not None:
        yield Bound(
            where=f"{origin}.breaths_per_min",
            value=step.breaths_per_min,
            unit="/min",
            low=limits.MIN_RESONANCE_BREATHS_PER_MIN,
            high=limits.MAX_RESONANCE_BREATHS_PER_MIN,
        )


def _own_pace(origin: str, step: Step, protocol: TrainingProtocol) -> Iterator[Fault]:
    """Elsewhere adaptation moves the pace, a tension goes with the breath, or screening lets the practice begin."""
    paced = protocol.kind is Kind.BREATHING and protocol.breath_cue and step.hold_s == 0
    if step.breaths_per_min is not None and not paced:
        value, fix = f"{step.breaths_per_min:g} /min", why("protocols.fix_step_pace")
        yield Fault(line=None, where=f"{origin}.breaths_per_min", value=value, limit="nothing", fix=fix)


def _effort(origin: str, step: Step) -> Iterator[Fault]:
    where = f"{origin}.effort"
    value = step.effort.value
    if step.hold_s > 0 and step.effort is Effort.NONE:
        fix = why("protocols.fix_effort_missing")
        yield Fault(line=None, where=where, value=value, limit="mild | moderate", fix=fix)
    if step.hold_s > 0 and not step.group.regions:  # no region, no limit: nobody could skip or soften it
        choices = ", ".join(region.value for region in Region)
        fix = why("protocols.fix_regions", choices=choices)
        yield Fault(line=None, where=f"{origin}.group", value="nowhere", limit="a group with regions", fix=fix)
    if step.hold_s == 0 and step.effort is not Effort.NONE:
        yield Fault(line=None, where=where, value=value, limit="none", fix=why("protocols.fix_effort_none"))
    if step.effort is Effort.MODERATE and limits.max_effort(step.group.regions) is Effort.MILD:
        yield Fault(line=None, where=where, value=value, limit="mild", fix=why("protocols.fix_effort_mild"))


def _repeats(draft: Draft) -> Iterator[Fault]:
    """Each region of each side is tensed only so many times; reported where the first one too many is."""
    seen: Counter[tuple[Region, Side]] = Counter()
    reported: set[str] = set()
    for origin, step in zip(draft.origins, draft.protocol.steps, strict=True):
        if step.hold_s <= 0:
            continue
        seen.update((region, side) for region in step.group.regions for side in limits.sides_of(step.group.side))
        most = max((seen[region, side] for region in step.group.regions for side in Side), default=0)
        if most > limits.MAX_REPEATS and origin not in reported:
            reported.add(origin)
            fix = why("protocols.fix_repeats", limit=limits.MAX_REPEATS)
            yield Fault(line=None, where=origin, value=f"{most} times", limit=f"<= {limits.MAX_REPEATS} times", fix=fix)


def _phrases(said: Iterable[Said]) -> Iterator[Fault]:
    for text in said:
        phrase = wording.banned_in(text.text)
        if phrase is not None:
            fix = why("protocols.fix_phrase", phrase=phrase)
            yield Fault(line=None, where=text.where, value=repr(phrase), limit="gentle words", fix=fix)
