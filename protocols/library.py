"""Where protocols come from: shipped by name, or from a TOML file.

Both are checked for form and for safety before anyone sees them.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path

from biofeedback.errors import InputError, UsageError, cause
from biofeedback.readable import writable
from biofeedback.why import why
from protocols import form, safety
from protocols.faults import Fault
from protocols.lines import key_lines, line_of
from protocols.training import TrainingProtocol, missing_languages

DEFAULT = "feet_to_forehead"
"""The protocol that is practised where none is named."""

MAX_FILE_BYTES = 200_000
"""Largest protocol file, bytes: ten times the longest shipped one."""

_ENDING = ".toml"


@cache
def names() -> tuple[str, ...]:
    """The names of the shipped protocols, in alphabetical order."""
    files = (resources.files("protocols") / "shipped").iterdir()
    return tuple(sorted(file.name.removesuffix(_ENDING) for file in files if file.name.endswith(_ENDING)))


def load(name_or_path: str) -> TrainingProtocol:
    """A shipped protocol by its name, or one from a TOML file.

    Raises UsageError for a name that is neither, and InputError for a file that is not a safe protocol.
    """
    if name_or_path in names():
        return _load_shipped(name_or_path)
    path = Path(name_or_path)
    if not _is_path(name_or_path):
        raise _unknown(name_or_path)
    protocol, faults = _examine(_read_file(path), writable(path.stem))
    if faults:
        raise _refused(path, faults)
    return protocol


def check(path: str | Path) -> tuple[Fault, ...]:
    """All faults of a protocol file, in the order of its lines; none: it can be practised. InputError: no such file."""
    return _examine(_read_file(Path(path)), writable(Path(path).stem))[1]


def faults_in(text: str, name: str) -> tuple[Fault, ...]:
    """All faults of a protocol file that is not written yet."""
    return _examine(text, name)[1]


def mended(path: str | Path) -> tuple[Fault, ...]:
    """What of a protocol file without faults is practised otherwise than it is written. InputError: no such file."""
    text = _read_file(Path(path))
    draft, _ = form.read_draft(tomllib.loads(text), "")
    return _placed(draft.mended, text)


def template() -> str:
    """A protocol file to start one's own from: complete, safe, and explained line by line."""
    return (resources.files("protocols") / "template.toml").read_text(encoding="utf-8")


@cache
def _load_shipped(name: str) -> TrainingProtocol:
    text = (resources.files("protocols") / "shipped" / f"{name}{_ENDING}").read_text(encoding="utf-8")
    protocol, faults = _examine(text, name)
    if faults or missing_languages(protocol):  # the program itself is broken, nobody's input
        raise ValueError(f"{name}: " + "; ".join(str(fault) for fault in faults))
    return protocol


def _examine(text: str, name: str) -> tuple[TrainingProtocol, tuple[Fault, ...]]:
    """The protocol of a text and its faults, each with its line."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        return form.read_draft({}, name)[0].protocol, (_syntax(problem),)
    draft, faults = form.read_draft(raw, name)
    faults = faults or safety.faults_of(draft)
    if not faults:
        return replace(draft.protocol, text=text), ()
    return draft.protocol, _placed(faults, text)


def _placed(faults: Iterable[Fault], text: str) -> tuple[Fault, ...]:
    """Each with its line, in the order of lines."""
    lines = key_lines(text)
    placed = [replace(fault, line=line_of(fault.where, lines)) for fault in faults]
    return tuple(sorted(_once(_causes(placed)), key=lambda fault: fault.line or 0))


def _causes(faults: Sequence[Fault]) -> Iterable[Fault]:
    """Without those that only follow: what is missing because its key is mistyped, and that is told."""
    meant = {fault.limit for fault in faults if fault.value == "unknown"}
    return (fault for fault in faults if fault.value != "missing" or fault.where.rpartition(".")[2] not in meant)


def _once(faults: Iterable[Fault]) -> Iterable[Fault]:
    """One wrong line is one fault, though many steps may take their value from it."""
    first: dict[Hashable, Fault] = {}
    for fault in faults:
        key = fault.where.rpartition(".")[2]
        first.setdefault((fault.line, key, fault.value, fault.limit), fault)
    return first.values()


def _syntax(problem: Exception) -> Fault:
    """A text that is not TOML. `tomllib` names the line only in its message."""
    found = re.search(r"line (\d+)", str(problem))
    reason = re.sub(r" \(at .*\)", "", str(problem)) if isinstance(problem, tomllib.TOMLDecodeError) else "not TOML"
    line = int(found[1]) if found else None
    return Fault(line=line, where="", value=f"not TOML: {_plain(reason)}", limit="TOML", fix=why("protocols.fix_toml"))


def _plain(text: str, most: int = 80) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:most]


def _named(path: Path) -> str:
    return _plain(str(path), most=400)


def _read_file(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                f"{path} is too large for a protocol: more than {MAX_FILE_BYTES} bytes",
                reasons=(why("protocols.too_large", file=_named(path), most=MAX_FILE_BYTES),),
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(
            f"{path} is not UTF-8 text (byte {problem.start})",
            reasons=(why("protocols.not_text", file=_named(path), byte=problem.start),),
        ) from problem
    except (OSError, ValueError) as problem:
        missing = isinstance(problem, FileNotFoundError)
        raise InputError(
            f"{path} cannot be read: {cause(problem)}",
            kind="missing",
            reasons=(why("protocols.missing" if missing else "protocols.unreadable", file=_named(path)),),
        ) from problem


def _is_path(name: str) -> bool:
    return name.endswith(_ENDING) or "/" in name or "\\" in name or os.path.isfile(name)  # noqa: PTH113 - never raises


def _unknown(name: str) -> UsageError:
    near = get_close_matches(name, names(), 3, 0.4)
    known = "did you mean " + " or ".join(near) if near else "there are " + ", ".join(names())
    reason = why(
        "protocols.unknown_near" if near else "protocols.unknown", name=_plain(name), names=", ".join(near or names())
    )
    return UsageError(f"no protocol {name!r}: {known}", reasons=(reason,))


def _refused(path: Path, faults: Sequence[Fault]) -> InputError:
    """The error about a file that may not be practised: whoever practises learns where, `check` says all."""
    first, more = faults[0], f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    reason = why("protocols.refused", file=_named(path), line=first.line or 1, where=first.where or "TOML")
    return InputError(f"{path}, {first}{more}", line=first.line, reasons=(reason,))
