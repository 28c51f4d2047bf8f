"""Well-formedness: a TOML table becomes a protocol, or a list of faults saying what is missing, unknown or mistyped."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import msgspec

from biofeedback.why import why
from protocols import groups, limits
from protocols.faults import Fault
from protocols.table import Table
from protocols.training import Breathing, Effort, Ending, Kind, MuscleGroup, Pace, Step, TrainingProtocol, Words
from protocols.wording import MAX_TITLE_COLUMNS, Said, saying_s

FORMAT_VERSION = 1
"""The version of the file format, `format = 1` in every file."""

DEFAULT_PACE = Pace(breaths_per_min=6.0, inhale_share=0.4)
"""Within the resonance range of most adults (Lehrer & Gevirtz 2014, doi 10.3389/fpsyg.2014.00756)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A protocol that is well-formed, not yet known to be safe.

    `origins` names for each step the table it came from (`steps[3]`), since a repeated table makes several steps.
    """

    protocol: TrainingProtocol
    origins: tuple[str, ...]
    said: tuple[Said, ...]
    mended: tuple[Fault, ...] = ()


def read_draft(raw: Mapping[str, object], name: str) -> tuple[Draft, tuple[Fault, ...]]:
    """The protocol of a parsed file. Where there are faults, the draft is only a shell: look at the faults first."""
    table = Table(raw, "", [], [])
    draft = read_table(table, name)
    return draft, tuple(fault for fault in table.faults if not fault.mended)


def read_table(table: Table, name: str) -> Draft:
    """Ask the table for everything a protocol is made of. `schema` asks a table that only listens, to tell the form."""
    table.constant("format", FORMAT_VERSION)
    steps, origins = _read_steps(table)
    protocol = _read_protocol(table, name, steps)
    table.finish()
    table.faults += _two_tongues(table.said)
    mended = tuple(fault for fault in table.faults if fault.mended)
    return Draft(protocol=protocol, origins=origins, said=tuple(table.said), mended=mended)


def _two_tongues(said: Sequence[Said]) -> Iterator[Fault]:
    """A file may be in one language or in both, the same for all of its texts: one that lacks what others have was
    forgotten.
    """
    tongues: dict[str, set[str]] = {}
    for each in said:
        tongues.setdefault(each.where.rpartition(".")[0], set()).add(each.lang)
    spoken = set[str]().union(*tongues.values())
    for where, known in tongues.items():
        for lang in sorted(spoken - known):
            fix = why(f"protocols.fix_also_{lang}")
            yield Fault(line=None, where=f"{where}.{lang}", value="missing", limit="a text", fix=fix)


def _read_protocol(table: Table, name: str, steps: tuple[Step, ...]) -> TrainingProtocol:
    common = groups.common()
    protocol = TrainingProtocol(
        name=name,
        title=table.words("title", columns=MAX_TITLE_COLUMNS),
        summary=table.words("summary"),
        kind=table.choice("kind", Kind, Kind.TENSION),
        baseline_s=table.number("baseline_s"),
        steps=steps,
        pace=_read_pace(table),
        settle_max_s=table.number("settle_max_s"),
        closing_s=table.number("closing_s"),
        baseline_words=table.words("baseline_words", default=common["baseline_words"]),
        settle_words=table.words("settle_words", default=common["settle_words"]),
        closing=table.words("closing", default=common["closing"]),
        reflection=table.words("reflection", default=common["reflection"]),
        sources=table.texts("sources"),
        digest="",
        ending=table.choice("ending", Ending, Ending.BELL),
        breath_cue=table.flag("breath_cue", default=True),
        eyes_open=table.flag("eyes_open", default=False),
        cleared_only=table.flag("cleared_only", default=False),
    )
    _must_fit(table, "baseline_s", protocol.baseline_s, protocol.baseline_words)
    _must_fit(table, "closing_s", protocol.closing_s, protocol.closing)
    return replace(protocol, digest=_digest(protocol))


def _digest(protocol: TrainingProtocol) -> str:
    """Of what is said and asked: not of how it stood in its file."""
    said = msgspec.to_builtins(protocol)
    del said["text"]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _read_pace(table: Table) -> Pace:
    if not table.has("pace"):
        return DEFAULT_PACE
    pace = table.table("pace")
    read = Pace(
        breaths_per_min=pace.number("breaths_per_min", DEFAULT_PACE.breaths_per_min),
        inhale_share=pace.number("inhale_share", DEFAULT_PACE.inhale_share),
        personal=pace.flag("personal", default=False),
    )
    pace.finish()
    return read


def _read_steps(table: Table) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    known = dict(groups.shipped())
    # No own group takes a shipped name: else a neck could be called feet, and escape its limits and the screening.
    known.update(groups.read_groups(table.named_tables("groups", taken=known).items()))
    steps: list[Step] = []
    origins: list[str] = []
    for step in table.tables("steps", defaults="defaults"):
        made = _read_step(step, known)
        steps += made
        origins += [step.where] * len(made)
    return tuple(steps), tuple(origins)


def _read_step(table: Table, known: Mapping[str, MuscleGroup]) -> list[Step]:
    group = _find_group(table, known)
    repeat = table.count("repeat", 1)
    lead_in_s = table.number("lead_in_s")
    again_s = table.number("again_s", lead_in_s)
    step = Step(
        group=group,
        lead_in_s=lead_in_s,
        hold_s=table.number("hold_s"),
        rest_s=table.number("rest_s"),
        effort=table.choice("effort", Effort),
        breathing=table.choice("breathing", Breathing, Breathing.FREE),
        breaths_per_min=table.number("breaths_per_min", 0.0) if table.has("breaths_per_min") else None,
    )
    table.finish()
    if step.hold_s > 0 and not group.tense.say("en"):
        table.fault("hold_s", f"{step.hold_s:g} s", "0 s: no words say what to tense", why("protocols.fix_no_tense"))
    again = replace(step, group=replace(group, notice=groups.common()["again"]), lead_in_s=again_s)
    step = _announced(table, "lead_in_s", step)
    if repeat > 1:
        again = _announced(table, "again_s" if table.has("again_s") else "lead_in_s", again)
    if step.hold_s > 0:
        _must_fit(table, "hold_s", step.hold_s, group.tense)
    _must_fit(table, "rest_s", step.rest_s, group.release, group.rest)
    return [step] + [again] * (min(repeat, MAX_REPEAT) - 1)


MAX_REPEAT = 20
"""Repeats that are unfolded at most; far above what is safe, so `safety` still sees and rejects the excess."""


def _find_group(table: Table, known: Mapping[str, MuscleGroup]) -> MuscleGroup:
    name = table.name_of("group", known)
    group = known.get(name)
    if group is None:
        near = get_close_matches(name, known, 1)
        if name:
            fix = why("protocols.fix_group_near", near=near[0]) if near else why("protocols.fix_group")
            table.fault("group", repr(name), "a muscle group", fix)
        group = next(iter(groups.shipped().values()))
    return replace(
        group,
        notice=table.words("notice", default=group.notice),
        tense=table.words("tense", default=group.tense),
        release=table.words("release", default=group.release),
        rest=table.words("rest", default=group.rest),
    )


def _announced(table: Table, key: str, step: Step) -> Step:
    """The step with an announcement that is long enough for its words: nobody is to tense while still listening."""
    needed = saying_s(step.group.notice)
    if step.lead_in_s >= needed or step.lead_in_s < (limits.MIN_LEAD_IN_S if step.hold_s > 0 else 0.0):
        return step  # one that is too short for any words stays as it is, for `safety` to refuse
    whole = math.ceil(needed)
    table.mended(key, f"{step.lead_in_s:g} s", f">= {whole} s", why("protocols.lengthened", seconds=whole))
    return replace(step, lead_in_s=float(whole))


def _must_fit(table: Table, key: str, seconds: float, *words: Words) -> None:
    """A time must be long enough to say its words in every language, calmly."""
    needed = saying_s(*words)
    if seconds < needed:
        whole = math.ceil(needed)
        table.fault(key, f"{seconds:g} s", f">= {whole} s", why("protocols.fix_speech", seconds=whole))
