"""Polar `.hrm` files: an INI-like text whose `[HRData]` holds RR intervals where the watch recorded in RR mode.

Source: Polar's description of the HRM file format, version 1.07: `Interval=238` in `[Params]` says that the data are RR
intervals in milliseconds, one a line. In every other mode they are rates, from which no honest interval can be made.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulators.recordings.formats.form import contents, number, text_format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line
from simulators.refusal import refused

_RR_MODE = "238"


def recognises(first: str) -> bool:
    """Whether the file begins with the section `[Params]`."""
    return first.lower() == "[params]"


def read(lines: Iterator[Line]) -> Tape:
    """The intervals of `[HRData]`. Raises InputError."""
    tape = Tape()
    section, rr_mode, ended = "", False, False
    for line, text in contents(lines):
        if text.startswith("["):
            section = text.lower()
            if section == "[hrdata]" and not rr_mode:
                raise refused("no_intervals", line=line)
        elif section == "[params]":
            name, _, value = text.partition("=")
            rr_mode = rr_mode or (name.strip().lower() == "interval" and value.strip() == _RR_MODE)
        elif section == "[hrdata]" and not ended:
            rr_ms = number(text, line)
            ended = rr_ms == 0 and len(tape) > 0  # some exports close the list with a 0
            if not ended:
                tape.add(rr_ms, line)
        elif section == "[hrdata]":
            raise refused("bad_cell", line=line, say="after_end", found=text)
    return tape


FORMAT = text_format("polar-hrm", recognises, read)
"""Polar's `.hrm` files; only those in RR mode can be read."""
