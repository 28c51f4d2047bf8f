"""Faults of the link and of the rhythm, laid over any body."""
