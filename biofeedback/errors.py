"""Errors by whose fault they are. The command line turns each into one clear line; none shows a traceback."""

from __future__ import annotations

from pathlib import Path

from biofeedback.why import Why, why


class BiofeedbackError(Exception):
    """Base of all. `message` is one clear English sentence; `kind` a short stable code; `line` that of a file, from 1.

    What a practising person can meet also brings its `reasons`, with the `file` it is about where they name none
    themselves: `Texts.problem` says it in either language.
    """

    kind = "error"
    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        kind: str | None = None,
        line: int | None = None,
        reasons: tuple[Why, ...] = (),
        file: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.reasons = reasons
        self.file = file
        if kind is not None:
            self.kind = kind


class InputError(BiofeedbackError):
    """A file that cannot be read as what it should be."""

    kind = "unreadable"


class UsageError(BiofeedbackError):
    """Something was asked for that does not exist: a protocol, a source, a session, a setting."""

    kind = "usage"


class BluetoothUnavailable(BiofeedbackError):
    """Bluetooth cannot be used: no adapter, no service, switched off, no permission, or no strap found."""

    kind = "bluetooth"


class ProgramFault(BiofeedbackError):
    """A fault of this program itself, once it has been written down: the person gets one calm line."""

    kind = "fault"


class StoreError(BiofeedbackError):
    """The data folder cannot be used."""

    kind = "store"


class NotAStore(StoreError):
    """The file of the sessions is damaged, or another program's: waiting mends nothing, a new one beside it would."""


class OutputRefused(BiofeedbackError):
    """Standard output cannot take what is written: its disk is full, or it is closed."""

    kind = "output"


class OutputGone(OSError):
    """Nobody reads standard output any more: nobody's fault. Without a number of the system, that no library takes it
    for its own.
    """


def cause(problem: OSError | ValueError) -> str:
    """What the system says is wrong, without the number and the file that it tells of, too."""
    return str(getattr(problem, "strerror", None) or problem)


def not_written(file: Path, problem: OSError | ValueError) -> UsageError:
    """A file that was asked for cannot be written, and why."""
    reason = cause(problem)
    return UsageError(
        f"{file} cannot be written: {reason}", reasons=(why("cli.not_written", file=str(file), reason=reason),)
    )
