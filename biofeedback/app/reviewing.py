"""A kept session to what can be looked at when it is over."""

from __future__ import annotations

import math

from biofeedback.app.settings import Settings, from_stored
from biofeedback.app.sources import NONE
from biofeedback.app.stored_session import whole
from biofeedback.errors import BiofeedbackError
from biofeedback.events import EcgChunk
from biofeedback.review.record import SessionRecord, UsualRest
from biofeedback.store.sessions import About, StoredSession
from protocols.library import load
from protocols.screening.personal import GroupChange, plan_under
from protocols.screening.terms import Counsel
from simulators.recordings.recording import Recording

IMPORTED = "imported"
"""Whose heart it was, of a recording that was never played to anybody."""


def record(number: int) -> SessionRecord:
    """What is kept under a number, whole. Raises UsageError where nothing is, StoreError where it cannot be read."""
    kept = whole(number)
    session, about, settings = kept.session, kept.session.about, _settings(kept.session)
    return SessionRecord(
        number=session.id,
        began=about.started or None,
        version=about.version,
        protocol_name=about.protocol,
        protocol=kept.protocol,
        source=about.source,
        source_kind=_whose(about, imported=kept.recording is not None),
        seed=about.seed,
        settings=about.settings,
        lang=about.lang,
        events=kept.events,
        decisions=kept.decisions,
        beats=kept.beats,
        ecg=kept.ecg if kept.recording is None else _ecg(kept.recording),
        terms=settings.terms,
        changes=_changes(settings),
        usual=_usual(settings),
        note=session.note,
        afterwards=session.afterwards,
        rated_later=session.rated_later,
    )


def _whose(about: About, *, imported: bool) -> str:
    if imported:
        return IMPORTED
    return NONE if about.source == NONE else about.source_kind.value


def _ecg(recording: Recording) -> tuple[EcgChunk, ...]:
    if recording.ecg is None:
        return ()
    from simulators.playback.ecg_replay import chunks  # which needs numerics

    return tuple(chunks(recording.ecg))


def _settings(session: StoredSession) -> Settings:
    try:
        return from_stored(session.about.settings)
    except BiofeedbackError:  # of another version: what it was set to is not known, and all the rest is
        return Settings(protocol=None)


def _changes(settings: Settings) -> tuple[GroupChange, ...]:
    """What was not practised as written. Of a protocol that is gone nobody knows any more how it was written."""
    if settings.protocol is None:
        return ()
    try:
        written = load(settings.protocol)
    except BiofeedbackError:
        return ()
    return plan_under(Counsel(terms=settings.terms, notes=(), offers=()), written).changes


def _usual(settings: Settings) -> UsualRest | None:
    known = settings.history
    if known is None:
        return None
    low, high = (math.exp(known.ln_rmssd_mean + side * known.ln_rmssd_sd) for side in (-1, 1))
    return UsualRest(
        n=known.n, hr_mean_bpm=known.hr_mean_bpm, hr_sd_bpm=known.hr_sd_bpm, rmssd_low_ms=low, rmssd_high_ms=high
    )
