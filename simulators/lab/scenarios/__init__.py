"""Scenarios: a session with what must hold in it, as a TOML file that reads as sentences."""
