"""`doctor`: what is wrong, and what to do: this computer first, then Bluetooth and the strap."""

from __future__ import annotations

import asyncio
import os

from biofeedback.app.examination import in_words, of_strap, of_this_computer
from biofeedback.cli import terminal
from biofeedback.errors import StoreError
from biofeedback.texts import Texts
from devices.strap_checks import Check, Verdict

SOMETHING_WRONG = 1
"""Exit code: with this nobody can practise with a strap."""


def run(lang: str) -> int:
    """Print each check as it is done. Exit 0 where all is well enough to practise with a strap."""
    texts = Texts(lang)
    here = of_this_computer(texts, encoding=terminal.encoding(), terminal=os.environ.get("TERM", "dumb"))
    worst = [_print(check, texts) for check in here]
    worst += asyncio.run(_strap(texts))
    return SOMETHING_WRONG if Verdict.BAD in worst else 0


async def _strap(texts: Texts) -> list[Verdict]:
    worst = list[Verdict]()

    def unreadable(problem: StoreError) -> None:
        terminal.complain(texts.problem(problem))
        worst.append(Verdict.BAD)

    async for check in of_strap(unreadable):
        worst.append(_print(check, texts))
    return worst


def _print(check: Check, texts: Texts) -> Verdict:
    for line in in_words(check, texts):
        terminal.write(line)
    return check.verdict
