"""A stated reason, as a value: a code with its numbers, put into words in either language by `texts`.

The core never holds sentences. `Why("rhythm.irregular", (("beats", 12),))` is stored, compared and replayed;
`Texts("zh").why(...)` says it.
"""

from __future__ import annotations

from dataclasses import dataclass

Value = float | int | str


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of an automatic act: a text code (`file.key` of the catalogue) and the numbers it was judged on."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()


def why(code: str, **values: Value) -> Why:
    """A reason with its numbers by name."""
    return Why(code, tuple(values.items()))
