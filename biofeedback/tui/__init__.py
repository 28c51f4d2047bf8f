"""The terminal interface: shows and asks."""
