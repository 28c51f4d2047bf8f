"""Sweeps: protocols, participants, faults and seeds, each with each, on all cores; and two of them compared."""
