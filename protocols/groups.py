"""Muscle groups from TOML: the shipped ones in `groups/`, and those a protocol file brings along."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from types import MappingProxyType

from biofeedback.why import why
from protocols.faults import Fault
from protocols.table import Table
from protocols.training import MuscleGroup, Region, Side, Words
from protocols.wording import MAX_TITLE_COLUMNS, Said

NO_WORDS = Words("", "")
"""Nothing is said."""

_SIDES = {Side.RIGHT: Words("right", "右"), Side.LEFT: Words("left", "左")}


def read_group(table: Table, name: str) -> tuple[MuscleGroup, ...]:
    """The muscle group of a table; with `sided = true` one of each side, `{side}` in its texts filled in."""
    group = MuscleGroup(
        id=name,
        name=table.words("name", columns=MAX_TITLE_COLUMNS),
        notice=table.words("notice"),
        tense=table.words("tense", default=NO_WORDS),
        release=table.words("release", default=NO_WORDS),
        rest=table.words("rest"),
        regions=_regions(table),
    )
    sided = table.flag("sided", default=False)
    table.finish()
    return tuple(_of_side(group, side) for side in _SIDES) if sided else (group,)


def read_groups(tables: Iterable[tuple[str, Table]]) -> dict[str, MuscleGroup]:
    """All groups by id."""
    return {group.id: group for name, table in tables for group in read_group(table, name)}


@cache
def shipped() -> Mapping[str, MuscleGroup]:
    """The groups that come with the program. A fault in them is a programming error (ValueError)."""
    faults: list[Fault] = []
    said: list[Said] = []
    found: dict[str, MuscleGroup] = {}
    for file in sorted((resources.files("protocols") / "groups").iterdir(), key=lambda file: file.name):
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        found.update(read_groups((name, Table(raw, "", faults, said).table(name)) for name in raw))
    if faults:
        raise ValueError("; ".join(str(fault) for fault in faults))
    return MappingProxyType(found)


@cache
def common() -> Mapping[str, Words]:
    """Texts that protocols share where they bring none of their own: baseline, settling, closing, reflection."""
    text = (resources.files("protocols") / "common.toml").read_text(encoding="utf-8")
    faults: list[Fault] = []
    table = Table(tomllib.loads(text), "", faults, [])
    found = {key: table.words(key) for key in table.raw}
    if faults:
        raise ValueError("; ".join(str(fault) for fault in faults))
    return MappingProxyType(found)


def _regions(table: Table) -> tuple[Region, ...]:
    """The regions of a group: a list, which may be empty only where nothing is tensed."""
    if not table.has("regions"):
        if table.has("tense"):
            choices = ", ".join(region.value for region in Region)
            table.fault("regions", "missing", "a list of regions", why("protocols.fix_regions", choices=choices))
        return ()
    return table.choices("regions", Region, "protocols.fix_regions")


def _of_side(group: MuscleGroup, side: Side) -> MuscleGroup:
    def fill(words: Words) -> Words:
        filled = words.en.replace("{side}", _SIDES[side].en)
        return Words(filled[:1].upper() + filled[1:], words.zh.replace("{side}", _SIDES[side].zh))

    return replace(
        group,
        id=f"{side.value}_{group.id}",
        name=fill(group.name),
        notice=fill(group.notice),
        tense=fill(group.tense),
        release=fill(group.release),
        rest=fill(group.rest),
        side=side,
    )
