"""The beats of a session while it runs, for whoever passes them on."""

from __future__ import annotations

from biofeedback.signal.heard_beats import HeardBeats


def hearing() -> HeardBeats:
    """To be told of each event, from the first on; gives the beats whose class has become final."""
    return HeardBeats()
