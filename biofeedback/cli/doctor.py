"""`doctor`: what is wrong, and what to do: this computer first, then Bluetooth and the strap."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sys
from collections.abc import Iterator

from biofeedback.cli import terminal
from biofeedback.clock import SessionClock
from biofeedback.config import data_folder
from biofeedback.errors import StoreError
from biofeedback.store.remembered import Remembered, recall
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.why import why
from devices.doctor import examine
from devices.strap_checks import Check, Verdict

SOMETHING_WRONG = 1
"""Exit code: with this nobody can practise with a strap."""

LEAST_FREE = 10_000_000
"""A 20-minute session takes about 1 MB; with ten times that free there is no reason to worry. Bytes."""

_SIGNS = {Verdict.GOOD: "ok ", Verdict.NOTE: "!  ", Verdict.BAD: "no ", Verdict.SKIPPED: "-  "}


def run(lang: str) -> int:
    """Print each check as it is done. Exit 0 where all is well enough to practise with a strap."""
    texts = Texts(lang)
    logging.getLogger("bleak").addHandler(logging.NullHandler())  # its words are for developers
    worst = [_print(check, texts) for check in here(texts)]
    worst += asyncio.run(_strap(texts))
    return SOMETHING_WRONG if Verdict.BAD in worst else 0


def here(texts: Texts) -> Iterator[Check]:
    """The data folder and the terminal."""
    folder = data_folder()
    try:
        Sessions().close()
    except StoreError as problem:
        yield Check(
            name="data",
            verdict=Verdict.BAD,
            words=why("cli.doctor_data_bad", problem=texts.problem(problem)),
            to_do=why("cli.doctor_data_next"),
        )
    else:
        yield Check(name="data", verdict=Verdict.GOOD, words=why("cli.doctor_data", folder=str(folder)))
        if shutil.disk_usage(folder).free < LEAST_FREE:
            yield Check(name="disk", verdict=Verdict.NOTE, words=why("cli.doctor_disk"))
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        yield Check(name="terminal", verdict=Verdict.NOTE, words=why("cli.doctor_encoding"))
    elif os.environ.get("TERM", "dumb") == "dumb":
        yield Check(name="terminal", verdict=Verdict.NOTE, words=why("cli.doctor_dumb"))
    else:
        yield Check(name="terminal", verdict=Verdict.GOOD, words=why("cli.doctor_terminal"))
    yield Check(name="sound", verdict=Verdict.NOTE, words=why("cli.doctor_sound"))


async def _strap(texts: Texts) -> list[Verdict]:
    remembered, verdicts = Remembered(), list[Verdict]()
    try:
        remembered = recall()
    except StoreError as problem:  # the nearest strap is looked at all the same
        terminal.complain(texts.problem(problem))
        verdicts.append(Verdict.BAD)
    checks = examine(SessionClock(), remembered.strap_address, remembered.strap_name)
    return verdicts + [_print(check, texts) async for check in checks]


def _print(check: Check, texts: Texts) -> Verdict:
    terminal.write(f"{_SIGNS[check.verdict]} {texts.why(check.words)}")
    if check.to_do is not None:
        terminal.write(f"    {texts.why(check.to_do)}")
    return check.verdict
