"""The people there are: one TOML file each, every number with its source, or "estimate".

`hr_bpm = { is = 42, from = "estimate" }`. What a file does not say is as with `calm`. A file of one's own will do, too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from biofeedback.errors import InputError
from protocols.lines import key_lines
from simulators.participants.profiles import Profile
from simulators.refusal import unknown

AVERAGE = "calm"
"""Whose numbers hold where a person's file says nothing."""

MOST_BYTES = 100_000
"""Of a file that is read: a hundred times the longest there is."""

_ENDING = ".toml"
_ABOUT = "about"
_SWITCHES = ("stays_up_after", "turn", "turns_at_s", "loose", "holds_breath", "steep", "accelerometer", "sits_up_at_s")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a person, and where it comes from."""

    name: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What a file says."""

    about: str
    figures: tuple[Figure, ...]
    switches: Mapping[str, Any]


@cache
def names() -> tuple[str, ...]:
    """Those that come with the program, in alphabetical order."""
    folder = resources.files("simulators.participants") / "people"
    return tuple(sorted(file.name.removesuffix(_ENDING) for file in folder.iterdir() if file.name.endswith(_ENDING)))


@cache
def person_file(name: str) -> PersonFile:
    """The file of a person by name, or of one's own. Raises UsageError and InputError."""
    if name in names():
        text = (resources.files("simulators.participants") / "people" / f"{name}{_ENDING}").read_text("utf-8")
        return _read(text, name)
    if not name.endswith(_ENDING):
        near = get_close_matches(name, names(), 1)
        raise unknown("unknown_person_near", name=name, near=near[0]) if near else unknown("unknown_person", name=name)
    try:
        path = Path(name)
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{name}: too large for a person: more than {MOST_BYTES} bytes")
        return _read(path.read_bytes().decode("utf-8-sig"), name)
    except (OSError, ValueError) as problem:
        raise InputError(f"{name}: cannot be read as a person ({problem})") from problem


@cache
def profile(name: str) -> Profile:
    """The body of a person. Raises UsageError and InputError."""
    said = person_file(name)
    numbers = {figure.name: figure.value for each in (person_file(AVERAGE), said) for figure in each.figures}
    try:
        return msgspec.convert({**numbers, **said.switches}, Profile)
    except msgspec.ValidationError as problem:
        raise InputError(f"{name}: {problem}") from problem


def _read(text: str, name: str) -> PersonFile:
    table = tomllib.loads(text)
    lines = key_lines(text)
    about = table.pop(_ABOUT, "")
    if not isinstance(about, str) or not about:
        raise InputError(f"{name}: {_ABOUT} is missing: a sentence about this person")
    switches = {key: table.pop(key) for key in _SWITCHES if key in table}
    return PersonFile(about, tuple(_figures(table, lines, name)), switches)


def _figures(table: Mapping[str, object], lines: Mapping[str, int], name: str) -> Iterator[Figure]:
    known = [each.name for each in fields(Profile) if each.name not in _SWITCHES]
    for key, said in table.items():
        where = f"{name}, line {lines.get(key, 1)}"
        if key not in known:
            near = get_close_matches(key, [*known, *_SWITCHES], 1)
            raise InputError(f"{where}: {key} is unknown" + (f": did you mean {near[0]!r}?" if near else ""))
        match said:
            case {"is": int() | float() as value, "from": str(source)} if source and not isinstance(value, bool):
                yield Figure(key, value, source)
            case _:
                raise InputError(f'{where}: {key} must be {{ is = NUMBER, from = "its source, or estimate" }}')
