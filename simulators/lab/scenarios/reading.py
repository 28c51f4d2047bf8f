"""A scenario file to its scenario. What it does not know is refused, with the line and what was meant instead."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from biofeedback.coach.plan import Adaptation
from biofeedback.errors import BiofeedbackError, InputError, UsageError, cause
from biofeedback.readable import writable
from biofeedback.why import why
from protocols import library
from protocols.faults import Fault as Wrong
from protocols.lines import key_lines, line_of
from protocols.table import Table, shown
from protocols.training import TrainingProtocol
from simulators.faults.injection import DEFAULT_AT, Fault, fault_names, fault_of
from simulators.lab.scenarios import expecting
from simulators.lab.scenarios.recorded import Recorded, events_of, plan_of
from simulators.lab.scenarios.scenario import Expectation, Part, Scenario
from simulators.participants.population import names as persons
from simulators.participants.population import profile

ENDING = ".scenario.toml"
"""What names of scenario files end with."""

MOST_BYTES = 20_000_000
"""Of a file that is read: an hour of a session's own events, with an ECG."""

MOST_SEEDS = 1_000_000
"""Of one scenario; more is a slip of the pen."""

MOST_DIGITS = 18
"""Of a seed: what a store can keep."""

FIX = why("protocols.fix_text")
"""Faults of these files are told by what was expected; this stands where a protocol's file would say how to mend it."""


@dataclass(frozen=True, slots=True)
class _File:
    """One file while it is read."""

    path: Path
    table: Table
    lines: Mapping[str, int]

    def beside(self, name: str) -> Path:
        """A file that it names: where it says, seen from its own folder."""
        return self.path.parent / name

    def must_be_right(self) -> None:
        """Refuse it where anything is wrong with it."""
        wrong = sorted(self.table.faults, key=lambda each: line_of(each.where, self.lines) or 0)
        if wrong:
            line = line_of(wrong[0].where, self.lines)
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            where = f"{self.path}" if line is None else f"{self.path}, line {line}"
            said = f"{_told(wrong[0])}{more}"
            reasons = (why("cli.bad_scenario", said=said),)
            raise InputError(f"{where}: {said}", line=line, reasons=reasons, file=str(self.path))


def read(path: Path) -> Scenario:
    """The scenario of a file. Raises InputError, with one line naming the file, the line and the reason."""
    file = _opened(path)
    scenario = _scenario(file)
    file.must_be_right()
    return scenario


def expectations_in(path: Path, protocol: TrainingProtocol) -> tuple[Expectation, ...]:
    """Only what a file expects, of whatever session; other tables of it are not looked at. Raises InputError."""
    file = _opened(path)
    found = _expectations(file, protocol)
    file.must_be_right()
    return found


def _opened(path: Path) -> _File:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: too large for a scenario: more than {MOST_BYTES} bytes")
        text = path.read_bytes().decode("utf-8-sig")
        raw = tomllib.loads(text)
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}: this is not UTF-8 text (byte {problem.start})") from problem
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        said = f"this is not TOML: {writable(str(problem))}"
        raise InputError(f"{path}: {said}", reasons=(why("cli.bad_scenario", said=said),), file=str(path)) from problem
    except FileNotFoundError as problem:
        said = "there is no such file, and no shipped scenario of that name"
        reasons = (why("cli.no_scenario"),)
        raise InputError(f"{path}: {said}", kind="missing", reasons=reasons, file=str(path)) from problem
    except (OSError, ValueError) as problem:
        raise InputError(f"{path}: {cause(problem)}", kind="missing") from problem
    return _File(path, Table(raw, "", [], []), key_lines(text))


def _told(wrong: Wrong) -> str:
    """A fault in words, with what was meant where that can be guessed."""
    where = f"{wrong.where} is " if wrong.where else ""
    if wrong.value == "unknown":
        meant = ", which is not known here" if wrong.limit == "nothing" else f": did you mean {wrong.limit!r}?"
        return f"{where}unknown{meant}"
    if wrong.limit.startswith("did you mean"):
        return f"{where}{wrong.value}: {wrong.limit}"
    return f"{where}{wrong.value}, expected {wrong.limit}"


def _scenario(file: _File) -> Scenario:
    table = file.table
    head = table.table("scenario")
    recorded = _recorded(table.table("recorded")) if table.has("recorded") else None
    protocol = _protocol(head, file) if recorded is None else recorded.plan.protocol
    parts = tuple(_part(each, file) for each in table.tables("recording", "")) if table.has("recording") else ()
    person = _person(head, file) if head.has("person") else None
    sources = {"a person": person is not None, "[[recording]]": bool(parts), "[recorded]": recorded is not None}
    there = [name for name, given in sources.items() if given]
    if len(there) != 1:
        found = f"not alone ({' beside '.join(there)})" if there else "missing"
        head.fault("person", found, f"one of: {', '.join(sources)}", FIX)
    scenario = Scenario(
        file=file.path,
        name=head.text("name", file.path.name.removesuffix(ENDING)),
        why=head.text("why"),
        protocol=protocol,
        person=person,
        session=head.count("session", 1),
        recorded=recorded,
        recordings=parts,
        seeds=_seeds(head),
        adaptation=head.choice("adaptation", Adaptation, Adaptation.ON)
        if recorded is None
        else recorded.plan.adaptation,
        faults=tuple(map(_fault, table.tables("fault", ""))) if recorded is None and table.has("fault") else (),
        expectations=_expectations(file, protocol),
        wrong_today=head.text("wrong_today") if head.has("wrong_today") else None,
    )
    head.finish()
    table.finish()
    return scenario


def _protocol(head: Table, file: _File) -> TrainingProtocol:
    name = head.text("protocol", library.DEFAULT)
    own = name if name in library.names() or not name.endswith(".toml") else str(file.beside(name))
    try:
        return library.load(own)
    except BiofeedbackError as problem:
        near = get_close_matches(name, library.names(), 1)
        head.fault("protocol", shown(name), f"did you mean {near[0]!r}?" if near else writable(str(problem)), FIX)
        return library.load(library.DEFAULT)


def _person(head: Table, file: _File) -> str:
    """A name, or a file beside the scenario."""
    name = head.text("person")
    if not name.endswith(".toml"):
        return expecting.known_word(head, "person", persons())
    own = str(file.beside(name))
    try:
        profile(own)
    except BiofeedbackError as problem:
        head.fault("person", shown(name), writable(str(problem)), FIX)
    return own


def _part(table: Table, file: _File) -> Part:
    part = Part(
        file=file.beside(table.text("file")),
        from_s=table.number("from_s") if table.has("from_s") else None,
        to_s=table.number("to_s") if table.has("to_s") else None,
        times=table.count("times", 1),
    )
    if part.from_s is not None and part.to_s is not None and part.to_s <= part.from_s:
        table.fault("to_s", f"{part.to_s:g}", f"later than from_s ({part.from_s:g})", FIX)
    table.finish()
    return part


def _recorded(table: Table) -> Recorded | None:
    """A session's plan and events; a fault where they cannot be read."""
    plan, events = table.raw.get("plan"), table.raw.get("events")
    if not (table.has("plan") and table.has("events") and isinstance(plan, str) and isinstance(events, str)):
        table.fault("", "not whole", "plan and events, as `sessions scenario` writes them", FIX)
        return None
    table.finish()
    try:
        return Recorded(plan_of(plan), events_of(events))
    except ValueError as problem:
        table.fault("", "damaged", f"lines as `sessions scenario` writes them ({writable(str(problem))})", FIX)
        return None


def _fault(table: Table) -> Fault:
    what, at = table.text("what"), table.text("at", DEFAULT_AT)
    length = table.number("for_s") if table.has("for_s") else None
    table.finish()
    try:
        return fault_of(what, at, length)
    except UsageError as problem:
        table.fault("what" if what not in fault_names() else "at", shown(what), writable(str(problem)), FIX)
        return fault_of(fault_names()[0], DEFAULT_AT, None)


def _seeds(head: Table) -> tuple[int, ...]:
    """`seeds = 3`, or `"1:20"` for the twenty from 1 to 20."""
    if not head.has("seeds"):
        return (1,)
    raw = head.raw["seeds"]
    found = seeds_of(str(raw)) if isinstance(raw, int | str) and not isinstance(raw, bool) else None
    if found is None:
        head.fault("seeds", shown(raw), f"a number, or FIRST:LAST, at most {MOST_SEEDS}", FIX)
        return (1,)
    return found


def seeds_named(text: str) -> tuple[int, ...]:
    """The seeds of `3` or `1:20`, as they are said on a command line. Raises UsageError: they are none, or too many."""
    if (seeds := seeds_of(text)) is not None:
        return seeds
    shown = text[:40]
    first, _, last = text.partition(":")
    if len(text) < 2 * MOST_DIGITS and first.isdecimal() and last.isdecimal() and int(first) <= int(last):
        raise UsageError(
            f"{shown} are too many seeds: at most {MOST_SEEDS}",
            reasons=(why("cli.too_many_seeds", seeds=shown, most=MOST_SEEDS),),
        )
    raise UsageError(f"seeds are a number or FIRST:LAST, not {shown!r}", reasons=(why("cli.bad_seeds", seeds=shown),))


def seeds_of(text: str) -> tuple[int, ...] | None:
    """The seeds of `3` or `1:20`, both ends included; None: it is neither, or too many."""
    first, _, last = text.partition(":")
    if not (first.isdecimal() and (last or first).isdecimal() and len(text) < 2 * MOST_DIGITS):
        return None
    seeds = range(int(first), int(last or first) + 1)
    return tuple(seeds) if 0 < len(seeds) <= MOST_SEEDS else None


def _expectations(file: _File, protocol: TrainingProtocol) -> tuple[Expectation, ...]:
    groups = tuple(dict.fromkeys(step.group.id for step in protocol.steps))
    read = expecting.Reader(groups, file.lines)
    return tuple(read.expectation(each) for each in file.table.tables("expect", ""))
