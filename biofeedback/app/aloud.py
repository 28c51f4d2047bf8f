"""The release, said past everything else: for when the program hangs while somebody is tensing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable

from biofeedback.texts import Texts


def let_go_aloud(lang: str) -> Callable[[], None]:
    """Say the release past everything else: on the terminal itself. For when the program hangs."""
    words = Texts(lang).say("cli.let_go")

    def say() -> None:
        with contextlib.suppress(OSError):
            if os.isatty(2):
                os.write(2, f"\x1b7\x1b[1;1H\x1b[7m {words} \x1b[0m\x1b8\a".encode())

    return say
