"""Recordings and stored sessions played as events."""
