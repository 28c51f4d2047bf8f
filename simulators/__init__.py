"""Events without a body: recordings, simulated participants, faults.

What the rooms share: `measurement.py` (events as a strap's bytes), `rhythms.py`, and `refusal.py` (why not).
"""
