"""What a person means by a source: `ble[:ADDRESS]`, `replay:FILE[@SPEED]`, `person:NAME`, `session:NUMBER`, `none`.

`none`: somebody practises without a strap.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, assert_never

from biofeedback.errors import UsageError
from biofeedback.ports import Body
from biofeedback.store.sessions import Kind, Sessions, SourceKind
from biofeedback.why import Why, why
from devices.heart_rate import parse as parse_measurement

if TYPE_CHECKING:
    from simulators.faults.injection import Fault
    from simulators.recordings.recording import Recording

DEFAULT_PERSON = "person:calm"
"""Who is practised with where nobody was named: a heart without anything unusual."""


@dataclass(frozen=True, slots=True)
class Radio:
    """A strap over Bluetooth; no address: the remembered one, else the first in reach."""

    address: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A recording, `speed` times as fast as it was."""

    path: Path
    speed: float


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated participant, `speed` times as fast as life."""

    name: str
    speed: float


@dataclass(frozen=True, slots=True)
class Past:
    """What was heard in a session kept on this machine, `speed` times as fast as it was. Only to be watched."""

    number: int
    speed: float


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of intervals over LSL, from another program on this machine."""

    name: str


@dataclass(frozen=True, slots=True)
class NoStrap:
    """Nobody wears a strap: something is practised in which nothing is tensed."""


Live: TypeAlias = Radio | Stream
"""A real body's heart, now."""

Present: TypeAlias = Live | NoStrap
"""A real body, now, whether or not its heart is heard."""

SourceSpec: TypeAlias = Present | File | Person | Past

NONE = "none"
"""How the source of a session without a strap is written."""

_MOST_DIGITS = 9
"""Of a session's number: more than there ever are, and still no strain to read. Digits."""

_SPEED = re.compile(r"@(?P<speed>[0-9.]+)$")


def parse(text: str) -> SourceSpec:
    """The source that is meant. Raises UsageError with the forms there are."""
    kind, _, rest = text.partition(":")
    match kind:
        case "ble":
            return Radio(rest or None)
        case "none" if not rest:
            return NoStrap()
        case "lsl" if rest:
            return Stream(rest)
        case "replay" if rest:
            name, speed = _split_speed(rest)
            return File(Path(name), speed)
        case "person" if rest:
            name, speed = _split_speed(rest)
            return Person(name, speed)
        case "session":
            number, speed = _split_speed(rest)
            if number.isdecimal() and len(number) <= _MOST_DIGITS:
                return Past(int(number), speed)
        case _:
            pass
    raise UsageError(
        f"unknown source {text!r}: expected ble[:ADDRESS], replay:FILE[@SPEED], session:NUMBER, person:NAME, lsl:NAME "
        "or none",
        reasons=(why("cli.unknown_source", source=text[:80]),),
    )


def _split_speed(text: str) -> tuple[str, float]:
    found = _SPEED.search(text)
    if found is None:
        return text, 1.0
    try:
        speed = float(found["speed"])
    except ValueError:
        speed = math.nan
    if not 0.1 <= speed <= 1000:
        raise UsageError(
            f"a speed is a number from 0.1 to 1000, not {found['speed']!r}",
            reasons=(why("cli.bad_speed", speed=found["speed"]),),
        )
    return text[: found.start()], speed


def kind_of(spec: SourceSpec) -> SourceKind:
    """Whose heart it is."""
    match spec:
        case Radio() | Stream() | NoStrap():
            return SourceKind.STRAP
        case File():
            return SourceKind.RECORDING
        case Person():
            return SourceKind.PARTICIPANT
        case Past():
            return SourceKind.PAST


def words_of(spec: SourceSpec) -> Why:
    """What it is, for people; of a recording only the file's own name."""
    match spec:
        case Radio(address=address):
            return why("source.strap") if address is None else why("source.strap_at", address=address)
        case Stream(name=name):
            return why("source.stream", name=name)
        case NoStrap():
            return why("source.nobody")
        case File(path=path):
            return why("source.recording", file=path.name)
        case Person(name=name):
            return why("source.participant", name=name)
        case Past(number=number):
            return why("source.past", number=number)
        case _:
            assert_never(spec)


def body(
    spec: File | Person | Past,
    *,
    seed: int,
    start_s: float = 0.0,
    faults: Sequence[str] = (),
    began: Callable[[Fault, float], None] | None = None,
) -> Body:
    """The recording or participant, with the faults laid over it; `began` is told when each begins to act."""
    return with_faults(undisturbed(spec, seed=seed, start_s=start_s), faults, seed=seed, began=began)


def undisturbed(spec: File | Person | Past, *, seed: int, start_s: float = 0.0) -> Body:
    """The recording or participant as it is."""
    match spec:
        case File(path=path):
            return _replay(_recorded(path), start_s)
        case Past(number=number):
            return _past(number, start_s)
        case Person(name=name):
            if start_s:
                raise UsageError(
                    f"only a recording can be begun at a later second, not person:{name}",
                    reasons=(why("cli.begins_at_its_begin", name=name),),
                )
            from simulators.participants.participant import person

            return person(name, seed)


def with_faults(
    played: Body, faults: Sequence[str], *, seed: int, began: Callable[[Fault, float], None] | None = None
) -> Body:
    """The same, with faults laid over it."""
    if not faults:
        return played
    from simulators.faults import injection

    return injection.with_faults(played, tuple(map(injection.parse, faults)), seed, began or injection.unheard)


def marks_of(played: Body) -> int:
    """How many numbers are taken by marks that come with what is played; 0: a recording has none."""
    from simulators.playback.stored import Stored

    return played.marks if isinstance(played, Stored) else 0


def _past(number: int, start_s: float) -> Body:
    """What is kept under a number: a session's own packets, or an imported recording."""
    with Sessions() as store:
        if store.get(number).kind is Kind.SESSION:
            from simulators.playback.stored import Stored

            return Stored(store.events(number), start_s)
    from biofeedback.app import kept_recordings

    return _replay(kept_recordings.read(number), start_s)


def _recorded(path: Path) -> Recording:
    from simulators.recordings.reading import read

    return read(path)


def _replay(recording: Recording, start_s: float) -> Body:
    """A recording, with the ECG that it holds, if it holds one."""
    from simulators.playback.replay import Replay

    replay = Replay(recording, start_s=start_s, decode=parse_measurement)
    if recording.ecg is None:
        return replay
    from simulators.playback.ecg_replay import WithEcg, chunks  # which needs numerics

    return WithEcg(replay, chunks(recording.ecg, replay.start_s))
