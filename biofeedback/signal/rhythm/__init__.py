"""Warning signs from RR intervals, as they arrive: what pattern is seen, never what it might be.

Judged on raw intervals, quality before rhythm: lost time, movement and marks that cannot be beats never become a
statement about a heart. `RhythmWatch` holds one detector a file, all behind the one interface of `detection.py`.
"""

from biofeedback.signal.rhythm.ecg_corroboration import EcgEvidence
from biofeedback.signal.rhythm.profile import UNKNOWN, RhythmProfile
from biofeedback.signal.rhythm.watch import RhythmWatch

__all__ = ["UNKNOWN", "EcgEvidence", "RhythmProfile", "RhythmWatch"]
