"""What a sweep plays: each protocol with each source, each fault and each seed, numbered once and for all."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product, zip_longest
from pathlib import Path

import msgspec

from biofeedback import __version__
from biofeedback.coach.plan import Adaptation
from biofeedback.errors import UsageError
from protocols.library import load
from simulators.faults.injection import parse
from simulators.lab.scenarios.scenario import Part, Scenario
from simulators.participants.population import names, profile
from simulators.recordings.reading import read

NO_FAULT = ""
"""The fault of a session without one."""

MOST_SESSIONS = 1_000_000
"""Of one sweep; more is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sweep as it was asked for. What is the same here is the same to the byte in its results."""

    protocols: tuple[str, ...]
    digests: tuple[str, ...]
    """Of the protocols, in the same order: a changed file is another sweep."""
    sources: tuple[str, ...]
    sources_sha256: tuple[str, ...] = ()
    """Of the files of the sources, in the same order; empty for a person who comes with the program."""
    faults: tuple[str, ...]
    first_seed: int
    last_seed: int
    adaptation: str
    version: str = __version__

    def __len__(self) -> int:
        """How many sessions it has."""
        kinds = len(self.protocols) * len(self.sources) * len(self.faults)
        return kinds * (self.last_seed - self.first_seed + 1)

    def told(self) -> Iterator[str]:
        """In words: all that decides it, so that what is told of it can be traced."""
        digests = (f"{name} {digest[:12]}" for name, digest in zip(self.protocols, self.digests, strict=True))
        yield f"version {self.version}, {', '.join(digests)}, adaptation {self.adaptation}"
        faults = ", ".join(fault or "no fault" for fault in self.faults)
        yield f"{', '.join(self._sources())}; {faults}; seeds {self.first_seed} to {self.last_seed}"

    def _sources(self) -> Iterator[str]:
        for source, digest in zip_longest(self.sources, self.sources_sha256, fillvalue=""):
            yield f"{source} {digest[:12]}" if digest else source

    def line(self) -> str:
        """As one line of JSON, by which a sweep is known again."""
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One session of a sweep."""

    number: int
    protocol: str
    source: str
    fault: str
    seed: int
    adaptation: str

    def command(self) -> str:
        """What plays it again."""
        words = ["biofeedback", "simulate", "--protocol", self.protocol, "--source", self.source]
        words += ["--seed", str(self.seed), *(("--fault", self.fault) if self.fault else ())]
        return shlex.join([*words, *(() if self.adaptation == "on" else ("--adaptation", self.adaptation))])

    def scenario(self) -> Scenario:
        """As a scenario that expects nothing."""
        person = self.source.removeprefix("person:") if self.source.startswith("person:") else None
        recording = Part(file=Path(self.source.removeprefix("replay:")))
        return Scenario(
            file=Path(),
            name="",
            why="",
            protocol=load(self.protocol),
            person=person,
            recordings=() if person is not None else (recording,),
            session=1,
            seeds=(self.seed,),
            adaptation=Adaptation(self.adaptation),
            faults=(parse(self.fault),) if self.fault else (),
            expectations=(),
        )


def grid(
    protocols: Sequence[str], sources: Sequence[str], faults: Sequence[str], seeds: tuple[int, int], adaptation: str
) -> Grid:
    """A sweep, every part of which is known to be there. Raises UsageError and InputError."""
    sha256 = tuple(map(_source_sha256, sources))
    for fault in faults:
        if fault:
            parse(fault)
    asked = Grid(
        protocols=tuple(protocols),
        digests=tuple(load(name).digest for name in protocols),
        sources=tuple(sources),
        sources_sha256=sha256,
        faults=tuple(faults) or (NO_FAULT,),
        first_seed=seeds[0],
        last_seed=seeds[1],
        adaptation=adaptation,
    )
    if len(asked) > MOST_SESSIONS:
        raise UsageError(f"{len(asked)} sessions are too many for one sweep: at most {MOST_SESSIONS}")
    return asked


def _source_sha256(source: str) -> str:
    """That of its file, once it is known that it can be played; empty where it is none, or has no such name."""
    kind, _, name = source.partition(":")
    match kind:
        case "person":
            profile(name)
        case "replay":
            read(Path(name))
        case _:
            raise UsageError(f"a sweep plays person:NAME and replay:FILE, not {source[:80]!r}")
    if kind == "person" and name in names():
        return ""
    try:
        with Path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:  # a record that is named without the ending of its files
        return ""


def cells(asked: Grid) -> Iterator[Cell]:
    """All sessions, in the order of their numbers from 0, made as they are asked for: there may be a million."""
    seeds = range(asked.first_seed, asked.last_seed + 1)
    each = product(asked.protocols, asked.sources, asked.faults, seeds)
    for number, (protocol, source, fault, seed) in enumerate(each):
        yield Cell(number=number, protocol=protocol, source=source, fault=fault, seed=seed, adaptation=asked.adaptation)
