"""Every key that a protocol file may hold."""

from __future__ import annotations

from protocols.schema import schema


def keys() -> tuple[str, ...]:
    """Such as `steps.hold_s`, in the order they are read."""
    found: list[str] = []

    def note(key: str) -> str:
        found.append(key)
        return ""

    schema(note)
    return tuple(dict.fromkeys(key for key in found if key))
