"""What an app or a screen does while its screens go on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVarTuple

from textual.dom import DOMNode
from textual.worker import Worker

Given = TypeVarTuple("Given")


def go_on_with(
    node: DOMNode,
    group: str,
    work: Callable[[*Given], Coroutine[Any, Any, None]],
    *given: *Given,
    exclusive: bool = True,
) -> None:
    """Do this in the loop of the app; `exclusive`: what else was done in this group ends.

    The work is made where it begins: of what never begins, since the app ends first, nothing is left unawaited, which
    Python would tell on the terminal.
    """
    begun: Callable[[], Coroutine[None, None, None]] = partial(work, *given)
    _: Worker[None] = node.run_worker(begun, group=group, exclusive=exclusive)
