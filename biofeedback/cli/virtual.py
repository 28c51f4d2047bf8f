"""`strap`: a recording or a simulated participant on the air, for this program or any other to be tested with."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from biofeedback.app.virtual_strap import Stage, played_strap
from biofeedback.cli import terminal
from biofeedback.texts import Texts


def run(
    source: str | None,
    transport: str,
    seed: int,
    faults: Sequence[str],
    name: str | None,
    lang: str,
    *,
    optical: bool = False,
) -> int:
    """Be a strap until the source has no more."""
    texts = Texts(lang)
    strap = played_strap(source, seed, faults, name, texts, optical=optical)

    def remark(stage: Stage, called: str) -> None:
        terminal.remark(texts.say(f"devices.virtual_{stage.value}", name=called))

    asyncio.run(strap.play(transport, remark))
    return 0
