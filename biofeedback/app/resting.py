"""This person at rest, as the sessions kept here found it: what today's heart is judged with beside today's numbers.

Read from their journals, so it goes when they are deleted. Only sessions with a strap count, and none that ended in
trouble: what was measured before an unusual rhythm or a symptom is nobody's rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from statistics import mean, stdev

from biofeedback.app import history
from biofeedback.clock import wall_time
from biofeedback.decisions import BaselineSet
from biofeedback.signal.baseline import History
from biofeedback.store.sessions import Sessions, SourceKind, StoredSession

MOST_SESSIONS = 10
"""Sessions looked at, the newest: ten days of daily practice, so that a resting rate that has changed is soon known."""

LEAST_SESSIONS = 3
"""Sessions below which nothing is known: of fewer there is no spread, and one odd day would be the rule."""

MOST_DAYS = 90
"""Days after which a session says nothing of today: within a season fitness, medicines and bodies change."""


def known() -> History | None:
    """Rest over the last sessions; None where too few are known."""
    with Sessions() as store:
        taken = list(islice(_baselines(store), MOST_SESSIONS))
    if len(taken) < LEAST_SESSIONS:
        return None
    rates, ln_rmssds = ([each[k] for each in taken] for k in (0, 1))
    return History(
        n=len(taken),
        ln_rmssd_mean=mean(ln_rmssds),
        ln_rmssd_sd=stdev(ln_rmssds),
        hr_mean_bpm=mean(rates),
        hr_sd_bpm=stdev(rates),
    )


def _baselines(store: Sessions) -> Iterator[tuple[float, float]]:
    """Rate (/min) and ln RMSSD (ln ms) of each baseline that could be taken, the newest first."""
    now = datetime.fromisoformat(wall_time())
    for session in store.all():
        if not _of_a_calm_body(session, now):
            continue
        for baseline in store.of_kind(session.id, BaselineSet):
            if baseline.hr_bpm is not None and baseline.rmssd_ms is not None and baseline.rmssd_ms > 0:
                yield baseline.hr_bpm, math.log(baseline.rmssd_ms)


def _of_a_calm_body(session: StoredSession, now: datetime) -> bool:
    about = session.about
    practised = about.source_kind is SourceKind.STRAP and about.protocol is not None and session.finished is not None
    recent = 0 <= (now - datetime.fromisoformat(about.started)).days < MOST_DAYS
    return practised and recent and not history.practised(session).trouble
