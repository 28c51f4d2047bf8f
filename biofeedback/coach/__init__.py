"""What to do about what the heart is doing: findings to decisions. Pure.

`phases` holds the one transition table, `session_state` all that a session remembers. `guard` (always on) may only
shorten, soften, pause or stop; `adaptation_policy` proposes; `session_flow` keeps the state and moves it on, and
`engine` puts them in order: link, quality, rhythm, the person, adaptation.
"""
