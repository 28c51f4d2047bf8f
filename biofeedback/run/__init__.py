"""Moves events into the engine and decisions out."""
