"""A fault of our own: one calm line for the person, the details in a private file for whoever mends it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import traceback
from pathlib import Path
from typing import Any

from biofeedback import __version__
from biofeedback.clock import wall_time
from biofeedback.config import data_folder
from biofeedback.errors import BiofeedbackError, ProgramFault
from biofeedback.store import profile
from biofeedback.texts import Texts
from biofeedback.why import why

FILE_NAME = "faults.log"
"""The file in the data folder in which faults are written down."""

PRIVATE = 0o600
"""Its permissions: where a fault happened can tell what the heart did."""


def problem(fault: BaseException, code: str = "cli.fault") -> ProgramFault:
    """Write the details down, and what to tell the person instead: the text with that code. Never raises."""
    file = _kept(fault)
    reasons = (why(code), *(() if file is None else (why("cli.fault_kept", file=str(file)),)))
    return ProgramFault("".join(Texts("en").why(reason) for reason in reasons), reasons=reasons)


def describe(fault: BaseException, lang: str = "en") -> str:
    """Write the details down and return the line to show. Never raises."""
    return Texts(lang).problem(problem(fault))


def of_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An exception handler for an event loop: what nobody waited for is written down, and disturbs nobody."""
    fault = context.get("exception")
    if isinstance(fault, BaseException):
        _kept(fault)


def _kept(fault: BaseException) -> Path | None:
    """The file in which it is written down; None where that cannot be."""
    with contextlib.suppress(OSError):
        try:
            folder = profile.folder()
        except BiofeedbackError:  # a profile that is not there
            folder = data_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / FILE_NAME
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE), "a", encoding="utf-8") as file:
            path.chmod(PRIVATE)  # it may have been copied here
            file.write(f"{wall_time()} biofeedback {__version__}\n{''.join(traceback.format_exception(fault))}\n")
        return path
    return None
