"""Simulated people who answer the guidance: a heart, its breathing, its conduction, and the strap it wears."""
