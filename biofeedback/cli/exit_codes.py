"""The exit codes that several commands have; those of one command stand with it. 0 is done, as asked for."""

from __future__ import annotations

UNUSABLE = 2
"""Bad usage or unreadable input, told in one clear line; or the program itself failed."""

STOPPED_FOR_SAFETY = 3
"""A session was stopped for safety."""

OUTPUT_GONE = 141
"""Nobody reads any more, so the work was left undone and has no code of its own: 128 and the number of SIGPIPE."""

INTERRUPTED = 130
"""Ended from outside: 128 and the number of SIGINT, as shells have it."""
