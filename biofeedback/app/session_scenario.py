"""A kept session as a scenario, for good: so that what it shows stays as it is, or is seen to change."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import written_files
from biofeedback.app.settings import from_stored
from biofeedback.errors import UsageError
from biofeedback.store.sessions import Kind, Sessions
from simulators.lab.scenarios import recorded
from simulators.lab.scenarios.reading import ENDING


def write(number: int, shows: str | None, out: Path | None, *, whole: bool, replace: bool) -> Path:
    """Write its file, readable by its owner alone; where it is. Raises as `scenario` does, and where it cannot be."""
    file = written_files.place(f"session_{number}{ENDING}", out)
    if not replace:
        written_files.must_be_free(file)
    return written_files.put(file, scenario(number, shows, whole=whole).encode(), replace=replace)


def scenario(number: int, shows: str | None, *, whole: bool) -> str:
    """The text of its file. `shows`: the decision, as a pattern; None: the gravest. `whole`: with all its events.

    Raises UsageError where there is no such session, where nothing was cued in it, or nothing is to be shown.
    """
    with Sessions() as store:
        session, events, practised = store.get(number), store.events(number), store.practised(number)
    if session.kind is Kind.RECORDING or session.about.protocol is None:
        raise UsageError(f"nothing was cued in {number}: only what was practised can become a scenario")
    settings = from_stored(session.about.settings)
    protocol = practised or settings.loaded()
    if protocol is None:
        raise UsageError(f"session {number} kept no protocol")
    held = recorded.Recorded(settings.plan(protocol), events)
    decision = recorded.shown(held, shows)
    kept = held if whole else recorded.shortened(held, decision)
    return recorded.text_of(kept, decision, f"Session {number} of {session.about.started[:10]}")
