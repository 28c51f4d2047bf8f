"""Sessions to write pages of: simulated participants through the engine, kept in a real store."""

from __future__ import annotations

import json
from pathlib import Path

from biofeedback.app.settings import Settings
from biofeedback.run import headless
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions, SourceKind
from protocols.restrictions import Place, Restrictions
from protocols.screening.terms import Terms
from protocols.training import Region
from simulators.participants.participant import person

STRICT = Terms(restrictions=Restrictions(never_tensed=(Place(region=Region.NECK),)), age_years=54)


def keep(
    folder: Path,
    *,
    protocol: str | None = "seven_groups",
    who: str = "calm",
    seed: int = 1,
    started: str = "2026-11-02T07:30:00+00:00",
    terms: Terms | None = None,
    note: str = "",
) -> int:
    """Practise and keep; the session's number."""
    settings = Settings(protocol=protocol, terms=terms or Terms())
    practised = settings.loaded()
    about = About(
        started=started,
        version="0.1.0",
        protocol=None if practised is None else practised.name,
        digest=None if practised is None else practised.digest,
        source_kind=SourceKind.STRAP,
        source="ble:C8:5F:11:22:33:44",
        seed=None,
        settings=json.dumps(settings.stored()),
        lang="en",
    )
    log = SessionLog(about, folder, practised=practised)
    headless.run(settings.guide(practised), person(who, seed), [log])
    log.close()
    with Sessions(folder) as store:
        if note:
            store.keep_note(log.id, note)
    return log.id
