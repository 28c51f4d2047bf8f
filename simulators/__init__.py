"""Events without a body: recordings, simulated participants, faults."""
