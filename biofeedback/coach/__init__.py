"""What to do about what the heart is doing: findings to decisions. Pure.

`phases` holds the one transition table, `adapter` proposes, `guard` (always on) may only shorten, soften, pause or
stop, `engine` puts them in order: link, quality, rhythm, limits, adaptation.
"""
