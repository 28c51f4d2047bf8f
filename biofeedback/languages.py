"""The languages of every sentence for people."""

LANGUAGES = ("en", "zh")
"""Codes as they are typed, in the order in which files are written. Both are complete, always."""
