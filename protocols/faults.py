"""What a check of a protocol file found: one value, the limit it breaks, and a way to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault. `limit` says in signs what was expected, such as `<= 4 s`; `fix` is put into words by `texts`."""

    line: int | None  # from 1; None where no line can be named
    where: str  # the key, such as `steps[3].hold_s`; empty for the file as a whole
    value: str
    limit: str
    fix: Why
    mended: bool = False  # the reader has put a good value in its place, and the file can be practised

    def __str__(self) -> str:
        """The fault in one short line, without the way to mend it."""
        line = f"line {self.line}: " if self.line is not None else ""
        where = f"{self.where} " if self.where else ""
        return f"{line}{where}is {self.value}, expected {self.limit}"
