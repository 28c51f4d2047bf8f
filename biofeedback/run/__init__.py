"""Moves events into the guide and decisions out: live (waits) and headless (does not)."""
