"""Why something is refused, in one place: a short stable kind and its sentence from the texts."""

from __future__ import annotations

from biofeedback.errors import InputError, UsageError
from biofeedback.why import Value, Why, why

_SHOWN = 120
"""Characters of a file's own text in a message."""


def refused(kind: str, *, line: int | None = None, say: str | None = None, **values: Value) -> InputError:
    """The error about a file. `say` names the sentence where a kind has more than one; `values` fill its fields."""
    reason = _reason(say or kind, values)
    return InputError(_english(reason), kind=kind, line=line, reasons=(reason,))


def unknown(say: str, **values: Value) -> UsageError:
    """The error about something that was asked for."""
    reason = _reason(say, values)
    return UsageError(_english(reason), reasons=(reason,))


def readable(text: str, most: int = _SHOWN) -> str:
    """A piece of a file as it can be shown in one line: control characters escaped, cut short."""
    cut = text if len(text) <= most else text[:most] + "..."
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)


def _reason(key: str, values: dict[str, Value]) -> Why:
    return why(
        f"recordings.{key}",
        **{name: readable(value) if isinstance(value, str) else value for name, value in values.items()},
    )


def _english(reason: Why) -> str:
    from biofeedback.texts import Texts  # only needed when something is wrong

    return Texts().why(reason)
