"""What may be wrong between a person, the strap and this computer, looked at one thing after the other."""

from __future__ import annotations

import locale
import logging
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator

from biofeedback.app.sound_check import of_sound
from biofeedback.clock import SessionClock
from biofeedback.errors import StoreError
from biofeedback.run.awake import can_stay_awake
from biofeedback.store import private
from biofeedback.store.remembered import Remembered, recall
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.why import why
from devices.doctor import examine
from devices.strap_checks import Check, Verdict

SIGNS = {Verdict.GOOD: "ok ", Verdict.NOTE: "!  ", Verdict.BAD: "no ", Verdict.SKIPPED: "-  "}
"""What stands before each check, whatever the colours."""

LEAST_FREE = 10_000_000
"""A 20-minute session takes about 1 MB; with ten times that free there is no reason to worry. Bytes."""


def of_this_computer(texts: Texts, *, encoding: str, terminal: str) -> Iterator[Check]:
    """The data folder, then the terminal: the encoding of its output, and its kind as the environment names it."""
    try:
        folder = private.folder()
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
    if not encoding.lower().startswith("utf"):
        yield Check(name="terminal", verdict=Verdict.NOTE, words=why("cli.doctor_encoding"))
    elif terminal == "dumb":
        yield Check(name="terminal", verdict=Verdict.NOTE, words=why("cli.doctor_dumb"))
    else:
        yield Check(name="terminal", verdict=Verdict.GOOD, words=why("cli.doctor_terminal"))
    yield from of_sound()
    if can_stay_awake():
        yield Check(name="awake", verdict=Verdict.GOOD, words=why("cli.doctor_awake"))
    else:
        yield Check(
            name="awake", verdict=Verdict.NOTE, words=why("cli.doctor_sleeps"), to_do=why("cli.doctor_sleeps_next")
        )


async def of_strap(unreadable: Callable[[StoreError], None]) -> AsyncIterator[Check]:
    """Bluetooth and the remembered strap; where it cannot be read, that is told and the nearest one is looked at."""
    logging.getLogger("bleak").addHandler(logging.NullHandler())  # its words are for developers
    remembered = Remembered()
    try:
        remembered = recall()
    except StoreError as problem:
        unreadable(problem)
    async for check in examine(SessionClock(), remembered.strap_address, remembered.strap_name):
        yield check


def in_words(check: Check, texts: Texts) -> Iterator[str]:
    """A check as lines: what was found, and below it what to do."""
    yield f"{SIGNS[check.verdict]} {texts.why(check.words)}"
    if check.to_do is not None:
        yield f"    {texts.why(check.to_do)}"


async def all_in_words(texts: Texts) -> AsyncIterator[str]:
    """All of it, each line as soon as it is known. For faces that may stand in the place of standard output."""
    encoding = locale.getpreferredencoding(do_setlocale=False)
    here = of_this_computer(texts, encoding=encoding, terminal=os.environ.get("TERM", "dumb"))
    for check in here:
        for line in in_words(check, texts):
            yield line
    unreadable: list[StoreError] = []
    async for check in of_strap(unreadable.append):
        for line in (*map(texts.problem, unreadable), *in_words(check, texts)):
            yield line
        unreadable.clear()
