"""Beats from an ECG as it is measured: R peaks to a part of a sample, their shape, and what the signal is worth.

Causal and pure: every beat is told within `lead.MOST_DELAY_S` of its R peak, and never changes. In the order of the
signal: `filters` and `qrs` find a complex, `template` and `interpolate` time it, `shape` measures it; `lead` joins them
for one unbroken stretch; `monitor` adds the clock of the session and answers questions about the last seconds;
`synchrony` proves that these are of the same time as a strap's intervals, and `synchronised` speaks only then.
"""

from biofeedback.signal.ecg.lead import Complex, EcgLead
from biofeedback.signal.ecg.monitor import EcgMonitor
from biofeedback.signal.ecg.synchronised import SynchronisedEcg

__all__ = ["Complex", "EcgLead", "EcgMonitor", "SynchronisedEcg"]
