"""Why something is refused, in one place: a short stable kind and its sentence from the texts."""

from __future__ import annotations

from biofeedback.errors import InputError, UsageError
from biofeedback.why import Value

_SHOWN = 120  # characters of a file's own text in a message


def refused(kind: str, *, line: int | None = None, say: str | None = None, **values: Value) -> InputError:
    """The error about a file. `say` names the sentence where a kind has more than one; `values` fill its fields."""
    return InputError(_sentence(say or kind, values), kind=kind, line=line)


def unknown(say: str, **values: Value) -> UsageError:
    """The error about something that was asked for."""
    return UsageError(_sentence(say, values))


def readable(text: str, most: int = _SHOWN) -> str:
    """A piece of a file as it can be shown in one line: control characters escaped, cut short."""
    cut = text if len(text) <= most else text[:most] + "..."
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)


def _sentence(key: str, values: dict[str, Value]) -> str:
    from biofeedback.texts import Texts  # only needed when something is wrong

    shown = {name: readable(value) if isinstance(value, str) else value for name, value in values.items()}
    return Texts().say(f"recordings.{key}", **shown)
