"""Which side comes first. As taught, the right one; for whoever uses the left hand more, the left one."""

from __future__ import annotations

from collections import Counter

from protocols.training import Side, Step

_OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def left_first(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The same steps, those of the right and of the left having changed places where the right came first.

    A step of one side changes places with the same step of the other side, the first time with the first time and so
    on. Where a side lacks its counterpart, or the left comes first as written, nothing is moved.
    """
    places = {key: k for k, key in enumerate(_keys(steps))}
    sided = [key for key in places if key[1] is not Side.BOTH]
    if not sided or sided[0][1] is Side.LEFT or any((name, _OTHER[side], n) not in places for name, side, n in sided):
        return steps
    return tuple(
        steps[k] if side is Side.BOTH else steps[places[name, _OTHER[side], n]] for (name, side, n), k in places.items()
    )


def _keys(steps: tuple[Step, ...]) -> list[tuple[str, Side, int]]:
    """For each step its group without the side, the side, and how often that was there before."""
    seen: Counter[tuple[str, Side]] = Counter()
    keys: list[tuple[str, Side, int]] = []
    for step in steps:
        side = step.group.side
        name = step.group.id.removeprefix(f"{side.value}_")
        keys.append((name, side, seen[name, side]))
        seen[name, side] += 1
    return keys
